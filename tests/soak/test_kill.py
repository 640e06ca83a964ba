"""Kill -9 at random moments under load: no acknowledged token is ever lost, and the log verifies."""

import asyncio
import random
import signal

import pytest
from aiohttp import ClientSession

from tests.support.process import make_key, serve
from vault.embedded import temporary_data_folder

CARD = "4111111111111111"
ROUNDS = 10


@pytest.mark.soak
async def test_no_acknowledged_token_is_lost_over_many_kills() -> None:
    dice = random.Random(11)
    acknowledged: list[str] = []
    with temporary_data_folder() as data:
        headers = {"Authorization": f"Bearer {await make_key(data, 'platform')}"}
        for _ in range(ROUNDS):
            async with serve("--data", data) as served, ClientSession(served.base, headers=headers) as session:
                for token in dice.sample(acknowledged, min(200, len(acknowledged))):
                    async with session.get(f"/v1/tokens/{token}") as response:
                        assert response.status == 200
                writers = [asyncio.create_task(_write(session, acknowledged)) for _ in range(8)]
                await asyncio.wait(writers, timeout=dice.uniform(0.1, 2.0))
                await served.end(signal.SIGKILL)
                await asyncio.gather(*writers, return_exceptions=True)
        async with serve("--data", data) as served, ClientSession(served.base, headers=headers) as session:
            for token in acknowledged:
                async with session.get(f"/v1/tokens/{token}") as response:
                    assert response.status == 200
            assert await served.end() == 0


async def _write(session: ClientSession, acknowledged: list[str]) -> None:
    while True:
        async with session.post("/v1/tokens", json={"value": CARD}) as response:
            acknowledged.append((await response.json())["token"])
