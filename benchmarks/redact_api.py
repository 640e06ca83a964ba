"""`POST /v1/redact` beside an aiohttp handler that returns its body, over the same kind of connection."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import ClientSession, web

from benchmarks.table import Row
from gateway.auth.roles import ROLES
from gateway.config import Admin, Config, Server
from gateway.runtime import running
from vault import Access
from vault.embedded import temporary_data_folder

_PLAIN = {"text": "Hi, could you tell me when my parcel will be here? I have waited since Monday."}
_CARD = {"text": "Sure, my card is 4111 1111 1111 1111, please charge the 25 euros to it today."}
_SECONDS = 2.0
_ROUNDS = 3


def rows() -> list[Row]:
    """Requests a second with 8 connections, without and with a card, against the echo."""
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    async with AsyncExitStack() as stack:
        base, key = await stack.enter_async_context(_gateway())
        echo = await stack.enter_async_context(_echo())
        ours = await stack.enter_async_context(ClientSession(base, headers={"Authorization": f"Bearer {key}"}))
        peer = await stack.enter_async_context(ClientSession(echo))
        found: list[Row] = []
        for name, body in (("plain", _PLAIN), ("card", _CARD)):
            rates = [(await _rate(ours, body), await _rate(peer, body)) for _ in range(_ROUNDS)]
            mine = statistics.median(r[0] for r in rates)
            theirs = statistics.median(r[1] for r in rates)
            found.append(
                Row(
                    f"redact_api/{name}",
                    "/v1/redact, 8 connections, durable log row with each token; peer: aiohttp echo",
                    f"{mine:.0f}/s",
                    f"{theirs:.0f}/s",
                    mine / theirs,
                    "shown",
                )
            )
        return found


async def _rate(session: ClientSession, body: dict[str, str], connections: int = 8) -> float:
    count = 0
    end = time.perf_counter() + _SECONDS

    async def call() -> None:
        nonlocal count
        while time.perf_counter() < end:
            async with session.post("/v1/redact", json=body) as response:
                assert response.status == 200
                await response.read()
            count += 1

    started = time.perf_counter()
    await asyncio.gather(*(call() for _ in range(connections)))
    return count / (time.perf_counter() - started)


@asynccontextmanager
async def _gateway() -> AsyncIterator[tuple[str, str]]:
    with temporary_data_folder() as data:
        config = Config(data=data, server=Server(port=0), admin=Admin(port=0))
        async with running(config) as gateway:
            access = Access(tenant=config.tenant, actor="operator:bench", role="operator", request_id="bench")
            _, key = await gateway.services.vault.create_key(access, "platform", sorted(ROLES["platform"]))
            yield f"http://127.0.0.1:{gateway.port}", key.expose()


@asynccontextmanager
async def _echo() -> AsyncIterator[str]:
    async def echo(request: web.Request) -> web.Response:
        return web.Response(body=await request.read(), content_type="application/json")

    app = web.Application()
    app.router.add_post("/v1/redact", echo)
    runner: Any = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
