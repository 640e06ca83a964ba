"""Digits that a speaker has said, with the way back to where they stand, and where a card may begin among them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from carddata import lengths_from

_LONGEST = 19
_PREFIX = 6
_TYPED = 12
"""Digits said at once that may well be mistyped."""
_READINGS = 256
"""Beginnings looked at for one number; past them one is taken to be possible."""


class Cell(NamedTuple):
    """One digit and where it stands.

    `begins`: it is the first of a run, where a number may begin or end. `group`: what was said without a word
    between. `soft`: a number may pass over it. `attempt`: it was taken back or said again. `repairs`: words
    before it take back what was said. `prose`: in a turn with words that nobody says between digits.
    `cut`: only signs separate it from digits that are something else. `free`: it may be shown while only such
    cells stand before it.
    """

    id: int
    digit: str
    turn: int
    start: int
    end: int
    begins: bool
    group: int
    soft: bool = False
    free: bool = False
    prose: bool = False
    cut: bool = False
    repairs: bool = False
    attempt: bool = False

    def __repr__(self) -> str:
        return f"Cell({self.id}, turn {self.turn})"


class Run(NamedTuple):
    """Cells `start` to `end` (excluded) that stand together: no number begins or ends inside."""

    start: int
    end: int
    soft: bool
    group: int
    attempt: bool

    @property
    def size(self) -> int:
        """Digits."""
        return self.end - self.start


def runs_of(cells: Sequence[Cell]) -> list[Run]:
    """The runs of `cells`, in order."""
    starts = [i for i, cell in enumerate(cells) if cell.begins or not i]
    return [Run(a, b, cells[a].soft, cells[a].group, cells[a].attempt) for a, b in pairwise([*starts, len(cells)])]


def undecided(cells: Sequence[Cell], tail: Sequence[Cell]) -> int:
    """How many cells at the front can be forgotten: no card begins there. The others must not be shown."""
    if tail and cells:
        lengths = lengths_from("".join(cell.digit for cell in tail[:_PREFIX]))
        if len(tail) + len(cells) <= max(lengths, default=0):
            return 0
    runs = runs_of(cells)
    last = [run for run in runs if run.group == runs[-1].group]
    if sum(run.size for run in last) <= _TYPED:
        # It may be taken back by the next turn.
        runs[-len(last) :] = [run._replace(soft=True) for run in last]
    hard = sum(run.size for run in runs if not run.soft)
    for i, run in enumerate(runs):
        needed = hard + run.size * run.soft
        hard -= run.size * (not run.soft)
        alone = not i or runs[i - 1].group != run.group
        if alone and needed <= _LONGEST and _may_begin(cells, runs, i, needed):
            start = run.start
            while start and cells[start - 1].attempt:
                start -= 1
            return start
    return len(cells)


def _may_begin(cells: Sequence[Cell], runs: Sequence[Run], first: int, needed: int) -> bool:
    """Whether a number of `needed` digits or more may begin with run `first`, soft runs in or out."""
    open_ = [(first, "")]
    seen = set(open_)
    while open_ and len(seen) < _READINGS:
        at, digits = open_.pop()
        digits += "".join(cell.digit for cell in cells[runs[at].start : runs[at].end][:_PREFIX])
        if max(lengths_from(digits[:_PREFIX]), default=0) < needed:
            continue
        following = at + 1
        if len(digits) >= _PREFIX or following == len(runs):
            return True
        while following < len(runs):
            if (following, digits) not in seen:
                seen.add((following, digits))
                open_.append((following, digits))
            if not runs[following].soft:
                break
            following += 1
        else:
            return True
    return bool(open_)


def dictated_last(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The last of `cells` that were dictated, up to what stands in prose."""
    start = len(cells)
    while start and (cells[start - 1].attempt or not (cells[start - 1].prose or cells[start - 1].free)):
        start -= 1
    return cells[start:]
