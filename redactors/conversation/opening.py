"""The opening of a growing text that can be shown before the text is decided.

It ends for good at the first word that may begin a digit, a number word, an entity, an escape or an
encoded island; until then each word passes as soon as it is over.
"""

import re

from redactors.number_words import Part, meaning_of

_LONGEST = 64
_ENCODED = 12
_PLAIN = re.compile(
    r"[\"'(\u00bf\u00a1\u201e\u201c\u2018\u00ab-]{0,3}[A-Za-z\u00c0-\u024f]+(?:['\u2019-][A-Za-z\u00c0-\u024f]+)*[.,;:!?)\"'\u201d\u2019\u00bb-]{0,3}"
)
_WORD = re.compile(r"(\S*)(\s+)")
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SILENT = frozenset({Part.FILLER, Part.MARK, Part.REPAIR})
_HUMP = re.compile(r"[a-z][A-Z]")


class Opening:
    """`feed` gives the next characters that can be shown; what it has given is a beginning of the text."""

    def __init__(self) -> None:
        self._held = ""
        self._over = False

    @property
    def over(self) -> bool:
        """Whether nothing more will be given before the text is decided."""
        return self._over

    def feed(self, delta: str) -> str:
        """Takes the next characters."""
        if self._over:
            return ""
        self._held += delta
        out: list[str] = []
        at = 0
        while (match := _WORD.match(self._held, at)) is not None:
            if not _harmless(match[1]):
                self._over = True
                break
            out.append(match[0])
            at = match.end()
        self._held = self._held[at:]
        if self._over or len(self._held) > _LONGEST:
            self._over, self._held = True, ""
        return "".join(out)


def _harmless(word: str) -> bool:
    """Whether a whole word is letters and punctuation of prose, no number, and nothing encoded."""
    if not word:
        return True
    if len(word) > _LONGEST or _PLAIN.fullmatch(word) is None:
        return False
    if len(word) >= _ENCODED and _HUMP.search(word):
        return False
    return not any(_numeric(piece.casefold()) for piece in _LETTERS.findall(word))


def _numeric(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and meaning.part not in _SILENT
