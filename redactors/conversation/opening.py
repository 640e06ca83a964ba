"""Words that cannot begin a digit, a number word, an entity, an escape or an encoded island.

They pass while a text is still growing; all others wait until what they begin is decided.
"""

import re

from redactors.number_words import Part, meaning_of

LONGEST = 64
"""Characters for which a word is held to see its end."""
_ENCODED = 12
_LETTER = "A-Za-z\u00c0-\u024f"
_PLAIN = re.compile(
    rf"[\"'(\u00bf\u00a1\u201e\u201c\u2018\u00ab-]{{0,3}}[{_LETTER}]+(?:['\u2019-][{_LETTER}]+)*[.,;:!?)\"'\u201d\u2019\u00bb-]{{0,3}}|[-\u2013\u2014]"
)
_WORD = re.compile(r"(\S*)(\s+)")
_LETTERS = re.compile(f"[{_LETTER}]+")
_HUMP = re.compile(r"[a-z][A-Z]")
_SILENT = frozenset({Part.FILLER, Part.MARK, Part.REPAIR})


class Opening:
    """The opening of a text that can be shown before the text is decided; it ends for good at the first
    word that must wait. `feed` gives the next characters that can be shown."""

    def __init__(self) -> None:
        self._held = ""
        self._over = False

    def feed(self, delta: str) -> str:
        """Takes the next characters."""
        if self._over:
            return ""
        self._held += delta
        at = passing(self._held)
        out, self._held = self._held[:at], self._held[at:]
        if _WORD.match(self._held) or len(self._held) > LONGEST:
            self._over, self._held = True, ""
        return out


def passing(text: str, at: int = 0) -> int:
    """Where the first word of `text[at:]` begins that must wait: it is no plain word, or it is not over."""
    while (match := _WORD.match(text, at)) is not None and plain(match[1]):
        at = match.end()
    return at


def word_at(text: str, at: int) -> tuple[str, int] | None:
    """The word that begins at `at` and the place after the space that ends it; None while it grows."""
    match = _WORD.match(text, at)
    return None if match is None else (match[1], match.end())


def plain(word: str) -> bool:
    """Whether a whole word is letters and punctuation of prose, no number, and nothing encoded."""
    if not word:
        return True
    if len(word) > LONGEST or _PLAIN.fullmatch(word) is None:
        return False
    if len(word) >= _ENCODED and _HUMP.search(word):
        return False
    return not any(_numeric(piece.lower()) for piece in _LETTERS.findall(word))


def ends_runs(word: str) -> bool:
    """Whether a plain word cannot stand inside a spoken number: no filler, no repair, not one letter."""
    pieces = _LETTERS.findall(word)
    return any(len(piece) > 3 and meaning_of(piece.lower()) is None for piece in pieces)


def _numeric(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and meaning.part not in _SILENT
