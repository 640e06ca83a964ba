"""What a model finds, beside what rules found: names, addresses, places, organisations, dates of birth.

The model first reads the whole text, also what was found in it, since a number beside a name is a sign of it. What it
finds gives way to everything found by rules: the parts beside that stay.
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple, Protocol

from carddata import InputError, Secret
from redactors.barriers import BARRIERS, kind_of, overlaid, walled
from redactors.finding import Finding, shape_of
from redactors.folding import folded
from redactors.plain_words import DIGIT, SOMETHING, WORD, strange
from redactors.recognizer import Recognizer
from redactors.view import Edit, View

ENTITIES = frozenset({"PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "DATE_OF_BIRTH"})
SCORE = 0.85
"""The model gives no probabilities: one score for all."""
_BY_MODEL_ONLY = ENTITIES - {"DATE_OF_BIRTH"}
_WINDOW = 1_500
_OVERLAP = 200
"""Characters: no name and no address is longer."""
_SOMETHINGS = re.compile(re.escape(SOMETHING))
_REACH = 64
"""Characters in which whatever changes what a model reads in a word stands: its network sees four words each way."""
_CUED = 40
"""Characters round what may be a name in which something strange must stand."""
_OTHER_LANGUAGES = """
    quiero necesito puedo tengo hola gracias por favor pedido mi mis su con para pero cómo como cuando donde está
    esta este je tu vous nous mon ma mes votre notre voudrais suis bonjour merci avec pour dans commande est une ich
    mein meine meinen nicht bitte möchte ist und mit für wie wann kann habe bestellung guten danke
"""
_ELSEWHERE = frozenset(_OTHER_LANGUAGES.split())
"""Words of other languages, which are no part of a name: the model reads English."""
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc", "'''")
_MARKED = re.compile("[\u0591-\u08ff\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts whose marks are letters: they are not folded."""
_TAG = re.compile(r"<(?:[A-Za-z/][^<>]{0,2000}|!--[^<>]{0,2000}--|![A-Za-z][^<>]{0,200})>")
_MARKUP = re.compile(rf"{_TAG.pattern}|&(?:#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z]{{2,32}});")
_BLOCK = re.compile(
    r"</?(?:p|div|t[drh]|table|li|ul|ol|h[1-6]|section|article|body|html|head|title|style|br)\b", re.IGNORECASE
)
_BESIDE = re.compile(f"[^{BARRIERS}]+")
_WALL = re.compile(rf"\[?[{BARRIERS}]+\]?")
"""What was found, or is a token, in the brackets in which agents read it."""
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


Reading = Generator[str, Sequence[Named] | None, list[Finding]]
"""Yields what a model is to read, takes what it finds there, returns the findings."""


def reading(text: str, walls: str, entities: frozenset[str]) -> Reading:
    """Names of `entities` in `text` where `walls`, the text as rules left it, has no barrier.

    The text is read as it is but for earlier tokens, and then, where anything was found, once more without that, until
    nothing new is found: so a name beside a name is found too, and nothing new in what was redacted.
    """
    view = _without(walled(text))
    found: list[Finding] = []
    for again in range(_MOST_READINGS):
        words = list(strange(view.text))
        if not words or (again and not _beside_something(view.text, words)):
            break
        names = [
            named for named in (yield view.text) or () if named.entity in entities and _named(view.text, words, named)
        ]
        new = _beside(text, walls, view, names)
        found += new
        walls = overlaid(walls, ((f.start, f.end, kind_of(f.entity)) for f in new))
        if (again and not new) or _WALL.search(walls) is None:
            break
        view = _without(walls)
    return sorted(found, key=lambda finding: finding.start)


def _named(text: str, words: Sequence[int], named: Named) -> bool:
    """Whether it holds or stands near a word that is not plain, or a digit, and holds no word of another language."""
    if any(word[0].lower() in _ELSEWHERE for word in WORD.finditer(text, named.start, named.end)):
        return False
    low, high = max(0, named.start - _CUED), named.end + _CUED
    at = bisect_left(words, low)
    return (at < len(words) and words[at] < high) or DIGIT.search(text, low, high) is not None


def _beside_something(text: str, words: Sequence[int]) -> bool:
    """Whether a model may read what stands beside a wall as something else than it did before the wall was there."""
    for match in _SOMETHINGS.finditer(text):
        low, high = max(0, match.start() - _REACH), match.end() + _REACH
        at = bisect_left(words, low)
        if at < len(words) and words[at] < high:
            return True
        if DIGIT.search(text, low, high) is not None:
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
                asked[place] = readings[place].send(names)
            except StopIteration as end:
                findings[place] = end.value
        answers = dict(zip(asked, finder.find_all(list(asked.values())), strict=True)) if asked else {}
    return findings


def _without(walls: str) -> View:
    """The text as a model reads it: letters that are written otherwise, markup away, something for each wall."""
    unfolded = View(walls.translate(_APOSTROPHES))
    view = unfolded if _MARKED.search(walls) else folded(unfolded)
    marked = _MARKUP.finditer(view.text) if "<" in walls or "&" in walls else ()
    edits = [Edit(*match.span(), _unmarked(match[0])) for match in marked]
    starts = [edit.start for edit in edits]
    for wall in _WALL.finditer(view.text):
        before = bisect_right(starts, wall.start()) - 1
        if before < 0 or edits[before].end <= wall.start():  # one in a tag goes with it
            edits.append(Edit(wall.start(), wall.end(), SOMETHING))
    return view.edited(sorted(edits, key=lambda edit: edit.start)) if edits else view


def _unmarked(written: str) -> str:
    if written[0] == "&":
        return html.unescape(written)
    return "\n" if _BLOCK.match(written) else ""


def _beside(text: str, walls: str, view: View, names: Sequence[Named]) -> list[Finding]:
    """What was found in `view` of `text`, without what lies behind walls."""
    found: list[Finding] = []
    reached = 0
    for entity, first, last in names:
        begin, end = view.span(first, last)
        begin = max(begin, reached)
        for piece in _pieces(walls, begin, max(begin, end)):
            start, stop = _trimmed(text, *piece)
            if any(char.isalnum() for char in text[start:stop]):
                value = text[start:stop]
                found.append(Finding(entity, start, stop, SCORE, "ner", Secret(value), shape_of(value)))
        reached = max(reached, end)
    return found


def _pieces(walls: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between walls and tags."""
    for piece in _BESIDE.finditer(walls, begin, end):
        at = piece.start()
        for tag in _TAG.finditer(walls, *piece.span()):
            yield at, tag.start()
            at = tag.end()
        yield at, piece.end()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
