"""What a word can do to a number while a text is still growing: end it, leave it open, or be a part of it."""

import re
from enum import IntEnum
from functools import lru_cache

from redactors.barriers import walled
from redactors.companions import cued
from redactors.gate import COMPANION
from redactors.lookalikes import look_alike, prose, unmasked
from redactors.normaliser import loose, views
from redactors.number_words import COMPANIONS, SOUNDS, WORDS, Part, meaning_of
from redactors.spoken import spoken
from redactors.view import View

LONGEST = 64
"""Characters for which a word is held to see its end."""


class Word(IntEnum):
    """What a word can do; of a larger one more depends on what follows."""

    ENDS = 0  # passes; no number, no phrase between two digits, reaches over it
    OPEN = 1  # passes, but may stand between two digits of a number: "and then", "*", "the next"
    WAITS = 2  # may be or hide a digit, or begin another entity


_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_][\w|!]{2,}")
_PROSE = re.compile(
    r"[\"'(\u00bf\u00a1\u201e\u201c\u2018\u00ab-]{0,3}[^\W\d_]+(?:['\u2019-][^\W\d_]+)*[.,:!?)\"'\u201d\u2019\u00bb-]{0,3}"
)
# An address; what may begin a track, a soft line break, a tag glued to letters.
_TAIL = re.compile(r"@|[;%=]$|\w<[A-Za-z/!?][^<>]*$")
_MONTH = re.compile(
    r"jan|feb|m[aä]r|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|d[eé][cz]|ene|abr|ago|dic|f[eé]v|avr|juin|ao[uû]t"
)
_CODED = re.compile(r"[&%\\=<]|[a-z][A-Z]")
_SHOUTED = re.compile(r"[A-Z]{4}")
_ORDER_WORDS = """
    first second third fourth next last final remaining digit digits number numbers ones group block part
    are is were being
    primer primero primera primeros primeras segundo segunda segundos segundas tercer tercero tercera terceros terceras
    cuarto cuarta cuartos cuartas siguiente siguientes último última últimos últimas ultimo ultima ultimos ultimas
    dígitos digitos números numeros cifras grupo parte los las el la son es
    premier première premiers premières deuxième deuxièmes troisième troisièmes quatrième quatrièmes suivant suivante
    suivants suivantes dernier dernière derniers dernières chiffres numéros groupe partie les le sont est
    erste ersten erster zweite zweiten zweiter dritte dritten dritter vierte vierten vierter nächste nächsten nächster
    letzte letzten letzter ziffern zahlen stellen gruppe teil die der das sind ist lauten lautet the my
"""
_ORDER = frozenset(_ORDER_WORDS.split())
"""Words of phrases between two parts of a number: "the last four digits are"."""
_SILENT = frozenset({Part.FILLER, Part.MARK, Part.REPAIR})
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
    return _MONTH.search(word.casefold()) is not None


def long_enough(text: str) -> bool:
    """Whether there may be a card in `text`, in any reading."""
    return any(map(_long_enough, views(text)))


def _long_enough(view: View) -> bool:
    read = unmasked(view) or view
    if read.clues.most < _CARD:
        return False
    said = spoken(read, lone=True) or read
    # "ninety five" may be 95 or 90 5.
    return said.clues.digits * 3 >= _CARD * 2


def awaits_card(text: str, start: int) -> bool:
    """Whether a code or a date that ends after `start` would be one if a card followed."""
    likely = [view for view in views(walled(text)) if view.clues.bits & COMPANION]
    readings = (reading for view in likely for reading in (view, *loose(view)))
    return any(reading.span(*span)[1] > start for reading in readings for span in cued(reading))


@lru_cache(maxsize=16_384)
def _kind(word: str) -> Word:
    return _look(word)


def _look(word: str) -> Word:
    if _PROSE.fullmatch(word) is not None and word.isascii():
        return _said(word)
    if _TAIL.search(word) is not None:
        return Word.WAITS
    readings = [view.text for view in views(word)]
    if any(any("0" <= char <= "9" for char in text) for text in readings):
        return Word.WAITS
    return max(_said(text) for text in readings)


def _said(text: str) -> Word:
    pieces = _LETTERS.findall(text)
    if any(_numeric(piece.casefold()) for piece in pieces) or any(map(_masked, _TOKEN.findall(text))):
        return Word.WAITS
    return Word.ENDS if any(map(_ends, pieces)) else Word.OPEN


def _numeric(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and meaning.part not in _SILENT


def _masked(token: str) -> bool:
    return look_alike(token) and not prose(token)


def _ends(piece: str) -> bool:
    if look_alike(piece) or _SHOUTED.fullmatch(piece) is not None:
        return False
    word = piece.casefold()
    return not (word in WORDS or word in COMPANIONS or word in SOUNDS or word in _ORDER)
