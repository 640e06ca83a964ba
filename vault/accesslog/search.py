"""Questions to the access log: filters, pages, and cursors that fit one question only."""

import base64
import binascii
import hashlib
import struct
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Final

from vault.access import check_field
from vault.accesslog.row import LogRow, microseconds
from vault.errors import CursorRefused, FieldRefused

MAX_PAGE: Final = 500
_POSITION: Final = struct.Struct(">8sqq")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows: each field given must be equal; `since` <= at < `until` (with time zone).

    Raises FieldRefused for text no row could hold, and for times without a zone.
    """

    actor: str | None = None
    role: str | None = None
    verb: str | None = None
    token: str | None = None
    cls: str | None = None
    purpose: str | None = None
    ticket: str | None = None
    contact: str | None = None
    outcome: str | None = None
    network: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str):
                check_field(value, each.name)
            elif isinstance(value, datetime) and value.tzinfo is None:
                raise FieldRefused("a time needs its zone", path=each.name)

    def names(self) -> str:
        """The fields in use, for the log: never their values."""
        return " ".join(each.name for each in fields(self) if getattr(self, each.name) is not None)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Rows, newest first. `cursor` gives the next page; None after the last."""

    rows: tuple[LogRow, ...]
    cursor: str | None


Position = tuple[datetime, str, int]
"""Time, chain and number of the last row of a page."""


def _fingerprint(tenant: str, filters: LogFilter) -> bytes:
    parts = [tenant, *[("" if value is None else f"={value}") for value in astuple(filters)]]
    return hashlib.sha256(b"".join(struct.pack(">I", len(p.encode())) + p.encode() for p in parts)).digest()[:8]


def cursor_after(row: LogRow, filters: LogFilter) -> str:
    """The cursor of the page that follows `row`."""
    raw = _POSITION.pack(_fingerprint(row.tenant, filters), microseconds(row.at), row.seq)
    return base64.urlsafe_b64encode(raw + row.chain.encode()).decode()


def position_of(cursor: str, tenant: str, filters: LogFilter) -> Position:
    """Where the cursor points. Raises CursorRefused for any cursor that this question did not give."""
    try:
        raw = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True)
        fingerprint, at, seq = _POSITION.unpack_from(raw)
        if fingerprint != _fingerprint(tenant, filters):
            raise CursorRefused
        return _EPOCH + timedelta(microseconds=at), raw[_POSITION.size :].decode("ascii"), seq
    except (binascii.Error, UnicodeError, struct.error, OverflowError):
        pass
    raise CursorRefused


def arguments(filters: LogFilter, position: Position | None, limit: int) -> tuple[object, ...]:
    """The arguments of `gettone.search_log`; one row more than `limit` tells whether a page follows."""
    return (*astuple(filters), *(position or (None, None, None)), limit + 1)
