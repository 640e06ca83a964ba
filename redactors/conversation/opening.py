"""What a word can do to a number while a text is still growing: end it, leave it open, or be a part of it."""

import re
from enum import IntEnum

from redactors.barriers import walled
from redactors.companions import cued
from redactors.dictation import Passing, passing
from redactors.gate import COMPANION
from redactors.lookalikes import look_alike, prose
from redactors.memo import by_word
from redactors.month_words import MONTHS
from redactors.normaliser import loose, reading, views
from redactors.number_words import meaning_of
from redactors.readings import Effort
from redactors.series import may_go_on
from redactors.view import View

LONGEST = 64
"""Characters for which a word is held to see its end."""


class Word(IntEnum):
    """What a word can do; of a larger one more depends on what follows."""

    ENDS = 0  # passes; no number reaches over it
    UNKNOWN = 1  # passes; a number reaches over few such words
    OPEN = 2  # passes, but may stand between two digits of a number: "and then", "*", "the next"
    WAITS = 3  # may be or hide a digit, or begin another entity


_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_][\w|!]{2,}")
_PROSE = re.compile(
    r"[\"'(\u00bf\u00a1\u201e\u201c\u2018\u00ab-]{0,3}[^\W\d_]+(?:['\u2019-][^\W\d_]+)*[.,:!?)\"'\u201d\u2019\u00bb-]{0,3}"
)
# An address; what may begin a track, a soft line break, a tag glued to letters.
_TAIL = re.compile(r"@|[;%=]$|\w<[A-Za-z/!?][^<>]*$")
_MONTHS = frozenset(MONTHS)
_CODED = re.compile(r"[&%\\=<]|[a-z][A-Z]")
_SHOUTED = re.compile(r"[A-Z]{4}")
_CARD = 12


def kind_of(word: str) -> Word:
    """What a whole word, up to the space after it, can do."""
    return _kind(word) if len(word) <= LONGEST else _look(word)


def begins(text: str) -> int:
    """How much of an unfinished long word can go: what cannot become a part of a number, however it ends."""
    if _CODED.search(text) is not None or _look(text) is Word.WAITS:
        return 0
    last = len(text)
    while last and text[last - 1].isalpha():
        last -= 1
    return len(text) if len(text) - last > LONGEST else last


def dates(word: str) -> bool:
    """Whether a word may begin an expiry date: it holds the name of a month."""
    return any(piece.lower() in _MONTHS for piece in _LETTERS.findall(word))


def awaits_card(text: str, start: int) -> bool:
    """Whether a code or a date that ends after `start` would be one if a card followed."""
    likely = [view for view in views(View(walled(text))) if view.clues.bits & COMPANION]
    readings = (reading for view in likely for reading in (view, *loose(view, Effort())))
    return any(reading.span(*span)[1] > start for reading in readings for span in cued(reading))


@by_word(16_384)
def _kind(word: str) -> Word:
    return _look(word)


def _look(word: str) -> Word:
    if _PROSE.fullmatch(word) is not None and word.isascii():
        return _said(word)
    if _TAIL.search(word) is not None:
        return Word.WAITS
    readings = [view.text for view in views(View(word))]
    if any(any("0" <= char <= "9" for char in text) for text in readings):
        return Word.WAITS
    return max(_said(text) for text in readings)


def goes_on(text: str) -> bool:
    """Whether the numbers in `text` may go on as a series."""
    return may_go_on(reading(text).text)


def _said(text: str) -> Word:
    pieces = _LETTERS.findall(text)
    if any(_numeric(piece.lower()) for piece in pieces) or any(map(_masked, _TOKEN.findall(text))):
        return Word.WAITS
    if not pieces:
        return Word.OPEN
    passed = max(passing(piece.lower()) for piece in pieces)
    return {Passing.STOP: Word.ENDS, Passing.UNKNOWN: Word.UNKNOWN, Passing.TALK: Word.OPEN}[passed]


def _numeric(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and meaning.number


def _masked(token: str) -> bool:
    return look_alike(token) and not prose(token)
