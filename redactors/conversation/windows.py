"""Which undecided digits of a speaker together are a card: issuer, its length and Luhn, soft runs in or out."""

from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from carddata import issuer_of, lengths_from, luhn_valid
from redactors.conversation.cells import Cell, Run, dictated_last, runs_of

USUAL = 16
_LONGEST = 19
_SHORTEST = 13
_SHORTEST_IN_CONTEXT = 12
_MOST, _PASSED, _ATTEMPT = 6, 3, 2
"""What passing over groups of soft runs may cost, and what one of them costs; passing over all is one more way."""
_STEPS, _ALL_STEPS = 1500, 12_000
"""Steps for one end, and in one search; past them nothing is passed over."""

Path = tuple[Run, ...]
Rank = tuple[bool, int, bool, int]


class Window(NamedTuple):
    """Cells that together are a card. `final` False: more digits may still make it a longer one.

    `around`: all cells from its first to its last, what was dictated right before, and what was said with the last.
    """

    cells: tuple[Cell, ...]
    final: bool
    around: tuple[Cell, ...]

    @property
    def digits(self) -> str:
        """The card number."""
        return "".join(cell.digit for cell in self.cells)

    def __repr__(self) -> str:
        return f"Window({len(self.cells)} cells)"


def card_in(
    cells: Sequence[Cell], tail: Sequence[Cell], *, context: bool, closing: bool, since: int = 0
) -> Window | None:
    """The best card in `cells` that ends with a cell of id `since` or later, or in `tail` and the first of them.

    `context`: 12 digits suffice, and one turn alone. `closing`: no more digits will come.
    """
    ranked = [
        (rank, window)
        for said, paths in ((cells, _endings(cells, since)), ([*tail, *cells[:_LONGEST]], _longer(tail, cells)))
        for passed, path in paths
        if (rank := _rank(said, path, passed, context)) is not None
        for window in [_window(said, path, final=rank[0])]
    ]
    best = max(ranked, key=lambda each: each[0], default=None)
    return best[1] if best is not None and (best[1].final or closing) else None


def _endings(cells: Sequence[Cell], since: int) -> Iterator[tuple[int, Path]]:
    """What may be a number that ends with one of the latest runs, and what it passes over."""
    runs = runs_of(cells)
    hard = [run for run in runs if not run.soft]
    if len(hard) < len(runs):
        for i, run in enumerate(hard):
            if cells[run.end - 1].id >= since:
                yield from ((_PASSED, path) for _, path in _paths(hard, i, 0))
    left = _ALL_STEPS
    for i in range(len(runs) - 1, -1, -1):
        if cells[runs[i].end - 1].id < since:
            break
        left -= yield from _paths(runs, i, _MOST if left > 0 else 0)


def _longer(tail: Sequence[Cell], cells: Sequence[Cell]) -> Iterator[tuple[int, Path]]:
    """A card found before, and runs that follow it."""
    path: Path = ()
    for run in runs_of([*tail, *cells[:_LONGEST]]) if tail else ():
        path = (*path, run)
        if len(tail) < run.end <= _LONGEST:
            yield 0, path


def _paths(runs: Sequence[Run], last: int, most: int) -> Generator[tuple[int, Path], None, int]:
    """Sequences of runs that end with run `last`, those first that pass over least: what that costs, and the runs.

    Returns how many steps it took.
    """
    open_: list[list[tuple[int, Path, int]]] = [[] for _ in range(most + 1)]
    open_[0].append((last, (runs[last],), runs[last].size))
    steps = 0
    for passed, paths in enumerate(open_):
        while paths and (steps < _STEPS or not passed):
            at, path, size = paths.pop()
            steps += 1
            if size > _LONGEST:
                continue
            if size >= _SHORTEST_IN_CONTEXT:
                yield passed, path
            cost = passed
            for before in range(at - 1, -1, -1):
                run = runs[before]
                open_[cost].append((before, (run, *path), size + run.size))
                if not run.soft:
                    break
                if before == at - 1 or runs[before + 1].group != run.group:
                    cost += _ATTEMPT if run.attempt else _PASSED
                if cost > most:
                    break
    return steps


def _rank(cells: Sequence[Cell], path: Path, passed: int, context: bool) -> Rank | None:
    """How good a card the runs of `path` are; None: they are none."""
    digits = "".join([cell.digit for run in path for cell in cells[run.start : run.end]])
    size = len(digits)
    if size < (_SHORTEST_IN_CONTEXT if context else _SHORTEST) or size not in lengths_from(digits[0]):
        return None
    issuer = issuer_of(digits)
    if issuer is None or size not in issuer.lengths or not luhn_valid(digits):
        return None
    if not (context or _speaks(cells, path, size, passed)):
        return None
    longest = max(issuer.lengths)
    return size >= USUAL or size == longest, -passed, size in (USUAL, longest), size


def _speaks(cells: Sequence[Cell], path: Path, size: int, passed: int) -> bool:
    """Whether people say a card like that: from the beginning of a group on, and seldom in prose when it passes over
    anything. What one turn says without a word between, the turn by itself has decided."""
    first, last = path[0], path[-1]
    if first.start and cells[first.start - 1].group == first.group:
        return False
    if passed and 2 * sum(run.size for run in path if cells[run.start].prose) > size:
        return False
    one_turn = cells[first.start].turn == cells[last.end - 1].turn
    return first.attempt or cells[first.start].cut or not one_turn or not (passed or first.group == last.group)


def _window(cells: Sequence[Cell], path: Path, *, final: bool) -> Window:
    start, end = path[0].start, path[-1].end
    start -= len(dictated_last(cells[:start]))
    while end < len(cells) and (cells[end].attempt or cells[end].turn == cells[end - 1].turn):
        end += 1
    inside = tuple(cell for run in path for cell in cells[run.start : run.end])
    return Window(inside, final, tuple(cells[start:end]))
