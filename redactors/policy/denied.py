"""Words that are always a finding: a tenant's deny list."""

import re
from collections.abc import Iterator, Mapping

import re2

from carddata import InputError
from redactors.barriers import BARRIERS
from redactors.patterns import encodable, options
from redactors.recognizer import Hit
from redactors.view import View

_WALL = re.compile(f"[{BARRIERS}]")
_SPACE = re.compile(r"\s+")
_WORDY = re.compile(r"\w")


class DenyList:
    """Phrases by entity, found as whole words, in any case, over any white space.

    Raises `InputError` for more than RE2 takes in one pattern.
    """

    def __init__(self, phrases: Mapping[str, tuple[str, ...]]) -> None:
        self.entities = frozenset(phrases)
        try:
            self._patterns = [(entity, re2.compile(_either(listed), options())) for entity, listed in phrases.items()]
        except re2.error:
            raise InputError("too many or too long phrases: shorten the list") from None

    def wanted(self, view: View) -> bool:
        """Whether any phrase stands in the text."""
        text = encodable(view.text)
        return any(pattern.search(text) for _, pattern in self._patterns)

    def find(self, view: View) -> Iterator[Hit]:
        """Each place of each phrase."""
        text = encodable(view.text)
        for entity, pattern in self._patterns:
            for match in pattern.finditer(text):
                if _WALL.search(match[0]) is None and _whole_words(text, *match.span()):
                    yield Hit(entity, match.start(), match.end(), 1.0, "deny-list", match[0])


def _either(phrases: tuple[str, ...]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    # RE2 takes \s to be ASCII's; people also write no-break spaces.
    return "(?i)" + "|".join(r"[\s\pZ]+".join(map(re2.escape, _SPACE.split(p.strip()))) for p in longest_first)


def _whole_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    glued_before = _WORDY.match(before) and _WORDY.match(text[start])
    return not glued_before and not (_WORDY.match(after) and _WORDY.match(text[end - 1]))
