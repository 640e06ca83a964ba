"""A real gateway on loopback over a test's own database, and a caller for each role."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

from gateway.auth.roles import ROLES
from gateway.config import Admin, Config, Server
from gateway.runtime import serving
from gateway.workers.scanner import Scanner
from tests.support.api import TENANT, Api, operator
from vault import Options, RootKey, Vault


@pytest.fixture
def config(request: pytest.FixtureRequest) -> Config:
    """Free ports; a test's `config_with` marker replaces sections."""
    marker = request.node.get_closest_marker("config_with")
    sections = marker.kwargs if marker else {}
    return Config(**{"server": Server(port=0), "admin": Admin(port=0), **sections})


@pytest.fixture
async def vault(database: Any, tmp_path: Path) -> AsyncIterator[Vault]:
    """An open vault with one tenant."""
    vault = await Vault.open(database, RootKey.create(tmp_path / "root.key"), Options(writer="test"))
    await vault.ensure_tenant(TENANT)
    yield vault
    await vault.close()


@pytest.fixture
async def api(request: pytest.FixtureRequest, config: Config, database: Any, vault: Vault) -> AsyncIterator[Api]:
    """The running gateway; worker processes start when needed. Marker `demo_mode`: as the demo runs it."""
    logging.getLogger().setLevel(logging.INFO)
    async with AsyncExitStack() as stack:
        scanner = Scanner(config.redaction)
        stack.push_async_callback(scanner.close)
        demo = request.node.get_closest_marker("demo_mode") is not None
        running = await stack.enter_async_context(AsyncExitStack())
        gateway = await running.enter_async_context(serving(config, vault, scanner, demo=demo))
        api = Api(gateway, vault, database, running.aclose)
        for role in ROLES:
            _, key = await vault.create_key(operator(), role, sorted(ROLES[role]))
            api.keys[role] = key.expose()
            headers = {"Authorization": f"Bearer {key.expose()}"}
            session = ClientSession(api.base, headers=headers, timeout=ClientTimeout(total=30))
            api.sessions[role] = await stack.enter_async_context(session)
        api.sessions["nobody"] = await stack.enter_async_context(ClientSession(api.base))
        yield api
