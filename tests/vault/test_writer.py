"""Group commit, and what becomes of callers and chains when the database fails in the middle."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from carddata import Secret
from vault import Access, LogFilter, NewValue, Options, Purpose, TokenRecord, Vault, verify_log
from vault.accesslog.row import Entry
from vault.batch import Note, View, Work
from vault.commit import Writer
from vault.errors import StoreError, VaultBusy, VaultFault, VaultUnavailable
from vault.store.database import Database
from vault.writer import TenantWriter

VISA = "4111111111111111"
Stalled = Callable[[], AbstractAsyncContextManager[Callable[[], Awaitable[None]]]]
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gettone_app' AND datname = $1"
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE usename = 'gettone_app' AND datname = $1 AND wait_event_type = 'Lock'"""


@pytest.fixture
def stalled(database: Any, connect: Callable[[str], Awaitable[Any]], superuser: Any) -> Stalled:
    """`async with stalled() as waiting`: no commit can end inside; `await waiting()` until one tries to."""

    @asynccontextmanager
    async def hold() -> AsyncIterator[Callable[[], Awaitable[None]]]:
        async def waiting() -> None:
            while not await superuser.fetchval(WAITING, database.name):
                pass

        lock = await connect("postgres")
        async with lock.transaction():
            await lock.execute("LOCK TABLE gettone.access_log IN ACCESS EXCLUSIVE MODE")
            yield waiting

    return hold


def _tokenize(vault: Vault, access: Access, contact: str) -> "asyncio.Task[list[TokenRecord]]":
    return asyncio.create_task(vault.tokenize(access, [NewValue("PAN", Secret(VISA), contact)]))


async def test_what_queues_during_a_commit_shares_the_next_one(
    vault: Vault, access: Access, stalled: Stalled, superuser: Any, tokenize: Any
) -> None:
    await tokenize(contact="before")
    async with stalled() as waiting:
        tasks = [_tokenize(vault, access, "first")]
        await waiting()
        tasks += [_tokenize(vault, access, f"call-{n}") for n in range(50)]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert (
        await superuser.fetchval("SELECT count(DISTINCT xmin::text) FROM gettone.tokens WHERE contact <> 'before'") <= 3
    )


async def test_a_connection_killed_in_the_middle_of_a_batch_loses_no_acknowledged_token(
    database: Any,
    vault: Vault,
    access: Access,
    stalled: Stalled,
    superuser: Any,
    tokenize: Any,
    read_log: Any,
) -> None:
    """Callers get an error, the next call works on a new chain, and the whole log verifies."""
    kept = await tokenize(contact="before")
    async with stalled() as waiting:
        tasks = [_tokenize(vault, access, f"call-{n}") for n in range(20)]
        await waiting()
        await superuser.execute(TERMINATE, database.name)
        outcomes = await asyncio.gather(tasks[0], return_exceptions=True)
        assert isinstance(outcomes[0], VaultUnavailable)
    await asyncio.gather(*tasks, return_exceptions=True)
    after = await tokenize(contact="after")
    acknowledged = [task.result()[0] for task in tasks if not task.exception()]
    for record in (kept, *acknowledged, after):
        secret = await vault.reveal(access, record.token, Purpose.DEMO, "T-1")
        assert secret.expose() == VISA
    rows = await read_log("acme")
    assert len(verify_log(rows)) == 2
    assert sum(row.verb == "tokenize" for row in rows) == len(acknowledged) + 2
    assert await superuser.fetchval("SELECT count(*) FROM gettone.tokens") == len(acknowledged) + 2


async def test_connections_killed_at_random_moments_leave_a_log_that_verifies(
    database: Any, vault: Vault, access: Access, superuser: Any, read_log: Any
) -> None:
    acknowledged: list[TokenRecord] = []
    running = 6

    async def caller(name: int) -> None:
        nonlocal running
        for n in range(25):
            try:
                acknowledged.extend(await _tokenize(vault, access, f"{name}.{n}"))
            except VaultUnavailable:
                continue
        running -= 1

    async def killer() -> None:
        while running:
            await superuser.fetch(TERMINATE, database.name)
            for _ in range(10):
                await superuser.fetchval("SELECT 1")

    await asyncio.gather(killer(), *[caller(n) for n in range(6)])
    verify_log(await read_log("acme"))
    stored = {row["token"] for row in await superuser.fetch("SELECT token FROM gettone.tokens")}
    assert {record.token for record in acknowledged} <= stored


class _LosesAnswers(Database):
    """Commits, and then loses the connection before the answer arrives; once."""

    lose = False

    async def value(self, name: str, *args: object) -> Any:
        answer = await super().value(name, *args)
        if name == "write_batch" and self.lose:
            self.lose = False
            raise VaultUnavailable
        return answer


async def test_a_commit_whose_answer_was_lost_is_found_and_continued(
    database: Any, access: Access, options: Options, read_log: Any
) -> None:
    """The caller hears that it failed; its row is in the log, and the next chain continues after it."""
    lossy = await _LosesAnswers.open(database, "gettone_app", options.limits)
    assert isinstance(lossy, _LosesAnswers)
    writer = TenantWriter(lossy, Writer("lossy", options.clock(), options.clock, options.urandom), "acme")
    await writer.submit(Note(Entry(access, "note", detail="1")))
    lossy.lose = True
    with pytest.raises(VaultUnavailable):
        await writer.submit(Note(Entry(access, "note", detail="2")))
    await writer.submit(Note(Entry(access, "note", detail="3")))
    await lossy.close()
    rows = [row for row in await read_log("acme") if row.chain.startswith("lossy.")]
    verify_log(rows)
    assert sorted(row.detail for row in rows if row.verb == "note") == ["1", "2", "3"]
    assert [row.verb for row in rows].count("chain.end") == 1


async def test_two_services_of_one_name_close_each_others_chains_and_go_on(
    open_vault: Any, vault: Vault, access: Access, read_log: Any
) -> None:
    twin = await open_vault()
    for n in range(4):
        await (vault if n % 2 else twin).tokenize(access, [NewValue("PAN", Secret(VISA), f"c{n}")])
    verify_log(await read_log("acme"))


class _Bad(Work):
    """Passes our checks and not the database's."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def decide(self, view: View) -> None:
        view.entries.append(Entry(self._access, "note", detail="\x00"))


class _Broken(Work):
    def decide(self, view: View) -> None:
        raise ZeroDivisionError(VISA, view.now)


@pytest.fixture
async def writer(database: Any, options: Options) -> AsyncIterator[TenantWriter]:
    """A tenant's writer without a service, queue limit 10."""
    pool = await Database.open(database, "gettone_app", options.limits)
    yield TenantWriter(pool, Writer("bare", options.clock(), options.clock, options.urandom), "acme", 10)
    await pool.close()


async def test_an_item_that_the_database_refuses_fails_alone(
    writer: TenantWriter, access: Access, read_log: Any
) -> None:
    works = [Note(Entry(access, "note", detail="1")), _Bad(access), Note(Entry(access, "note", detail="2"))]
    one, bad, two = await asyncio.gather(*[writer.submit(work) for work in works], return_exceptions=True)
    assert (one, two) == (None, None)
    assert isinstance(bad, StoreError)
    rows = [row for row in await read_log("acme") if row.chain.startswith("bare.")]
    verify_log(rows)
    assert [row.detail for row in rows if row.verb == "note"] == ["1", "2"]


async def test_a_defect_reaches_the_caller_as_an_error_and_the_log_as_its_kind_only(
    writer: TenantWriter, access: Access, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(VaultFault):
        await writer.submit(_Broken())
    assert "ZeroDivisionError" in caplog.text
    assert VISA not in caplog.text
    await writer.submit(Note(Entry(access, "note")))


async def test_a_full_queue_sends_callers_away_at_once(writer: TenantWriter, access: Access, stalled: Stalled) -> None:
    await writer.submit(Note(Entry(access, "note")))
    async with stalled() as waiting:
        tasks = [asyncio.create_task(writer.submit(Note(Entry(access, "note"))))]
        await waiting()
        tasks += [asyncio.create_task(writer.submit(Note(Entry(access, "note")))) for _ in range(10)]
        await asyncio.sleep(0)
        with pytest.raises(VaultBusy):
            await writer.submit(Note(Entry(access, "note")))
    await asyncio.gather(*tasks)


async def test_a_caller_who_goes_away_takes_only_its_own_item_along(
    vault: Vault, access: Access, stalled: Stalled, tokenize: Any, superuser: Any
) -> None:
    """An item under commit is written all the same; one that only queued is not."""
    await tokenize(contact="before")
    async with stalled() as waiting:
        running = _tokenize(vault, access, "running")
        await waiting()
        queued = [_tokenize(vault, access, f"call-{n}") for n in range(3)]
        await asyncio.sleep(0)
        running.cancel()
        queued[1].cancel()
    results = await asyncio.gather(running, *queued, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [True, False, True, False]
    contacts = await superuser.fetchval("SELECT array_agg(contact ORDER BY contact) FROM gettone.tokens")
    assert contacts == ["before", "call-0", "call-2", "running"]


async def test_a_call_that_takes_too_long_is_given_up(
    open_vault: Any, options: Options, access: Access, stalled: Stalled
) -> None:
    patient = await open_vault()
    await patient.ensure_tenant("acme")
    hasty = await open_vault(replace(options, writer="hasty", call=0.05))
    async with stalled():
        with pytest.raises(VaultUnavailable, match="in time"):
            await hasty.record(access, "note", "ok")


async def test_without_its_log_row_no_plaintext_leaves(
    vault: Vault, access: Access, tokenize: Any, superuser: Any
) -> None:
    record = await tokenize()
    await superuser.execute("REVOKE INSERT ON gettone.access_log FROM gettone_log_writer")
    for call in (
        vault.reveal(access, record.token, Purpose.DEMO, "T-1"),
        vault.metadata(access, record.token),
        vault.tokenize(access, [NewValue("PAN", Secret(VISA), "new")]),
    ):
        with pytest.raises(StoreError, match="42501"):
            await call
    assert await superuser.fetchval("SELECT count(*) FROM gettone.tokens") == 1
    await superuser.execute("GRANT INSERT ON gettone.access_log TO gettone_log_writer")
    assert (await vault.reveal(access, record.token, Purpose.DEMO, "T-1")).expose() == VISA


async def test_while_the_database_is_away_every_call_says_so_and_all_recovers_by_itself(
    database: Any, postgres: Any, vault: Vault, access: Access, tokenize: Any
) -> None:
    record = await tokenize()
    admin = await asyncpg.connect(**postgres.dsn("postgres", "postgres"))
    await admin.execute(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS false")
    await admin.execute(TERMINATE, database.name)
    for _ in range(3):
        for call in (
            vault.ready(),
            vault.tokenize(access, [NewValue("PAN", Secret(VISA), "away")]),
            vault.metadata(access, record.token),
            vault.reveal(access, record.token, Purpose.DEMO, "T-1"),
            vault.record(access, "x", "denied"),
            vault.find_key(Secret("gtn_" + "a" * 16 + "_" + "a" * 52)),
        ):
            with pytest.raises(VaultUnavailable):
                await call
    await admin.execute(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS true")
    await admin.close()
    await vault.ready()
    assert (await vault.reveal(access, record.token, Purpose.DEMO, "T-1")).expose() == VISA
    rows = (await vault.search_log(access, LogFilter())).rows
    assert len(verify_log(rows)) == 2


async def test_a_clock_that_went_back_between_two_starts_does_not_confuse_the_chains(
    open_vault: Any, access: Access, clock: Any, read_log: Any
) -> None:
    for _ in range(4):
        vault = await open_vault()
        await vault.ensure_tenant("acme")
        await vault.record(access, "note", "ok")
        await vault.close()
        clock.forward(timedelta(hours=-1))
    rows = await read_log("acme")
    assert len(verify_log(rows)) == 4
    continued = [row.detail for row in rows if row.verb == "chain.start" and row.detail]
    assert len(set(continued)) == 3
