"""Digits said again: an agent reads back, a customer repeats. They mean the same digits and are treated alike."""

from collections.abc import Iterator, Sequence

from redactors.conversation.scan import Island
from redactors.digits import Atom

_PARTIAL = 4
_WHOLE = 2
_LONGEST = 64


def repeated(digits: str, island: Island, *, any_length: bool) -> Iterator[tuple[int, list[Atom]]]:
    """Where `island` repeats a stretch of `digits`: the offset there and the atoms here.

    A whole island counts from 2 digits on (`any_length`, or the last digits: from 1), a part of one from 4.
    """
    said = island.digits[:_LONGEST]
    at = digits.rfind(said)
    if at >= 0:
        if len(said) >= (1 if any_length or digits.endswith(said) else _WHOLE):
            yield at, list(island.atoms[:_LONGEST])
        return
    yield from _parts(digits, said, island.atoms)


def _parts(digits: str, said: str, atoms: Sequence[Atom]) -> Iterator[tuple[int, list[Atom]]]:
    start = 0
    while start + _PARTIAL <= len(said):
        size, place = 0, -1
        while start + size < len(said):
            found = digits.rfind(said[start : start + size + 1])
            if found < 0:
                break
            size, place = size + 1, found
        if size >= _PARTIAL:
            yield place, list(atoms[start : start + size])
            start += size
        else:
            start += 1
