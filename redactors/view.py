"""`View`: text as a detector should read it, with an exact map back to the original.

Invariants: every character of a view stems from one span of the original; spans keep their order and
do not overlap, except that all characters of one replacement share its span.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """`text` stands for `source[start:end]`; empty text hides the span."""

    start: int
    end: int
    text: str


class View:
    """`text` and the way back. `View(original)` is the identity and costs nothing.

    `kinds`: how the text was made readable, step by step ("decoded", "spoken"); for explanations only.
    """

    __slots__ = ("_base", "_from", "_source_ends", "_source_starts", "_to", "kinds", "text")

    def __init__(self, text: str, base: "View | None" = None, kinds: tuple[str, ...] = ()) -> None:
        self.text = text
        self.kinds = kinds
        self._base = base
        self._from: list[int] = []
        self._to: list[int] = []
        self._source_starts: list[int] = []
        self._source_ends: list[int] = []

    def edited(self, edits: Iterable[Edit], kind: str = "") -> "View":
        """A view of this view with `edits` (sorted, disjoint, in this view's offsets) applied."""
        out: list[str] = []
        view = View("", self, (*self.kinds, kind) if kind else self.kinds)
        source, at, length = self.text, 0, 0
        for start, end, text in edits:
            out.append(source[at:start])
            length += start - at
            view._from.append(length)
            length += len(text)
            view._to.append(length)
            view._source_starts.append(start)
            view._source_ends.append(end)
            out.append(text)
            at = end
        out.append(source[at:])
        view.text = "".join(out)
        return view

    def retexted(self, text: str, kind: str = "") -> "View":
        """This view with other characters at the same places; `text` has the same length."""
        view = View(text, self._base, (*self.kinds, kind) if kind else self.kinds)
        view._from, view._to = self._from, self._to
        view._source_starts, view._source_ends = self._source_starts, self._source_ends
        return view

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the characters `start` to `end` (excluded, not empty) stem from."""
        if self._base is None:
            return start, end
        first = bisect_right(self._from, start) - 1
        if first >= 0:
            inside = start < self._to[first]
            start = self._source_starts[first] if inside else self._source_ends[first] + start - self._to[first]
        last = bisect_right(self._from, end - 1) - 1
        if last >= 0:
            inside = end - 1 < self._to[last]
            end = self._source_ends[last] if inside else self._source_ends[last] + end - self._to[last]
        return self._base.span(start, end)
