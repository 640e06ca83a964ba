"""Self-repair: "four zero one two, no sorry, five zero …". Which digits were taken back, the sum tells."""

from collections.abc import Iterator, Sequence

from carddata import issuer_of, luhn_valid
from redactors.pans import LIMITS, valid

_MOST_ATTEMPTS = 7
_MOST_STATES = 400
_MOST_DIGITS = 96
_MOST_QUOTED = 4
_NOTHING_BACK, _QUOTED, _ODD_LENGTH = 2.0, 1.5, 4.0
_SAME_AGAIN = 0.5
"""Costs, where a digit that is said anew and differs costs 1."""


def repaired(digits: str, attempts: Sequence[tuple[int, int]], *, guess: bool) -> tuple[str, int, bool] | None:
    """(the number meant, where it ends in `digits`, whether Luhn holds); None if no reading gives one.

    Each attempt may take back any number of the digits kept so far, none of them too. `guess`: in card
    context a number of the right length will do.
    """
    parts = [digits[start:end] for start, end in attempts]
    if len(digits) > _MOST_DIGITS or len(parts) > _MOST_ATTEMPTS or all(_complete(part) for part in parts):
        return None
    candidates = _readings(parts)
    end = attempts[-1][1]
    for number in candidates:
        if len(number) > LIMITS.shortest and _complete(number):
            return number, end, True
    if not guess:
        return None
    for number in candidates:
        issuer = issuer_of(number)
        if len(number) in (issuer.lengths if issuer is not None else (LIMITS.usual,)):
            return number, end, False
    return None


def _complete(part: str) -> bool:
    return valid(part) and luhn_valid(part)


def _unusual(number: str) -> bool:
    issuer = issuer_of(number)
    return issuer is None or (LIMITS.usual in issuer.lengths and len(number) != LIMITS.usual)


def _readings(parts: Sequence[str]) -> list[str]:
    """What may be meant, the likeliest first."""
    kept = {parts[0]: 0.0}
    for part in parts[1:]:
        further: dict[str, float] = {}
        for head, before in kept.items():
            for number, cost in _mended(head, part):
                if len(number) <= LIMITS.longest and further.get(number, 1e9) > before + cost:
                    further[number] = before + cost
        kept = dict(sorted(further.items(), key=lambda item: item[1])[:_MOST_STATES])
    return sorted(kept, key=lambda number: kept[number] + _ODD_LENGTH * _unusual(number))


def _mended(head: str, part: str) -> Iterator[tuple[str, float]]:
    """`head` with `part` in the place of its last digits. What is said again mostly says the same."""
    yield head + part, _NOTHING_BACK
    for back in range(1, len(head) + 1):
        kept, taken = head[:-back], head[-back:]
        changed = sum(a != b for a, b in zip(taken, part, strict=False)) + max(0, back - len(part))
        yield kept + part, max(changed, _SAME_AGAIN)
    for back in range(1, min(_MOST_QUOTED, len(head), len(part)) + 1):
        if head.endswith(part[:back]):  # "… nine, not nine, five"
            yield head[:-back] + part[back:], _QUOTED
