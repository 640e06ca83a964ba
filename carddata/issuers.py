"""Who issued a card: issuer ranges as data (ISO/IEC 7812-1 issuer identification numbers).

`issuer_ranges.csv` holds the ranges and its own version; where ranges overlap, the narrower one
speaks (an Elo range inside Discover's 65).
"""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

_PREFIX_DIGITS = 6


class Brand(StrEnum):
    """The name as agents read it."""

    VISA = "Visa"
    MASTERCARD = "Mastercard"
    AMEX = "Amex"
    DISCOVER = "Discover"
    DINERS = "Diners"
    JCB = "JCB"
    UNIONPAY = "UnionPay"
    MAESTRO = "Maestro"
    MIR = "Mir"
    RUPAY = "RuPay"
    TROY = "Troy"
    ELO = "Elo"
    HIPERCARD = "Hipercard"


@dataclass(frozen=True, slots=True)
class Issuer:
    """One range: six-digit prefixes `low`..`high`, both included, and the lengths it issues."""

    brand: Brand
    low: int
    high: int
    lengths: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Table:
    version: str
    starts: tuple[int, ...]
    owners: tuple[Issuer | None, ...]


def _lengths(text: str) -> frozenset[int]:
    parts = (part.partition("-") for part in text.split())
    return frozenset(n for low, _, high in parts for n in range(int(low), int(high or low) + 1))


@cache
def _table() -> _Table:
    text = resources.files("carddata").joinpath("issuer_ranges.csv").read_text("ascii")
    comment, body = text.split("\n", 1)
    issuers = [
        Issuer(
            Brand(row["brand"]),
            int(row["low"].ljust(_PREFIX_DIGITS, "0")),
            int(row["high"].ljust(_PREFIX_DIGITS, "9")),
            _lengths(row["lengths"]),
        )
        for row in csv.DictReader(body.splitlines())
    ]
    starts = sorted({0} | {i.low for i in issuers} | {i.high + 1 for i in issuers})
    by_width = sorted(issuers, key=lambda i: i.high - i.low)
    owners = tuple(next((i for i in by_width if i.low <= start <= i.high), None) for start in starts)
    return _Table(comment.removeprefix("# version ").strip(), tuple(starts), owners)


def table_version() -> str:
    """The version of the issuer table in use, as `YYYY-MM-DD`."""
    return _table().version


def issuer_of(digits: str) -> Issuer | None:
    """The range that the first six of `digits` fall into, at any length; None if nobody's or too short."""
    prefix = digits[:_PREFIX_DIGITS]
    if len(prefix) < _PREFIX_DIGITS or not (prefix.isascii() and prefix.isdigit()):
        return None
    table = _table()
    return table.owners[bisect_right(table.starts, int(prefix)) - 1]


def lengths_from(prefix: str) -> frozenset[int]:
    """The lengths that card numbers beginning with `prefix`, of 1 digit or more, can have; empty: nobody's."""
    return _lengths_from(prefix[:_PREFIX_DIGITS])  # never more of a number than names its issuer is kept


@lru_cache(maxsize=8192)
def _lengths_from(head: str) -> frozenset[int]:
    if not (head.isascii() and head.isdigit()):
        return frozenset()
    table = _table()
    first = bisect_right(table.starts, int(head.ljust(_PREFIX_DIGITS, "0"))) - 1
    last = bisect_right(table.starts, int(head.ljust(_PREFIX_DIGITS, "9"))) - 1
    owners = {owner for owner in table.owners[first : last + 1] if owner is not None}
    return frozenset().union(*(owner.lengths for owner in owners))


def brand_of(digits: str) -> Brand | None:
    """The brand that issues cards of this prefix and this length, if any."""
    issuer = issuer_of(digits)
    return issuer.brand if issuer is not None and len(digits) in issuer.lengths else None
