"""What a model finds, beside what rules found: names, addresses, places, organisations, dates of birth.

The model first reads the whole text, also what was found in it, since a number beside a name is a sign of it. What it
finds gives way to everything found by rules: the parts beside that stay.
"""

import re
from bisect import bisect_left
from collections.abc import Generator, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

from carddata import InputError, Secret
from redactors.barriers import BARRIERS, kind_of, overlaid, walled
from redactors.finding import Finding, shape_of
from redactors.folding import folded
from redactors.recognizer import Recognizer
from redactors.view import Edit, View

ENTITIES = frozenset({"PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "DATE_OF_BIRTH"})
SCORE = 0.85
"""The model gives no probabilities: one score for all."""
_BY_MODEL_ONLY = ENTITIES - {"DATE_OF_BIRTH"}
_WINDOW = 1_500
_OVERLAP = 200
"""Characters: no name and no address is longer."""
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:['\u2019-][^\W_]+)*")
_SAFE = re.compile(
    r"\[X\]|\b(?:I|i|you|we|they|he|she|it|there|what|when|how|who|that|which|this) (?:will|may|hope)\b"
    r"|\bhope (?:you|this|that|it|to|for|the)\b|\bwill (?:be|it|you|do|have|take|come|get|not|never|also)\b"
)
"""Words that are names elsewhere, and what stands for something that was found."""
_SOMETHINGS = re.compile(r"\[X\]")
_REACH = 64
"""Characters in which whatever changes what a model reads in a word stands: its network sees four words each way."""
_DIGIT = re.compile(r"\d")
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_LEADING = frozenset(
    {"address", "addresses", "postcode", "zip", "street", "age", "birthday", "road", "square", "drive"}
)
"""What an address or a date of birth stands beside; without a digit or a word that is not plain there is none."""
_SELF = re.compile("I(?:'(?:m|ve|ll|d))?")
_ENDS = frozenset(".!?…\n")
_SPACES = 4
_BESIDE = re.compile(f"[^{BARRIERS}]+")
_WALL = re.compile(rf"\[?[{BARRIERS}]+\]?")
"""What was found, or is a token, in the brackets in which agents read it."""
_SOMETHING = "[X]"
"""What a model reads in its place, however long it was."""
_MOST_READINGS = 4
_EDGES = " \t\r\n\f\v,;:!?\"'()[]{}<>|*•-–—"


def needs_names(entities: frozenset[str]) -> bool:
    """Whether any of `entities` is found by a model only."""
    return not _BY_MODEL_ONLY.isdisjoint(entities)


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
    recognizers: Sequence[Recognizer]
    """What else comes with it."""

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


Reading = Generator[str, Sequence[Named], list[Finding]]
"""Yields what a model is to read, takes what it finds there, returns the findings."""


def plain(text: str) -> bool:
    """Whether no model need read `text`: it has no word but plain ones, in lower case or at a sentence's beginning."""
    return next(_strange(text), None) is None


def _strange(text: str) -> Iterator[int]:
    """Where the words begin that are not plain: a name has one at least."""
    words = _plain_words()
    digits = _DIGIT.search(text) is not None
    for match in _WORD.finditer(_SAFE.sub(_blanked, text)):
        word = match[0].replace("\u2019", "'")
        if word in words or _SELF.fullmatch(word) or word in _DAYS or (word in _LEADING and not digits):
            continue
        title = word[0].isupper() and (word[1:].islower() or len(word) == 1)
        if not (title and word.lower() in words and _opens(text, match.start())):
            yield match.start()


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins at `start`."""
    before = text[max(0, start - _SPACES) : start].rstrip(" ")
    return before[-1:] in _ENDS if before else start < _SPACES


@cache
def _plain_words() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "plain_words.txt").read_text("utf-8").split())


def reading(text: str, walls: str, entities: frozenset[str]) -> Reading:
    """Names of `entities` in `text` where `walls`, the text as rules left it, has no barrier.

    The text is read as it is but for earlier tokens, and then, where anything was found, once more without that, until
    nothing new is found: so a name beside a name is found too, and nothing new in what was redacted.
    """
    view = _without(walled(text))
    found: list[Finding] = []
    for again in range(_MOST_READINGS):
        strange = list(_strange(view.text))
        if not strange or (again and not _beside_something(view.text, strange)):
            break
        names = [named for named in (yield view.text) if named.entity in entities and _named(view.text, strange, named)]
        new = _beside(text, walls, view, names)
        found += new
        walls = overlaid(walls, ((f.start, f.end, kind_of(f.entity)) for f in new))
        if (again and not new) or _WALL.search(walls) is None:
            break
        view = _without(walls)
    return sorted(found, key=lambda finding: finding.start)


def _named(text: str, strange: Sequence[int], named: Named) -> bool:
    """Whether it holds a word that is not plain, or a digit."""
    at = bisect_left(strange, named.start)
    return (at < len(strange) and strange[at] < named.end) or _DIGIT.search(text, named.start, named.end) is not None


def _beside_something(text: str, strange: Sequence[int]) -> bool:
    """Whether a model may read what stands beside a wall as something else than it did before the wall was there."""
    for match in _SOMETHINGS.finditer(text):
        low, high = max(0, match.start() - _REACH), match.end() + _REACH
        at = bisect_left(strange, low)
        if at < len(strange) and strange[at] < high:
            return True
        if _DIGIT.search(text, low, high) is not None:
            return True
    return False


def read_all(readings: Sequence[Reading], finder: NameFinder) -> list[list[Finding]]:
    """The findings of each, `finder` being asked for all of them at once, as often as the longest takes."""
    findings: list[list[Finding]] = [[] for _ in readings]
    answers: dict[int, list[Named] | None] = dict.fromkeys(range(len(readings)))
    while answers:
        asked: dict[int, str] = {}
        for place, names in answers.items():
            try:
                asked[place] = readings[place].send(names)  # type: ignore[arg-type]
            except StopIteration as end:
                findings[place] = end.value
        answers = dict(zip(asked, finder.find_all(list(asked.values())), strict=True)) if asked else {}
    return findings


def _without(walls: str) -> View:
    """The text as a model reads it, with something in the place of each wall."""
    view = folded(View(walls))
    edits = [Edit(wall.start(), wall.end(), _SOMETHING) for wall in _WALL.finditer(view.text)]
    return view.edited(edits) if edits else view


def _beside(text: str, walls: str, view: View, names: Sequence[Named]) -> list[Finding]:
    """What was found in `view` of `text`, without what lies behind walls."""
    found: list[Finding] = []
    reached = 0
    for entity, first, last in names:
        begin, end = view.span(first, last)
        begin = max(begin, reached)
        for piece in _BESIDE.finditer(walls, begin, max(begin, end)):
            start, stop = _trimmed(text, *piece.span())
            if any(char.isalnum() for char in text[start:stop]):
                value = text[start:stop]
                found.append(Finding(entity, start, stop, SCORE, "ner", Secret(value), shape_of(value)))
        reached = max(reached, end)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
