"""Words that speak for or against a card near a number, in four languages.

The word nearest to the number decides. A barrier (something already redacted) ends the view on its
side, so what was said before it counts no more.
"""

import re
from collections.abc import Iterator
from enum import Enum, IntEnum
from itertools import chain

from redactors import cue_words
from redactors.barriers import BARRIERS
from redactors.memo import by_word

BEFORE = 64
"""Characters looked at before a number."""
AFTER = 32
"""Characters looked at after a number."""


class Stance(IntEnum):
    """What the surroundings say about a number."""

    AGAINST = -1
    SILENT = 0
    CARD = 1


class _Cue(Enum):
    CARD = "card"
    BRAND = "brand"
    OTHER = "another card"
    WEAK = "against, unless a card word stands before it"
    AGAINST = "against"


_BY_WORD = {
    word: cue
    for cue, words in (
        (_Cue.WEAK, cue_words.WEAK_AGAINST),
        (_Cue.AGAINST, cue_words.AGAINST),
        (_Cue.OTHER, cue_words.OTHER_CARDS),
        (_Cue.CARD, cue_words.CARD),
        (_Cue.BRAND, cue_words.BRANDS),
    )
    for word in words.split()
}
_LINKS = frozenset(cue_words.LINKS.split())
_BRIDGES = frozenset(cue_words.BRIDGES.split())
_NOUNS = frozenset(cue_words.CARD_NOUNS.split())
_QUALIFIERS = frozenset((cue_words.QUALIFIERS + cue_words.OTHER_CARDS).split())
_NAMED = frozenset(cue_words.NAMED.split())
_NUMBER_WORDS = frozenset(cue_words.NUMBER_WORDS.split())
_PAIRS = frozenset(tuple(pair.split("+")) for pair in cue_words.PAIRS.split())
_PAIRS_AGAINST = frozenset(tuple(pair.split("+")) for pair in cue_words.PAIRS_AGAINST.split())
_IDIOMS = frozenset(tuple(pair.split("+")) for pair in cue_words.IDIOMS.split())
_KEEPING = frozenset((cue_words.LINKS + cue_words.QUALIFIERS + cue_words.NAMED).split())
_STEMS = tuple(cue_words.AGAINST_STEMS.split())
_ENDS = tuple(cue_words.AGAINST_ENDS.split())
_PAYING = frozenset(cue_words.PAYING.split())
_GERMAN_CARD = re.compile(r"(?P<kind>\w*?)s?karten?(?:nummer|nr|daten)?")
# `_` and digits may be glued to a word (`pan_4111…`, `card4111…`).
# One or two digits belong to the word that they are glued to ("imei2", "ISBN-13").
_PIECE = re.compile(rf"[^\W\d_]++(?:-?[0-9]{{1,2}}(?!\w))?|[0-9]++|[{BARRIERS}]")
_DIGITS_BEHIND = "-0123456789"
_HUMP = re.compile(r"[A-Z]?[a-z]++|[A-Z]++(?![a-z])|[A-Z]|[^A-Za-z]++")
_BESIDE = re.compile(
    r"(?<![^\W\d_])(?:cvv2?|cvc2?|exp(?:ir\w{0,8})?(?!\w)|(?:0[1-9]|1[0-2])/(?:20)?[2-4][0-9])", re.IGNORECASE
)


@by_word(4096)
def _cue(word: str) -> _Cue | None:
    known = _BY_WORD.get(word)
    if known is not None:
        return known
    german = _GERMAN_CARD.fullmatch(word)
    if german is not None:
        return _Cue.CARD if german["kind"] in _PAYING else _Cue.OTHER
    return _Cue.AGAINST if word.startswith(_STEMS) or (word.endswith(_ENDS) and word not in _LINKS) else None


@by_word(4096)
def _read(piece: str) -> tuple[str, ...]:
    """The words that one piece holds, folded; `orderId` holds two."""
    word = piece.casefold() if piece[0].isdigit() else piece.casefold().rstrip(_DIGITS_BEHIND)
    if piece.islower() or piece.isupper() or piece.istitle() or not piece.isascii() or _cue(word) is not None:
        return (word,)
    return tuple(part.casefold() for part in _HUMP.findall(piece))


def _words(text: str, start: int, end: int) -> Iterator[str]:
    """The words, numbers and barriers in `text[start:end]`."""
    return chain.from_iterable(map(_read, _PIECE.findall(text, start, end)))


def is_cue(word: str) -> bool:
    """Whether a lower-case word speaks for a card or against one."""
    return _cue(word) is not None


def against(text: str) -> bool:
    """Whether a word in `text` speaks against a card."""
    return any(_cue(piece) in (_Cue.AGAINST, _Cue.OTHER) for piece in _PIECE.findall(text.casefold()))


def speaks_for(text: str) -> bool:
    """Whether a word in `text` names a card, and none speaks against it; a code or a date alone names none."""
    words = [piece.casefold() for piece in _PIECE.findall(text)]
    return any(_cue(word) is _Cue.CARD and not word.startswith(("exp", "cv")) for word in words) and not against(text)


def stance(text: str, start: int, end: int) -> Stance:
    """What stands near `text[start:end]`, a number: the nearest cue before it, else the nearest after."""
    low = max(0, start - BEFORE)
    # A word that the window cuts is no word.
    while low > 0 and low < start and text[low - 1].isalpha() and text[low].isalpha():
        low += 1
    verdict = _before(text, low, start, end)
    if verdict is Stance.AGAINST and (_beside(text, end) or _branded(text, end)):
        return Stance.CARD
    if verdict is Stance.AGAINST and text[end : end + 1] == "@":
        return Stance.SILENT  # they name an address: "Message-ID: <4111…@"
    return verdict if verdict is not Stance.SILENT else _after(text, end)


def _before(text: str, low: int, start: int, end: int) -> Stance:
    verdict, branded, last = Stance.SILENT, False, ""
    for word in _words(text, low, start):
        if word[0] in BARRIERS:
            verdict, branded, last = Stance.SILENT, False, ""
        elif word[0] in "0123456789":
            # A word against belongs to the next number only: "order 55, 4111…".
            verdict, last = Stance.SILENT if verdict is Stance.AGAINST else verdict, word
        else:
            cue = _cue(word)
            if cue is _Cue.OTHER or _other_card(last, word):
                verdict = _other(text, end, branded)
            elif (last, word) in _PAIRS or cue in (_Cue.CARD, _Cue.BRAND):
                verdict, branded = Stance.CARD, branded or cue is _Cue.BRAND
            elif (
                (cue is _Cue.AGAINST and (last, word) not in _IDIOMS)
                or _named(last, word)
                or (cue is _Cue.WEAK and verdict is not Stance.CARD)
            ):
                verdict = Stance.AGAINST
            elif verdict is Stance.AGAINST and word not in _KEEPING:
                # "order number is 4002…" names the number; "my order with 4111…" does not.
                verdict = Stance.SILENT
            last = word if word not in _BRIDGES else last
    return verdict


def _other_card(last: str, word: str) -> bool:
    """Whether two words together name a card that pays nothing: "gift card", "carte cadeau"."""
    return (word in _NOUNS and last in _QUALIFIERS) or (last in _NOUNS and word in _QUALIFIERS)


def _named(last: str, word: str) -> bool:
    """Whether two words name a number that is no card's: "customer number", "numéro client"."""
    of_number = (last in _NAMED and word in _NUMBER_WORDS) or (last in _NUMBER_WORDS and word in _NAMED)
    return of_number or (last, word) in _PAIRS_AGAINST


def _other(text: str, end: int, branded: bool) -> Stance:
    return Stance.CARD if branded or _beside(text, end) else Stance.AGAINST


def _branded(text: str, end: int) -> bool:
    """Whether an issuer's name is the first word after the number."""
    first = next(_words(text, end, end + AFTER), "")
    return _cue(first) is _Cue.BRAND


def _after(text: str, end: int) -> Stance:
    last, linked = "", True
    for word in _words(text, end, end + AFTER):
        if word[0] in BARRIERS:
            return Stance.SILENT
        if word[0] in "0123456789":
            return Stance.CARD if _beside(text, end) else Stance.SILENT
        cue = _cue(word)
        if cue in (_Cue.CARD, _Cue.BRAND):
            return Stance.AGAINST if last in _QUALIFIERS else Stance.CARD
        if cue in (_Cue.AGAINST, _Cue.OTHER) or _named(last, word):
            return Stance.AGAINST if linked else Stance.SILENT
        last, linked = word, linked and word in _LINKS
    return Stance.SILENT


def _beside(text: str, end: int) -> bool:
    window = text[end : end + AFTER].lower()
    if not any(hint in window for hint in ("/", "cv", "exp")):
        return False
    match = _BESIDE.search(text, end, end + AFTER)
    return match is not None and not any(barrier in text[end : match.start()] for barrier in BARRIERS)
