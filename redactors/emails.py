"""E-mail addresses (RFC 5321 lengths, RFC 6531 letters)."""

import re
from collections.abc import Iterator

from redactors.gate import AT
from redactors.recognizer import Hit
from redactors.view import View

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
# Each label ends at a dot that no label may contain, and a local part starts only where none runs already.
_ADDRESS = re.compile(rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}+@(?:[\w-]{{1,63}}+\.){{1,8}}[^\W\d_]{{2,24}}+(?![\w-])")
_TRIMMED = "'/=.!*{|"


class EmailRecognizer:
    """Mail addresses as typed."""

    entities: frozenset[str] = frozenset({"EMAIL"})

    def wanted(self, view: View) -> bool:
        """An at sign."""
        return view.clues.bits & AT != 0

    def find(self, view: View) -> Iterator[Hit]:
        """Each address, without quotes and punctuation in front of it."""
        for match in _ADDRESS.finditer(view.text):
            start, end = match.span()
            while view.text[start] in _TRIMMED:
                start += 1
            if view.text[start] != "@":
                yield Hit("EMAIL", start, end, 0.95, "address", view.text[start:end])
