"""Places of digits become spans of findings."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

_GAP = 8


class Place(NamedTuple):
    """A span of one turn's text."""

    turn: int
    start: int
    end: int


def joined(text: str, places: Iterable[Place]) -> Iterator[tuple[int, int]]:
    """The spans of one turn's `places`; those with only a few signs between them become one."""
    start = end = -1
    for place in sorted(set(places)):
        if start >= 0 and (place.start <= end or _near(text[end : place.start])):
            end = max(end, place.end)
            continue
        if start >= 0:
            yield start, end
        start, end = place.start, place.end
    if start >= 0:
        yield start, end


def by_turn(places: Iterable[Place]) -> Iterator[tuple[int, list[Place]]]:
    """The places of each turn."""
    for number, group in groupby(sorted(set(places)), key=lambda p: p.turn):
        yield number, list(group)


def _near(gap: str) -> bool:
    return len(gap) <= _GAP and not any(c.isalnum() for c in gap)
