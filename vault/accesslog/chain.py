"""The growing end of one chain. Pure: entries in, rows and the next state out; nothing is kept on failure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from vault.access import Access, Verb
from vault.accesslog.row import GENESIS, Entry, LogRow, row_hash


@dataclass(frozen=True, slots=True)
class Chain:
    """Chain `name` of a tenant: `seq` rows so far, the last at `last_at` with hash `head`.

    A name is `<writer>.<process start in microseconds>.<8 hex digits>`: one chain per tenant, writer and
    process start, and a new one whenever a commit's outcome is not known.
    """

    tenant: str
    name: str
    seq: int
    head: bytes
    last_at: datetime

    def extend(self, entries: Iterable[Entry], now: datetime) -> tuple[list[LogRow], "Chain"]:
        """The rows that log `entries` at `now`, and the chain after them. Time never runs backwards in it."""
        at, seq, head, rows = max(now, self.last_at), self.seq, self.head, []
        for entry in entries:
            seq += 1
            access = entry.access
            texts = (
                access.actor,
                access.role,
                access.on_behalf_of or "",
                access.network,
                access.client,
                str(entry.verb),
                entry.token,
                entry.cls,
                entry.purpose,
                entry.ticket,
                entry.contact or access.contact or "",
                str(entry.outcome),
                access.request_id,
                entry.detail,
            )
            digest = row_hash(self.tenant, self.name, seq, at, texts, head)
            rows.append(LogRow(self.tenant, self.name, seq, at, *texts, head, digest))
            head = digest
        return rows, replace(self, seq=seq, head=head, last_at=at)


def end_entry(tenant: str, detail: str = "") -> Entry:
    """The last row of a chain."""
    return Entry(_vault(tenant), Verb.END_CHAIN, detail=detail)


def start(tenant: str, name: str, now: datetime, previous: Chain | None) -> tuple[Chain, Entry]:
    """A new chain linked to the one it continues, and the entry that must become its first row."""
    head = previous.head if previous else GENESIS
    detail = f"continues {previous.name} {previous.seq}" if previous else ""
    at = max(now, previous.last_at) if previous else now
    return Chain(tenant, name, 0, head, at), Entry(_vault(tenant), Verb.START_CHAIN, detail=detail)


def _vault(tenant: str) -> Access:
    return Access(tenant, "vault", "system", "")
