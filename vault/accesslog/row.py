"""One row of the access log and its canonical bytes (docs/reference/vault.md has them byte for byte)."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from vault.access import Access, Outcome

GENESIS: Final = bytes(32)
"""The previous hash of the first row of a writer's first chain."""

TEXT_FIELDS: Final = (
    "actor",
    "role",
    "on_behalf_of",
    "network",
    "client",
    "verb",
    "token",
    "class",
    "purpose",
    "ticket",
    "contact",
    "outcome",
    "request_id",
    "detail",
)
"""The text fields of a row in canonical order."""

_LABEL: Final = b"gettone/access-log/v1"
_LENGTH: Final = struct.Struct(">I")
_NUMBER: Final = struct.Struct(">q")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What shall be logged, before it has a place in a chain."""

    access: Access
    verb: str
    outcome: str = Outcome.OK
    token: str = ""
    cls: str = ""
    purpose: str = ""
    ticket: str = ""
    contact: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row as stored. `at` is UTC with microseconds; an empty string stands for "not there".

    `detail` is what the verb needs to say: a key's kind and version, the chain that a chain continues.
    """

    tenant: str
    chain: str
    seq: int
    at: datetime
    actor: str
    role: str
    on_behalf_of: str
    network: str
    client: str
    verb: str
    token: str
    cls: str
    purpose: str
    ticket: str
    contact: str
    outcome: str
    request_id: str
    detail: str
    prev_hash: bytes
    hash: bytes

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "LogRow":
        """The row from a record of `gettone.access_log` (a mapping of its columns)."""
        values = dict(record)
        values["tenant"] = values.pop("tenant_id")
        values["cls"] = values.pop("class")
        return cls(**values)

    def as_dict(self) -> dict[str, str | int]:
        """The row for JSON: column names of the table, `at` in ISO 8601, hashes in lower-case hex."""
        return {
            "tenant": self.tenant,
            "chain": self.chain,
            "seq": self.seq,
            "at": self.at.isoformat(timespec="microseconds"),
            **dict(zip(TEXT_FIELDS, texts_of(self), strict=True)),
            "prev_hash": self.prev_hash.hex(),
            "hash": self.hash.hex(),
        }


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970-01-01T00:00:00Z."""
    return (at - _EPOCH) // _MICROSECOND


def row_hash(tenant: str, chain: str, seq: int, at: datetime, texts: tuple[str, ...], prev_hash: bytes) -> bytes:
    """SHA-256 of the row's canonical bytes. `texts`: the 14 text fields from `actor` to `detail`."""
    fields = [
        _LABEL,
        tenant.encode(),
        chain.encode(),
        _NUMBER.pack(seq),
        _NUMBER.pack(microseconds(at)),
        *[text.encode() for text in texts],
        prev_hash,
    ]
    pack = _LENGTH.pack
    return hashlib.sha256(b"".join([part for field in fields for part in (pack(len(field)), field)])).digest()


def texts_of(row: LogRow) -> tuple[str, ...]:
    """The row's 14 text fields in canonical order."""
    return (
        row.actor,
        row.role,
        row.on_behalf_of,
        row.network,
        row.client,
        row.verb,
        row.token,
        row.cls,
        row.purpose,
        row.ticket,
        row.contact,
        row.outcome,
        row.request_id,
        row.detail,
    )
