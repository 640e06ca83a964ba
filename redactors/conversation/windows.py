"""Which undecided digits of a speaker together are a card: issuer, its length and Luhn, soft runs in or out."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carddata import issuer_of, luhn_valid
from redactors.conversation.ledger import Cell, Run, dictated_last, runs_of

USUAL = 16
_LONGEST = 19
_SHORTEST = 13
_SHORTEST_IN_CONTEXT = 12
_PASSED, _PASS, _PASS_ATTEMPT = 6, 3, 2
"""What passing over islands of soft runs may cost, and what one costs; passing over all of them is free."""
_PROSE, _PROSE_PASSED = 1, 2
"""At most one digit in so many may stand in prose; for a number that passes over others, too."""
_STEPS, _ALL_STEPS = 1500, 6000
"""Work for one end, and in one search; past it nothing is passed over."""


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


Rank = tuple[bool, int, bool, int]


def card_in(
    cells: Sequence[Cell], tail: Sequence[Cell], *, context: bool, closing: bool, since: int = 0
) -> Window | None:
    """The best card in `cells` that ends with a cell of id `since` or later, or in `tail` and the first of them.

    `context`: 12 digits suffice, and one turn alone. `closing`: no more digits will come.
    """
    best: tuple[Rank, Window] | None = None
    for found in (*_all(cells, context, since), *_grown(tail, cells, context)):
        if best is None or found[0] > best[0]:
            best = found
    return best[1] if best is not None and (best[1].final or closing) else None


def _all(cells: Sequence[Cell], context: bool, since: int) -> Iterator[tuple[Rank, Window]]:
    runs = runs_of(cells)
    ends = [i for i, run in enumerate(runs) if cells[run.end - 1].id >= since]
    hard = [run for run in runs if not run.soft]
    if len(hard) < len(runs):
        for i in range(len(hard)):
            if cells[hard[i].end - 1].id >= since:
                yield from _ending(cells, hard, i, context, 0)
    steps = 0
    for i in reversed(ends):
        for passed, path, size in _paths(runs, i, _PASSED if steps < _ALL_STEPS else 0):
            steps += 1
            yield from _windows(cells, path, size, passed, context)


def _ending(
    cells: Sequence[Cell], runs: Sequence[Run], last: int, context: bool, passed: int
) -> Iterator[tuple[Rank, Window]]:
    for given_up, path, size in _paths(runs, last, passed):
        yield from _windows(cells, path, size, given_up + 1, context)


def _grown(tail: Sequence[Cell], cells: Sequence[Cell], context: bool) -> Iterator[tuple[Rank, Window]]:
    if not tail:
        return
    joined = [*tail, *cells[:_LONGEST]]
    path: tuple[Run, ...] = ()
    for run in runs_of(joined):
        path = (*path, run)
        if run.end > _LONGEST or (run.end == len(joined) and len(cells) > _LONGEST):
            return
        if run.end > len(tail):
            yield from _windows(joined, path, run.end, 0, context)


def _paths(runs: Sequence[Run], last: int, most: int) -> Iterator[tuple[int, tuple[Run, ...], int]]:
    """Sequences of runs that end with run `last`: how many islands are passed over, the runs, their digits."""
    open_: list[list[tuple[int, tuple[Run, ...], int]]] = [[] for _ in range(most + 1)]
    open_[0].append((last, (runs[last],), runs[last].size))
    steps = 0
    for passed, paths in enumerate(open_):
        while paths and (steps < _STEPS or not passed):
            at, path, size = paths.pop()
            steps += 1
            if size > _LONGEST:
                continue
            if size >= _SHORTEST_IN_CONTEXT:
                yield passed, path, size
            over = passed
            for before in range(at - 1, -1, -1):
                run = runs[before]
                open_[over].append((before, (run, *path), size + run.size))
                if not run.soft:
                    break
                if before == at - 1 or runs[before + 1].island != run.island:
                    over += _PASS_ATTEMPT if run.attempt else _PASS
                if over > most:
                    break


def _windows(
    cells: Sequence[Cell], path: tuple[Run, ...], size: int, passed: int, context: bool
) -> Iterator[tuple[Rank, Window]]:
    if size < (_SHORTEST_IN_CONTEXT if context else _SHORTEST):
        return
    first, last = path[0], path[-1]
    one_turn = cells[first.start].turn == cells[last.end - 1].turn
    same = first.island == last.island or bool(passed)
    if one_turn and same and not (context or first.attempt):
        return
    if not context and first.start and cells[first.start - 1].island == first.island:
        return
    digits = "".join(cell.digit for run in path for cell in cells[run.start : run.end])
    issuer = issuer_of(digits)
    if issuer is None or size not in issuer.lengths or not luhn_valid(digits):
        return
    prose = sum(run.size for run in path if cells[run.start].prose)
    if not context and prose * (_PROSE_PASSED if passed else _PROSE) > size:
        return
    longest = max(issuer.lengths)
    final = size >= USUAL or size == longest
    begin, end = first.start - len(dictated_last(cells[: first.start])), last.end
    while end < len(cells) and (cells[end].attempt or cells[end].turn == cells[end - 1].turn):
        end += 1
    window = Window(tuple(cell for run in path for cell in cells[run.start : run.end]), final, tuple(cells[begin:end]))
    yield (final, -passed, size in (USUAL, longest), size), window
