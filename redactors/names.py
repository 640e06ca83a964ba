"""What a model finds, beside what rules found: names, addresses, places, organisations, dates of birth.

The model reads the whole text once, also round what was found in it, since a number beside a name is a sign of it.
What it finds gives way to everything found by rules: the parts beside that stay.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from carddata import InputError, Secret
from redactors.barriers import BARRIERS
from redactors.courtesies import only_courtesies
from redactors.finding import Finding, shape_of
from redactors.folding import folded
from redactors.view import View

ENTITIES = frozenset({"PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "DATE_OF_BIRTH"})
SCORE = 0.85
"""The model gives no probabilities: one score for all."""
_WINDOW = 1_500
_OVERLAP = 200
"""Characters: no name and no address is longer."""
_LETTER = re.compile(r"[^\W\d_]")
_BESIDE = re.compile(f"[^{BARRIERS}]+")
_EDGES = " \t\r\n\f\v,;:!?\"'()[]{}<>|*•-–—"


class ModelUnavailable(InputError):
    """The NER model is not installed, or does not load."""


class Named(NamedTuple):
    """A span of a text that a model took for `entity`."""

    entity: str
    start: int
    end: int


class NameFinder(Protocol):
    """A model. It takes any text, gives disjoint spans in order, and may be called from any thread."""

    entities: frozenset[str]

    def find(self, text: str) -> list[Named]:
        """The names in `text`."""
        ...

    def find_all(self, texts: Sequence[str]) -> list[list[Named]]:
        """What `find` gives for each of `texts`; many at once take less time a text."""
        ...


class Window(NamedTuple):
    """A stretch of a text to be read at once; what begins at `core` or later is the next window's."""

    start: int
    core: int
    end: int


def windows(text: str) -> Iterator[Window]:
    """Stretches of at most 1,700 characters that overlap and leave nothing out."""
    start = 0
    while len(text) - start > _WINDOW + _OVERLAP:
        space = max(text.rfind(gap, start + _WINDOW - _OVERLAP, start + _WINDOW) for gap in " \n")
        core = space + 1 if space > 0 else start + _WINDOW
        yield Window(start, core, core + _OVERLAP)
        start = core
    yield Window(start, len(text), len(text))


def beside(texts: Sequence[tuple[str, str]], finder: NameFinder, entities: frozenset[str]) -> list[list[Finding]]:
    """What `finder` finds of `entities`, for each text and its walls: where the walls have no barrier.

    Walls: the text as rules left it. `finder` reads all texts at once, but for those that can hold no name.
    """
    views = [folded(View(text)) for text, _ in texts]
    read = [place for place, view in enumerate(views) if _promising(view.text, *texts[place])]
    found: list[list[Finding]] = [[] for _ in texts]
    if read:
        for place, names in zip(read, finder.find_all([views[place].text for place in read]), strict=True):
            wanted = (named for named in names if named.entity in entities)
            found[place] = list(_pieces(*texts[place], views[place], wanted))
    return found


def _promising(plain: str, text: str, walls: str) -> bool:
    """Whether a letter stands beside the barriers, and not in courtesies only."""
    if walls != text:
        plain = folded(View(walls)).text
    return _LETTER.search(plain) is not None and not only_courtesies(plain)


def _pieces(text: str, walls: str, view: View, names: Iterable[Named]) -> Iterator[Finding]:
    reached = 0
    for entity, first, last in names:
        if first == last:
            continue
        begin, end = view.span(first, last)
        begin = max(begin, reached)
        for piece in _BESIDE.finditer(walls, begin, max(begin, end)):
            start, stop = _trimmed(text, *piece.span())
            if any(char.isalnum() for char in text[start:stop]):
                value = text[start:stop]
                yield Finding(entity, start, stop, SCORE, "ner", Secret(value), shape_of(value))
        reached = max(reached, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
