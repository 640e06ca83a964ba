"""Words that speak for or against a card near a number, in four languages.

The word nearest to the number decides. A barrier (something already redacted) ends the view on its
side, so what was said before it counts no more.
"""

import re
from enum import Enum, IntEnum
from functools import lru_cache

from redactors import cue_words
from redactors.barriers import BARRIERS

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
    QUALIFIER = "makes a card word another card's"
    OTHER = "another card"
    AGAINST = "against"


_BY_WORD = {
    word: cue
    for cue, words in (
        (_Cue.AGAINST, cue_words.AGAINST),
        (_Cue.QUALIFIER, cue_words.QUALIFIERS),
        (_Cue.OTHER, cue_words.OTHER_CARDS),
        (_Cue.CARD, cue_words.CARD),
        (_Cue.BRAND, cue_words.BRANDS),
    )
    for word in words.split()
}
_LINKS = frozenset(cue_words.LINKS.split())
_NOUNS = frozenset(cue_words.CARD_NOUNS.split())
_PAIRS = frozenset(tuple(pair.split("+")) for pair in cue_words.PAIRS.split())
_STEMS = tuple(cue_words.AGAINST_STEMS.split())
# `_` and digits may be glued to a word (`pan_4111…`, `card4111…`).
_PIECE = re.compile(rf"[^\W\d_]++|[0-9]++|[{BARRIERS}]")
_BESIDE = re.compile(r"(?<![^\W\d_])(?:cvv2?|cvc2?|exp\w{0,8}|(?:0[1-9]|1[0-2])/(?:20)?[2-4][0-9])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _cue(word: str) -> _Cue | None:
    return _BY_WORD.get(word) or (_Cue.AGAINST if word.startswith(_STEMS) else None)


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
    return verdict if verdict is not Stance.SILENT else _after(text, end)


def _before(text: str, low: int, start: int, end: int) -> Stance:
    verdict, branded, last = Stance.SILENT, False, ""
    for piece in _PIECE.findall(text, low, start):
        if piece[0] in BARRIERS:
            verdict, branded, last = Stance.SILENT, False, ""
        elif piece[0] in "0123456789":
            # A word against belongs to the next number only: "order 55, 4111…".
            verdict, last = max(verdict, Stance.SILENT), piece
        else:
            word = piece.casefold()
            cue = _cue(word)
            if cue is _Cue.OTHER or _other_card(last, word):
                verdict = _other(text, end, branded)
            elif cue is _Cue.AGAINST:
                verdict = Stance.AGAINST
            elif cue in (_Cue.CARD, _Cue.BRAND) or (last, word) in _PAIRS:
                verdict, branded = Stance.CARD, branded or cue is _Cue.BRAND
            elif verdict is Stance.AGAINST and word not in _LINKS:
                # "order number is 4002…" names the number; "my order with 4111…" does not.
                verdict = Stance.SILENT
            last = word if word != "de" else last
    return verdict


def _other_card(last: str, word: str) -> bool:
    """Whether two words together name a card that pays nothing: "gift card", "carte cadeau"."""
    if word in _NOUNS:
        return _cue(last) in (_Cue.QUALIFIER, _Cue.OTHER)
    return last in _NOUNS and _cue(word) is _Cue.QUALIFIER


def _other(text: str, end: int, branded: bool) -> Stance:
    return Stance.CARD if branded or _beside(text, end) else Stance.AGAINST


def _branded(text: str, end: int) -> bool:
    """Whether an issuer's name is the first word after the number."""
    words = _PIECE.findall(text, end, end + AFTER)
    return bool(words) and _cue(words[0].casefold()) is _Cue.BRAND


def _after(text: str, end: int) -> Stance:
    last, linked = "", True
    for piece in _PIECE.findall(text, end, end + AFTER):
        if piece[0] in BARRIERS:
            return Stance.SILENT
        if piece[0] in "0123456789":
            return Stance.CARD if _beside(text, end) else Stance.SILENT
        cue = _cue(piece.casefold())
        if cue in (_Cue.CARD, _Cue.BRAND):
            return Stance.AGAINST if _cue(last) is _Cue.QUALIFIER else Stance.CARD
        if cue in (_Cue.AGAINST, _Cue.OTHER):
            return Stance.AGAINST if linked else Stance.SILENT
        last = piece.casefold()
        linked = linked and last in _LINKS
    return Stance.SILENT


def _beside(text: str, end: int) -> bool:
    window = text[end : end + AFTER].lower()
    if not any(hint in window for hint in ("/", "cv", "exp")):
        return False
    match = _BESIDE.search(text, end, end + AFTER)
    return match is not None and not any(barrier in text[end : match.start()] for barrier in BARRIERS)
