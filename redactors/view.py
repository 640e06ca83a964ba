"""`View`: text as a detector should read it, with an exact map back to the original.

Invariants: every character of a view stems from one span of the original; spans keep their order and
do not overlap, except that all characters of one replacement share its span.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from redactors.gate import Clues, look


class Edit(NamedTuple):
    """`text` stands for `source[start:end]`; empty text hides the span."""

    start: int
    end: int
    text: str


class View:
    """`text` and the way back. `View(original)` is the identity and costs nothing.

    `kinds`: how the text was made readable, step by step ("decoded", "spoken"); for explanations only.
    """

    __slots__ = ("_base", "_clues", "_edits", "_from", "kinds", "text")

    def __init__(self, text: str, base: "View | None" = None, kinds: tuple[str, ...] = ()) -> None:
        self.text = text
        self.kinds = kinds
        self._base = base
        self._clues: Clues | None = None
        self._from: list[int] = []
        self._edits: list[Edit] = []

    @property
    def clues(self) -> Clues:
        """What the gate sees in `text`, looked at once."""
        if self._clues is None:
            self._clues = look(self.text)
        return self._clues

    def edited(self, edits: Iterable[Edit], kind: str = "") -> "View":
        """A view of this view with `edits` (sorted, disjoint, in this view's offsets) applied."""
        out: list[str] = []
        view = View("", self, (*self.kinds, kind) if kind else self.kinds)
        view._edits = list(edits)
        source, at, length, starts = self.text, 0, 0, view._from
        for start, end, text in view._edits:
            if start > at:
                out.append(source[at:start])
                length += start - at
            starts.append(length)
            length += len(text)
            out.append(text)
            at = end
        out.append(source[at:])
        view.text = "".join(out)
        return view

    def retexted(self, text: str, kind: str = "") -> "View":
        """This view with other characters at the same places; `text` has the same length."""
        view = View(text, self._base, (*self.kinds, kind) if kind else self.kinds)
        view._from, view._edits = self._from, self._edits
        return view

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that the characters `start` to `end` (excluded, not empty) stem from."""
        if self._base is None:
            return start, end
        first = bisect_right(self._from, start) - 1
        if first >= 0:
            edit, over = self._edits[first], start - self._from[first]
            start = edit.start if over < len(edit.text) else edit.end + over - len(edit.text)
        last = bisect_right(self._from, end - 1) - 1
        if last >= 0:
            edit, over = self._edits[last], end - self._from[last]
            end = edit.end if over <= len(edit.text) else edit.end + over - len(edit.text)
        return self._base.span(start, end)
