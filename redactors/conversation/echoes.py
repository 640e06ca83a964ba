"""Digits said again: an agent reads back, a customer repeats. They mean the same digits and are treated alike."""

from redactors.conversation.scan import Island
from redactors.digits import Atom

_PARTIAL = 4
_WHOLE = 2
_OTHERS = 3
_LONGEST = 64
_CARD = 19
_FEW = 4


def repeated(digits: str, island: Island, *, any_length: bool) -> list[tuple[int, Atom]]:
    """How `island` repeats `digits`: each of its atoms and the place there; empty: it does not.

    A whole island counts from 2 digits on (`any_length`, or the last digits: from 1), also when a few others
    stand between them there; a part of one from 4. If half of an island is repeated, or a part of one that is no
    longer than a card, all of it counts.
    """
    said, atoms = island.digits[:_LONGEST], island.atoms[:_LONGEST]
    at = digits.rfind(said)
    if at >= 0:
        enough = len(said) >= (1 if any_length or digits.endswith(said) else _WHOLE)
        return [(at + i, atom) for i, atom in enumerate(atoms)] if enough else []
    places = _scattered(digits, said) if len(said) == len(island.atoms) else {}
    places = places or _places(digits, said)
    if not places or (len(said) > _CARD and len(places) * 2 < len(said)):
        return [(places[i], atom) for i, atom in enumerate(atoms) if i in places]
    last = next(iter(places.values()), 0)
    out: list[tuple[int, Atom]] = []
    for i, atom in enumerate(atoms):
        last = places.get(i, last)
        out.append((last, atom))
    return out


def said_of(card: str, said: str) -> bool:
    """Whether most of `card`, or most of `said`, is the other in the same order, whatever stands between."""
    common = [0] * (len(card) + 1)
    for digit in said[-_LONGEST:]:
        diagonal = 0
        for i, other in enumerate(card, 1):
            diagonal, common[i] = common[i], diagonal + 1 if digit == other else max(common[i], common[i - 1])
    return common[-1] >= _FEW and common[-1] * 4 >= 3 * min(len(card), len(said))


def _scattered(digits: str, said: str) -> dict[int, int]:
    """Where the digits of `said` stand last in `digits`, in this order with a few others between them."""
    if len(said) < _WHOLE:
        return {}
    spread = len(said) + min(_OTHERS * (len(said) - 1), _OTHERS + len(said) // 2)
    for end in range(len(digits) - 1, -1, -1):
        at, left = end, len(said) - 1
        places: dict[int, int] = {}
        while at >= 0 and left >= 0 and end - at < spread:
            if digits[at] == said[left]:
                places[left] = at
                left -= 1
            elif not places:
                break
            at -= 1
        if left < 0:
            return places
    return {}


def _places(digits: str, said: str) -> dict[int, int]:
    """Where the repeated parts of `said` stand in `digits`, digit by digit."""
    places: dict[int, int] = {}
    start = 0
    while start + _PARTIAL <= len(said):
        size, at = 0, -1
        while start + size < len(said):
            found = digits.rfind(said[start : start + size + 1])
            if found < 0:
                break
            size, at = size + 1, found
        if size >= _PARTIAL:
            places.update((start + i, at + i) for i in range(size))
            start += size
        else:
            start += 1
    return places
