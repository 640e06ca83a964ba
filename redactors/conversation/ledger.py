"""The digits that one speaker has said and that are not decided yet, with the way back to where they stand.

Invariants:
- cells keep the order in which they were said; a decided card's cells leave;
- outside payment a digit is shown only if no card that begins at an earlier run, and can still come
  true, would then show more than `carddata.display_of` allows;
- two readings are searched: every cell, and every cell but the soft ones.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from carddata import issuer_of, lengths_from, luhn_valid

USUAL = 16
_SHORTEST = 13
_SHORTEST_IN_CONTEXT = 12
_FIRST_SIX_FROM = 15
_SHOWN = 4
"""Undecided digits of one possible card that may be out at once, where the table allows first digits at all."""


class Cell(NamedTuple):
    """One digit and where it stands; `begins`: it is the first of a run, where a number may begin or end."""

    id: int
    digit: str
    turn: int
    start: int
    end: int
    begins: bool
    soft: bool

    def __repr__(self) -> str:
        return f"Cell({self.id}, turn {self.turn})"


class Window(NamedTuple):
    """Cells that together are a card. `final` False: more digits may still make it a longer one."""

    cells: tuple[Cell, ...]
    final: bool

    @property
    def digits(self) -> str:
        """The card number."""
        return "".join(cell.digit for cell in self.cells)

    def __repr__(self) -> str:
        return f"Window({len(self.cells)} cells)"


def readings(cells: Sequence[Cell]) -> Iterable[Sequence[Cell]]:
    """The cells to be searched: all; and, where some are soft, the others alone."""
    yield cells
    if any(cell.soft for cell in cells):
        yield [cell for cell in cells if not cell.soft]


def card_in(cells: Sequence[Cell], tail: Sequence[Cell], *, context: bool, closing: bool) -> Window | None:
    """The best card in `cells`, or in `tail` with the first of them; None where there is none yet.

    `context`: 12 digits suffice, and one turn alone. `closing`: no more digits will come.
    """
    found: list[tuple[tuple[bool, bool, int], Window]] = []
    for order, reading in enumerate(readings(cells)):
        for start, cell in enumerate(reading):
            if cell.begins:
                found += _windows(reading, start, order, context)
        if tail:
            found += [f for f in _windows([*tail, *reading], 0, order, context) if len(f[1].cells) > len(tail)]
    if not found:
        return None
    best = max(found, key=lambda f: f[0])[1]
    return best if best.final or closing else None


def _windows(
    cells: Sequence[Cell], start: int, order: int, context: bool
) -> Iterable[tuple[tuple[bool, bool, int], Window]]:
    digits = "".join(cell.digit for cell in cells[start : start + 19])
    issuer = issuer_of(digits)
    if issuer is None:
        return
    for length in issuer.lengths:
        end = start + length
        if end > len(cells) or length < (_SHORTEST_IN_CONTEXT if context else _SHORTEST):
            continue
        if end < len(cells) and not cells[end].begins:
            continue
        if not luhn_valid(digits[:length]) or (not context and cells[start].turn == cells[end - 1].turn):
            continue
        final = length >= USUAL or length == max(issuer.lengths)
        yield (final, length == USUAL or length == max(issuer.lengths), -order), Window(tuple(cells[start:end]), final)


def undecided(cells: Sequence[Cell], tail: Sequence[Cell], shown: int = _SHOWN) -> tuple[frozenset[int], int]:
    """The ids of cells that must not be shown, and how many cells at the front can be forgotten."""
    held: set[int] = set()
    first = len(cells)
    places = {cell.id: i for i, cell in enumerate(cells)}
    for reading in readings(cells):
        digits = "".join(cell.digit for cell in reading)
        for start, cell in enumerate(reading):
            if not cell.begins:
                continue
            budget = _budget(digits[start : start + 6], len(digits) - start, cell.soft, shown)
            if budget is not None:
                held.update(c.id for c in reading[start + budget :])
                first = min(first, places[cell.id])
    if tail and cells:
        lengths = lengths_from("".join(cell.digit for cell in tail[:6]))
        if len(tail) + len(cells) <= max(lengths, default=0):
            held.update(cell.id for cell in cells)
            first = 0
    return frozenset(held), first


def _budget(prefix: str, length: int, soft: bool, shown: int) -> int | None:
    """How many digits from a possible beginning on may be shown; None: no card can begin there."""
    lengths = lengths_from(prefix)
    if not lengths or max(lengths) < length:
        return None
    return shown if soft or min(lengths) >= _FIRST_SIX_FROM else 0
