"""What a recogniser is: a cheap look, then a search on normalised text."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from redactors.view import View


class Hit(NamedTuple):
    """A match in a view's text: `start`, `end` are offsets there, `value` is canonical and raw.

    `flags`: what else is known about it, made of our own words only.
    """

    entity: str
    start: int
    end: int
    score: float
    rule: str
    value: str
    flags: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Hit({self.entity}, {self.start}, {self.end}, {self.score}, {self.rule})"


class Recognizer(Protocol):
    """Finds one family of entities. `find` is linear in the text; neither keeps state."""

    entities: frozenset[str]

    def wanted(self, view: View) -> bool:
        """Whether `find` could find anything, by the clues of the gate; never a false no."""
        ...

    def find(self, view: View) -> Iterable[Hit]:
        """Hits in any order; they may overlap."""
        ...
