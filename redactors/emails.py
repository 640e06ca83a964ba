"""E-mail addresses (RFC 5321 lengths, RFC 6531 letters)."""

import re
from collections.abc import Iterator

from redactors.gate import AT, places
from redactors.recognizer import Hit
from redactors.view import View

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 560
"""Characters that eight labels and the rest of an address take at most."""
# Each label ends at a dot that no label may contain, and a local part starts only where none runs already.
_ADDRESS = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}{{1,{_LONGEST_LOCAL}}}+@(?:[\w-]{{1,63}}+\.){{1,8}}[^\W\d_]{{2,24}}+(?![\w-])"
)
_TRIMMED = "'/=.!*{|"


class EmailRecognizer:
    """Mail addresses as typed."""

    entities: frozenset[str] = frozenset({"EMAIL"})

    def wanted(self, view: View) -> bool:
        """An at sign."""
        return view.clues.bits & AT != 0

    def find(self, view: View) -> Iterator[Hit]:
        """Each address, without quotes and punctuation in front of it."""
        for begin, finish in places(view.text, AT, _LONGEST_LOCAL + 1, _LONGEST_DOMAIN):
            for match in _ADDRESS.finditer(view.text, begin, finish):
                start, end = match.span()
                while view.text[start] in _TRIMMED:
                    start += 1
                if view.text[start] != "@":
                    yield Hit("EMAIL", start, end, 0.95, "address", view.text[start:end])
