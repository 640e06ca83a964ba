"""The database goes away and comes back."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.api import TENANT, Api
from tests.support.proxy import CuttableDatabase
from vault import Limits, Options, RootKey, Vault

CARD = "4111111111111111"


@pytest.fixture
async def way(database: Any) -> AsyncIterator[CuttableDatabase]:
    with tempfile.TemporaryDirectory(prefix="gtt") as folder:
        way = CuttableDatabase(database, Path(folder))
        await way.mend()
        yield way
        await way.cut()


@pytest.fixture
async def vault(way: CuttableDatabase, tmp_path: Path) -> AsyncIterator[Vault]:
    """The gateway's vault, by way of the socket that can be cut."""
    limits = Limits(connect=0.5, command=1.0, close=1.0)
    vault = await Vault.open(way, RootKey.create(tmp_path / "root.key"), Options(writer="test", limits=limits))
    await vault.ensure_tenant(TENANT)
    yield vault
    await vault.close()


async def test_nothing_raw_is_returned_meanwhile_and_it_recovers_by_itself(
    api: Api, way: CuttableDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    status, before = await api.post("platform", "/v1/redact", {"text": CARD, "contact_id": "c"})
    assert status == 200

    await way.cut()
    for path, body in (
        ("/v1/redact", {"text": f"card {CARD}"}),
        ("/v1/redact", {"text": "no card in it"}),
        ("/v1/tokens", {"value": CARD}),
    ):
        async with api["platform"].post(path, json=body) as response:
            assert response.status == 503
            assert response.headers["Retry-After"] == "1"
            assert CARD not in await response.text()
    assert (await api.get("nobody", "/readyz"))[0] == 503
    assert (await api.get("nobody", "/healthz"))[0] == 200

    await way.mend()
    statuses = {(await api.get("nobody", "/readyz"))[0] for _ in range(3)}
    assert 200 in statuses
    status, after = await api.post("platform", "/v1/redact", {"text": CARD, "contact_id": "c"})
    assert (status, after) == (200, before)
    assert CARD not in caplog.text


async def test_a_turn_that_finds_no_vault_changes_nothing_and_can_be_sent_again(
    api: Api, way: CuttableDatabase
) -> None:
    path = "/v1/conversations/c/turns"
    turns = [{"turn_id": str(i), "role": "customer", "text": CARD[i * 4 : i * 4 + 4]} for i in range(4)]
    for turn in turns[:3]:
        assert (await api.post("platform", path, turn))[0] == 200
    await way.cut()
    for _ in range(2):
        status, problem = await api.post("platform", path, turns[3])
        assert status == 503
        assert CARD[-4:] not in str(problem)
    await way.mend()
    statuses = {(await api.get("nobody", "/readyz"))[0] for _ in range(3)}
    assert 200 in statuses
    status, answer = await api.post("platform", path, turns[3])
    assert (status, len(answer["recalls"])) == (200, 3)
