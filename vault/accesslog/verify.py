"""The proof of the access log: pure, from rows alone. Verification raises; it never returns False.

What it finds: a row changed, inserted, removed, repeated or moved, and a chain that was not continued as
its successor says. What it cannot find alone: a cut tail. That takes signed heads and a witness.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from vault.access import Verb
from vault.accesslog.row import GENESIS, LogRow, row_hash, texts_of
from vault.errors import LogDamaged

_CONTINUES = "continues "


@dataclass(frozen=True, slots=True)
class Verified:
    """What was proven of a chain: rows 1 to `rows` are whole; `head` is the hash of the last."""

    tenant: str
    chain: str
    rows: int
    head: bytes
    closed: bool


def verify_chain(rows: Iterable[LogRow]) -> Verified:
    """Proves one chain, its rows in order from 1. Raises LogDamaged naming the first bad row.

    No row at all proves nothing: ValueError.
    """
    last: LogRow | None = None
    for row in rows:
        expected = last.seq + 1 if last else 1
        _check_row(row, expected, last)
        last = row
    if last is None:
        raise ValueError("no rows: there is nothing to prove")
    return Verified(last.tenant, last.chain, last.seq, last.hash, last.verb == Verb.END_CHAIN)


def _check_row(row: LogRow, expected: int, last: LogRow | None) -> None:
    def damaged(reason: str) -> LogDamaged:
        return LogDamaged(row.tenant, row.chain, min(expected, row.seq), reason)

    if last and (row.tenant, row.chain) != (last.tenant, last.chain):
        raise damaged("it belongs to another chain")
    if row.seq != expected:
        raise damaged("a row is missing" if row.seq > expected else "a row is repeated or out of order")
    if last and last.verb == Verb.END_CHAIN:
        raise damaged("it follows the end of its chain")
    if last and row.prev_hash != last.hash:
        raise damaged("it does not continue the row before it")
    if row_hash(row.tenant, row.chain, row.seq, row.at, texts_of(row), row.prev_hash) != row.hash:
        raise damaged("its content does not match its hash")
    if (row.verb == Verb.START_CHAIN) != (row.seq == 1):
        raise damaged("a chain starts with its start row, once")


def verify_log(rows: Iterable[LogRow]) -> list[Verified]:
    """Proves every chain in `rows` (any order of chains) and the links between them; raises LogDamaged.

    A chain that continues another is damaged at row 1 if that one, or the row it names, is not here.
    """
    chains: dict[tuple[str, str], list[LogRow]] = {}
    for row in sorted(rows, key=attrgetter("tenant", "chain", "seq")):
        chains.setdefault((row.tenant, row.chain), []).append(row)
    verified = [verify_chain(chain) for chain in chains.values()]
    for chain in chains.values():
        _check_link(chain[0], chains)
    return verified


def _check_link(first: LogRow, chains: dict[tuple[str, str], list[LogRow]]) -> None:
    if first.detail.startswith(_CONTINUES):
        name, _, seq = first.detail.removeprefix(_CONTINUES).rpartition(" ")
        before = chains.get((first.tenant, name), [])
        if int(seq) != len(before) or before[-1].hash != first.prev_hash:
            raise LogDamaged(first.tenant, first.chain, 1, "the chain it continues is missing or does not end there")
    elif first.prev_hash != GENESIS:
        raise LogDamaged(first.tenant, first.chain, 1, "it continues a chain that it does not name")
