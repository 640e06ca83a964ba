"""One commit: a batch of work, read, decided, and written with its log rows in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from vault.accesslog import chain as chains
from vault.accesslog.chain import Chain
from vault.accesslog.row import Entry, LogRow, texts_of
from vault.batch import View, Work
from vault.errors import StoreError
from vault.records import Stored
from vault.store.database import Database, Transaction
from vault.store.failures import STALE

_TOKEN_COLUMNS = attrgetter(
    "token",
    "cls",
    "contact",
    "blind_index",
    "index_version",
    "ciphertext",
    "brand",
    "first6",
    "last4",
    "created_at",
    "expires_at",
    "data_class",
)
_NO_TOKENS: tuple[list[object], ...] = tuple([] for _ in range(12))


@dataclass(frozen=True, slots=True)
class Writer:
    """Who appends to chains: its name (one per running service), when the process started, and its dice."""

    name: str
    started: datetime
    clock: Callable[[], datetime]
    urandom: Callable[[int], bytes]

    def chain_name(self) -> str:
        """A new chain's name: writer, process start in microseconds, and eight digits of chance."""
        return f"{self.name}.{self.started.timestamp() * 1_000_000:.0f}.{self.urandom(4).hex()}"


async def commit(
    database: Database, writer: Writer, tenant: str, chain: Chain | None, batch: Sequence[Work], *, read: bool
) -> tuple[Chain, list[object]]:
    """Does `batch` and returns the chain after it and a result for each item.

    `chain` None opens a new chain that closes and continues the writer's earlier ones. Without `read`,
    values are taken to be new: a StoreError of `STALE` says that one was not. VaultUnavailable: the
    outcome is not known, so the chain must be given up. Any other error: nothing was written.
    """
    if chain is not None and not read and not any(work.tokens or work.in_transaction for work in batch):
        view = View(writer.clock())
        results = [work.decide(view) for work in batch]
        rows, after = chain.extend(view.entries, view.now)
        fresh = await database.value("write_batch", tenant, *_token_arrays(view), *_log_arguments(rows))
        if not fresh:
            raise StoreError("GT002")
        return after, results

    async def work_on(transaction: Transaction) -> tuple[Chain, list[object]]:
        now = writer.clock()
        current, opening = (chain, []) if chain else await _open_chain(transaction, writer, tenant, now)
        for work in batch:
            if work.in_transaction:
                await work.before(transaction, now)
        view = View(now, entries=opening)
        view.learn(await _read(transaction, tenant, batch))
        results = [work.decide(view) for work in batch]
        if view.removed:
            await transaction.value("delete_tokens", tenant, sorted(view.removed))
        rows, after = current.extend(view.entries, now)
        if not await transaction.value("write_batch", tenant, *_token_arrays(view), *_log_arguments(rows)):
            raise StoreError("GT002")
        return after, results

    return await database.transact(tenant, work_on)


async def close_chain(database: Database, writer: Writer, tenant: str, chain: Chain) -> None:
    """Writes the chain's last row."""

    async def work_on(transaction: Transaction) -> None:
        await _end(transaction, chain, chains.end_entry(tenant), writer.clock())

    await database.transact(tenant, work_on)


def is_stale(error: StoreError) -> bool:
    """Whether the batch shall be decided again from new reads."""
    return error.sqlstate in STALE


async def _open_chain(
    transaction: Transaction, writer: Writer, tenant: str, now: datetime
) -> tuple[Chain, list[Entry]]:
    name = writer.chain_name()
    previous: Chain | None = None
    for row in await transaction.fetch("earlier_log_chains", writer.name):
        previous = Chain(tenant, row["chain"], row["last_seq"], row["head"], row["last_at"])
        if not row["closed"]:
            previous = await _end(transaction, previous, chains.end_entry(tenant, f"left open; closed by {name}"), now)
    chain, first = chains.start(tenant, name, now, previous)
    await transaction.value("open_log_chain", name, writer.name, chain.last_at, chain.head)
    return chain, [first]


async def _end(transaction: Transaction, chain: Chain, entry: Entry, now: datetime) -> Chain:
    rows, after = chain.extend([entry], now)
    name, first, previous, *columns = _log_arguments(rows)
    await transaction.value("append_log", name, first, previous, True, *columns)
    return after


async def _read(transaction: Transaction, tenant: str, batch: Sequence[Work]) -> list[Stored]:
    tokens = [token for work in batch for token in work.tokens]
    indexes = [key for work in batch for key in work.indexes]
    rows = await transaction.fetch("read_tokens", tenant, tokens) if tokens else []
    if indexes:
        columns = [list(column) for column in zip(*indexes, strict=True)]
        rows = rows + await transaction.fetch("read_tokens_by_index", tenant, *columns)
    return [Stored.from_record(row) for row in rows]


def _token_arrays(view: View) -> tuple[list[object], ...]:
    if not view.added:
        return _NO_TOKENS
    return tuple(list(column) for column in zip(*[_TOKEN_COLUMNS(row) for row in view.added.values()], strict=True))


def _log_arguments(rows: Sequence[LogRow]) -> list[object]:
    columns = zip(*[(row.at, *texts_of(row), row.hash) for row in rows], strict=True)
    first = rows[0]
    return [first.chain, first.seq, first.prev_hash, *[list(column) for column in columns]]
