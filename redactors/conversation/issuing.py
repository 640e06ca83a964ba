"""What a beginning of digits can still become (ISO/IEC 7812-1 prefixes and lengths)."""

from functools import lru_cache

from carddata import issuer_of

_KNOWN_FROM = 6


@lru_cache(maxsize=4096)
def lengths_from(prefix: str) -> frozenset[int]:
    """The lengths that a card number beginning with `prefix` (1 digit or more) can have; empty: none."""
    head = prefix[:_KNOWN_FROM]
    if len(head) == _KNOWN_FROM:
        issuer = issuer_of(head)
        return frozenset() if issuer is None else issuer.lengths
    found: frozenset[int] = frozenset()
    for digit in "0123456789":
        found |= lengths_from(head + digit)
    return found


def may_continue(prefix: str, length: int) -> frozenset[int]:
    """Lengths above `length` that a number which begins with `prefix` can still reach."""
    return frozenset(n for n in lengths_from(prefix) if n > length)
