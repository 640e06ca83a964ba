"""Self-repair: "four zero one two, no sorry, five zero …". Which digits were taken back, the sum tells."""

from collections.abc import Iterator, Sequence

from carddata import issuer_of, luhn_valid
from redactors.pans import LIMITS, valid

_MOST_ATTEMPTS = 5
_MOST_STATES = 400
_MOST_DIGITS = 96


def repaired(digits: str, attempts: Sequence[tuple[int, int]], *, guess: bool) -> tuple[str, int, bool] | None:
    """(the number meant, where it ends in `digits`, whether Luhn holds); None if no reading gives one.

    Each attempt may take back any number of the digits kept so far, none of them too. `guess`: in card
    context a number of the right length will do.
    """
    parts = [digits[start:end] for start, end in attempts]
    if len(digits) > _MOST_DIGITS or len(parts) > _MOST_ATTEMPTS or all(_complete(part) for part in parts):
        return None
    candidates = sorted(_readings(parts), key=_unusual)
    end = attempts[-1][1]
    for number in candidates:
        if len(number) > LIMITS.shortest and valid(number) and luhn_valid(number):
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


def _readings(parts: Sequence[str]) -> Iterator[str]:
    """What may be meant; readings that take back as much as was said again come first."""
    kept = [parts[0]]
    for part in parts[1:]:
        further: dict[str, None] = {}
        for head in kept:
            for back in sorted(range(len(head) + 1), key=lambda n: (n != len(part), n != len(head), n)):
                number = head[: len(head) - back] + part
                if len(number) <= LIMITS.longest:
                    further[number] = None
        kept = list(further)[:_MOST_STATES]
    yield from kept
