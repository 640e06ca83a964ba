"""Digit chains: digits with separators between them, cut into groups, with constant-time Luhn."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise

from redactors.barriers import BARRIERS
from redactors.marks import FILLER, LINE, REPAIR, TALK, TURN

MIN_DIGITS = 12
MAX_GAP = 6

_NOISE = rf"(?:[^\w{BARRIERS}]|_)"
_CHAIN = re.compile(rf"[0-9]++(?:{_NOISE}{{1,{MAX_GAP}}}+[0-9]++)*+")
_GROUP = re.compile(r"[0-9]+")
_TIGHT = re.compile(r"[ \t]+|[ \t]*-[ \t]*|[ \t]*\r?\n[ \t]*|[ \t]*\r[ \t]*")
_LISTED = re.compile(r"(?<!\s)[,.](?=\s)|[;!?:](?=\s)|\n\s*\n|\s[(]|[)]\s")
_BREAKING = re.compile(rf"[=+#$€£%&@<>^{LINE}]")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class Gap(IntEnum):
    """How strongly a separator still holds two groups together; larger is weaker."""

    TIGHT = 0  # spaces, dashes, one line end, fillers
    TURN = 1  # another turn of the same speaker
    LOOSE = 2  # any other symbols: the grouping must look like a card's
    LISTED = 3  # punctuation of prose and lists: only next to card words
    TALK = 4  # other words: only a whole number is joined over them
    REPAIR = 5  # some of what was said before may be taken back
    BREAK = 6


@lru_cache(maxsize=1024)
def gap_kind(gap: str) -> Gap:
    """The kind of a separator. Quoted list items (`", "`) are loose, bare ones (`, `) listed."""
    if REPAIR in gap:
        return Gap.REPAIR
    if TALK in gap:
        return Gap.TALK
    if TURN in gap:
        return Gap.TURN
    if FILLER in gap or _TIGHT.fullmatch(gap):
        return Gap.TIGHT
    if _BREAKING.search(gap):
        return Gap.BREAK
    if _LISTED.search(gap) and not ('"' in gap or "'" in gap):
        return Gap.LISTED
    return Gap.LOOSE


@dataclass(slots=True)
class Chain:
    """Groups of digits in a text. `groups`: (start, end) in the text; `marks[i]`: digits before group i."""

    text: str
    groups: list[tuple[int, int]]
    gaps: list[Gap]
    marks: list[int]
    digits: str
    _sums: tuple[list[int], list[int]] | None = None

    def luhn(self, start: int, end: int) -> bool:
        """Whether `digits[start:end]` passes Luhn; constant time after the first call."""
        if self._sums is None:
            mixed = [*map(int, self.digits)]
            other = [_DOUBLED[d] for d in mixed]
            mixed[1::2], other[1::2] = other[1::2], mixed[1::2]
            self._sums = (list(accumulate(mixed, initial=0)), list(accumulate(other, initial=0)))
        # The last digit is not doubled: even positions stand plain in the first sum, odd in the second.
        sums = self._sums[(end - 1) % 2]
        return (sums[end] - sums[start]) % 10 == 0

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the digits `start` to `end` (excluded) stand in the text."""
        return self._at(start), self._at(end - 1) + 1

    def head(self, index: int) -> int:
        """Where the group of digit `index` begins in the text."""
        return self.groups[bisect_right(self.marks, index) - 1][0]

    def places(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where they stand, cut where other turns lie between."""
        out = []
        begin = start
        for i in range(bisect_right(self.marks, start), bisect_left(self.marks, end)):
            if self.gaps[i - 1] is Gap.TURN:
                out.append(self.place(begin, self.marks[i]))
                begin = self.marks[i]
        return [*out, self.place(begin, end)]

    def parts(self, weakest: Gap) -> "Iterator[Chain]":
        """The chains that remain when gaps weaker than `weakest` are cut."""
        yield from _cut(self.text, self.groups, self.gaps, weakest)

    def gap(self, index: int) -> str:
        """What stands between group `index` and the next."""
        return self.text[self.groups[index][1] : self.groups[index + 1][0]]

    def even(self, first: int, last: int) -> bool:
        """Whether one and the same separator stands between all groups from `first` to `last`."""
        return len({self.gap(i) for i in range(first, last)}) <= 1

    def attempts(self) -> list[tuple[int, int]]:
        """The digits between self-repairs, as (start, end)."""
        return self.spells(Gap.REPAIR)

    def spells(self, weakest: Gap) -> list[tuple[int, int]]:
        """The digits between gaps that are `weakest` or weaker, as (start, end)."""
        cuts = [self.marks[i + 1] for i, gap in enumerate(self.gaps) if gap >= weakest]
        return list(pairwise([0, *cuts, self.marks[-1]]))

    def _at(self, index: int) -> int:
        group = bisect_right(self.marks, index) - 1
        return self.groups[group][0] + index - self.marks[group]


def chains(text: str, weakest: Gap) -> Iterator[Chain]:
    """The chains of at least 12 digits whose gaps are no weaker than `weakest`."""
    for match in _CHAIN.finditer(text):
        if match.end() - match.start() < MIN_DIGITS:
            continue
        groups = [group.span() for group in _GROUP.finditer(text, *match.span())]
        kinds = [gap_kind(text[a[1] : b[0]]) for a, b in pairwise(groups)]
        yield from _cut(text, groups, kinds, weakest)


def _cut(text: str, groups: list[tuple[int, int]], gaps: list[Gap], weakest: Gap) -> Iterator[Chain]:
    begin = 0
    for i in range(len(groups)):
        if i < len(gaps) and gaps[i] <= weakest:
            continue
        part = groups[begin : i + 1]
        marks = list(accumulate((end - start for start, end in part), initial=0))
        if marks[-1] >= MIN_DIGITS:
            digits = "".join(text[start:end] for start, end in part)
            yield Chain(text, part, gaps[begin:i], marks, digits)
        begin = i + 1
