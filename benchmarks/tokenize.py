"""Tokenize against a bare asyncpg insert of the same bytes: same server, durability and number of connections.

Ours does all that the vault does: check, token, blind index, AES-256-GCM, hash-chained log row, one durable
transaction. The peer inserts one row of as many bytes as our two rows have, one durable transaction each.
"""

import asyncio
import itertools
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from benchmarks.table import Row
from carddata import Secret
from vault import Access, Limits, NewValue, Options, RootKey, Vault, migrate
from vault.embedded import EmbeddedServer, temporary_data_folder

_SECONDS = 1.0
_ROUNDS = 3
_GOALS = {1: 0.5, 16: 1.0}
_VISA = Secret("4111111111111111")
_BYTES = """SELECT (SELECT avg(pg_column_size(t.*)) FROM gettone.tokens t)
    + (SELECT avg(pg_column_size(l.*)) FROM gettone.access_log l WHERE verb = 'tokenize')"""

Call = Callable[[], Awaitable[object]]


def rows() -> list[Row]:
    """One row for a single caller and one for sixteen; takes about 15 s."""
    return asyncio.run(_measure())


async def _measure() -> list[Row]:
    with temporary_data_folder() as folder:
        async with await EmbeddedServer.start(folder) as server:
            await migrate(server.dsn("gettone_migrator"))
            return [await _compare(server, callers) for callers in _GOALS]


async def _compare(server: EmbeddedServer, callers: int) -> Row:
    options = Options(limits=Limits(pool_min=callers, pool_max=callers))
    vault = await Vault.open(server, RootKey(bytes(32)), options)
    await vault.ensure_tenant("bench")
    access = Access("bench", "key:bench", "platform", "request-0123456789", "127.0.0.1")
    numbers = itertools.count()

    async def tokenize() -> None:
        await vault.tokenize(access, [NewValue("PAN", _VISA, f"contact-{callers}-{next(numbers)}")])

    await tokenize()
    superuser = server.dsn("postgres")
    admin = await asyncpg.connect(**superuser)
    await admin.execute("CREATE TABLE IF NOT EXISTS public.bare (id bigserial PRIMARY KEY, data bytea NOT NULL)")
    payload = os.urandom(int(await admin.fetchval(_BYTES)))
    await admin.close()
    pool: Any = await asyncpg.create_pool(**superuser, min_size=callers, max_size=callers)

    async def insert() -> None:
        await pool.execute("INSERT INTO public.bare (data) VALUES ($1)", payload)

    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(_ROUNDS):
        rates["ours"].append(await _rate(tokenize, callers))
        rates["bare"].append(await _rate(insert, callers))
    await pool.close()
    await vault.close()
    ours, bare = (statistics.median(rates[name]) for name in ("ours", "bare"))
    return Row(
        f"tokenize {callers}",
        f"{callers} caller{'s' if callers > 1 else ''}, {len(payload)} bytes a value with its log row",
        f"{ours:.0f}/s",
        f"bare insert {bare:.0f}/s",
        ours / bare,
        f">= {_GOALS[callers]:g}x",
    )


async def _rate(call: Call, callers: int) -> float:
    """Calls per second of `callers` that each begin the next call when the last has ended."""
    start = time.perf_counter()
    done = 0

    async def caller() -> None:
        nonlocal done
        while time.perf_counter() - start < _SECONDS:
            await call()
            done += 1

    await asyncio.gather(*[caller() for _ in range(callers)])
    return done / (time.perf_counter() - start)
