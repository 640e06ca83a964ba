"""How the digits of a turn enter a ledger, and which of them a number may pass over since they were taken back."""

from collections.abc import Callable, Sequence

from redactors.conversation.cells import Cell
from redactors.conversation.scan import Island, Kind
from redactors.digits import Between

_PASSABLE = frozenset({Kind.SOFT, Kind.WORD, Kind.ORDINAL})
_ALIKE = 3
"""Digits from which on one wrong digit still makes two pieces the same."""


def cells_of(island: Island, turn: int, new_id: Callable[[], int], edge: int) -> list[Cell]:
    """The cells of `island` in turn number `turn`; of a long one the first and the last `edge`."""
    whole = len(island.atoms) <= 2 * edge
    cells: list[Cell] = []
    group = 0
    for atom in island.atoms if whole else (*island.atoms[:edge], *island.atoms[-edge:]):
        identity = new_id()
        group = group if cells and atom.before < Between.FILLER else identity
        cells.append(
            Cell(
                identity,
                atom.digit,
                turn,
                atom.start,
                atom.end,
                begins=not cells or atom.start != cells[-1].end or atom.before is not Between.NOTHING,
                group=group,
                soft=island.kind in _PASSABLE or island.date,
                free=island.prose if island.kind is Kind.WORD else island.kind is Kind.TOLD,
                prose=island.prose,
                cut=island.cut,
                repairs=atom.before is Between.REPAIR,
                attempt=island.kind is Kind.ORDINAL,
            )
        )
    return _twice(cells)


def after(cells: Sequence[Cell], fresh: Sequence[Cell], *, corrects: bool) -> list[Cell]:
    """`cells`, then the `fresh` ones of a turn. What these take back or repeat may be passed over.

    `corrects`: the turn says that what was said before was wrong.
    """
    out = list(cells)
    if corrects and fresh:
        out = _given_up(out, len(fresh))
    elif _near(out, fresh):
        out, fresh = _given_up(out, len(fresh)), _attempts(fresh)
    for part in parts_of(fresh):
        if part[0].repairs or _near(out, part):
            out, part = _given_up(out, len(part)), _attempts(part)
        out += part
    return out


def parts_of(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells by what was said together: between words, or in one turn."""
    parts: list[list[Cell]] = []
    for cell in cells:
        if parts and parts[-1][-1].group == cell.group:
            parts[-1].append(cell)
        else:
            parts.append([cell])
    return parts


def _attempts(cells: Sequence[Cell]) -> list[Cell]:
    return [cell._replace(soft=True, attempt=True) for cell in cells]


def _given_up(cells: Sequence[Cell], count: int) -> list[Cell]:
    """The last `count` cells, and what stands together with them, as attempts."""
    start = max(0, len(cells) - count)
    while start and start < len(cells) and not cells[start].begins:
        start -= 1
    return [*cells[:start], *_attempts(cells[start:])]


def _twice(cells: list[Cell]) -> list[Cell]:
    """The cells of one island; if it says the same twice, with a word between, as two attempts."""
    half = len(cells) // 2
    same = all(a.digit == b.digit for a, b in zip(cells[:half], cells[half:], strict=False))
    if len(cells) % 2 or not same or cells[half].group == cells[half - 1].group:
        return cells
    first, second = cells[0].id, cells[half].id
    return [cell._replace(group=first if cell.id < second else second) for cell in _attempts(cells)]


def _near(cells: Sequence[Cell], part: Sequence[Cell]) -> bool:
    """Whether the last of `cells` are `part`, or would be but for one digit or for two that changed places."""
    last = cells[-len(part) :]
    if not part or len(last) != len(part) or not last[0].begins:
        return False
    different = [i for i, (a, b) in enumerate(zip(last, part, strict=True)) if a.digit != b.digit]
    if not different or len(part) < _ALIKE:
        return not different
    i, j = different[0], different[-1]
    swapped = j == i + 1 and last[i].digit == part[j].digit and last[j].digit == part[i].digit
    return len(different) == 1 or (len(different) == 2 and swapped)
