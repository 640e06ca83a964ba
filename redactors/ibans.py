"""IBAN (ISO 13616): country, length and check digits (modulo 97)."""

import re
from collections.abc import Iterator

from redactors.gate import IBAN, places
from redactors.iban_lengths import LENGTHS
from redactors.recognizer import Hit
from redactors.view import View

_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?[0-9]{2}(?=[ .-]{0,3}[A-Za-z0-9])")
_BODY = re.compile(r"(?:[ .\n-]{0,3}+[A-Za-z0-9])+")
_LONGEST = 140
_AFTER_START = 8
_FEWEST_DIGITS = 6


def ibans(view: View) -> Iterator[Hit]:
    """Every valid IBAN; the value has no separators and upper-case letters."""
    text = view.text
    for match in _starts(view):
        length = LENGTHS.get(text[match.start() : match.start() + 2].upper())
        if length is None:
            continue
        end = _end(text, match.start(), length)
        if end is None:
            continue
        value = "".join(filter(str.isalnum, text[match.start() : end])).upper()
        if _remainder(value) == 1:
            yield Hit("IBAN", match.start(), end, 1.0, "mod-97", value)


def _starts(view: View) -> Iterator[re.Match[str]]:
    if view.clues.bits & IBAN:
        for begin, end in places(view.text, IBAN, 1, _AFTER_START):
            yield from _START.finditer(view.text, begin, end)


def _end(text: str, start: int, length: int) -> int | None:
    body = _BODY.match(text, start, start + _LONGEST)
    if body is None:
        return None
    seen = 0
    for at in range(start, body.end()):
        seen += text[at].isalnum()
        if seen == length:
            return None if text[at + 1 : at + 2].isalnum() else at + 1
    return None


def _remainder(iban: str) -> int:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97


class IbanRecognizer:
    """IBAN in any grouping."""

    entities: frozenset[str] = frozenset({"IBAN"})

    def wanted(self, view: View) -> bool:
        """Two letters and two digits that begin a word."""
        return view.clues.bits & IBAN != 0 and view.clues.digits >= _FEWEST_DIGITS

    def find(self, view: View) -> Iterator[Hit]:
        """Every valid IBAN."""
        return ibans(view)
