"""From a configuration to a running gateway and back."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import ClientSession, WSMsgType
from pydantic import SecretStr

from gateway.config import Admin, Config, ConfigError, Server, VaultSettings
from gateway.config import Database as DatabaseSettings
from gateway.runtime import check_fit_to_serve, open_store, running
from tests.support.api import Api, operator
from vault import MigrationNeeded, RootKey, WrongRootKey


def dsn(database: Any, role: str) -> SecretStr:
    """A connection string as an operator writes it."""
    arguments = database.dsn(role)
    place = f"host={quote(arguments['host'])}&port={arguments['port']}"
    return SecretStr(f"postgresql://{role}:{arguments['password']()}@/{arguments['database']}?{place}")


def config_for(database: Any, root_key: Path, *, migrate: bool = True) -> Config:
    return Config(
        server=Server(port=0),
        admin=Admin(port=0),
        vault=VaultSettings(root_key_file=root_key),
        database=DatabaseSettings(
            dsn=dsn(database, "gettone_app"), migrator_dsn=dsn(database, "gettone_migrator") if migrate else None
        ),
    )


async def test_a_dsn_makes_it_serve_from_a_database_of_the_operators(empty_database: Any, tmp_path: Path) -> None:
    RootKey.create(tmp_path / "root.key")
    config = config_for(empty_database, tmp_path / "root.key")
    check_fit_to_serve(config)
    async with running(config) as gateway:
        _, key = await gateway.services.vault.create_key(operator(), "platform", ["redact"])
        headers = {"Authorization": f"Bearer {key.expose()}"}
        async with ClientSession(f"http://127.0.0.1:{gateway.port}", headers=headers) as session:
            response = await session.post("/v1/redact", json={"text": "4111111111111111"})
            assert "tok_pan_" in (await response.json())["text"]


async def test_an_unmigrated_database_and_a_foreign_root_key_are_refused(empty_database: Any, tmp_path: Path) -> None:
    mine, other = tmp_path / "root.key", tmp_path / "other.key"
    RootKey.create(mine)
    RootKey.create(other)
    with pytest.raises(MigrationNeeded):
        async with open_store(config_for(empty_database, mine, migrate=False), writer="test"):
            pass
    async with open_store(config_for(empty_database, mine), writer="test"):
        pass
    with pytest.raises(WrongRootKey):
        async with open_store(config_for(empty_database, other), writer="test"):
            pass


def test_a_dsn_needs_a_root_key_of_the_operators(tmp_path: Path) -> None:
    settings = DatabaseSettings(dsn=SecretStr("postgresql://"))
    with pytest.raises(ConfigError, match="root_key_file"):
        check_fit_to_serve(Config(database=settings, data=tmp_path))


async def test_stopping_closes_open_sockets_at_once(api: Api) -> None:
    _, capture = await api.post("agent", "/v1/captures", {})
    async with (
        api["agent"].ws_connect(f"/v1/captures/{capture['id']}/events") as screen,
        api["platform"].ws_connect(f"/v1/media/pcm?capture={capture['id']}") as leg,
    ):
        await screen.receive_json(timeout=10)
        stopping = asyncio.ensure_future(api.stop())
        message = await leg.receive(timeout=10)
        assert (message.type, leg.close_code) == (WSMsgType.CLOSE, 1001)
        while (message := await screen.receive(timeout=10)).type is WSMsgType.TEXT:
            assert message.json()["stage"] in ("pan", "failed", "cancelled")
        await asyncio.wait_for(stopping, 5)
