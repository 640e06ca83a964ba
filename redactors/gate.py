"""The one compiled gate: which clues a text holds, and so which readings and recognisers can find anything in it.

All clues are one deterministic automaton (RE2) that reads the text once, about a nanosecond a character, whatever
stands in it. A clue may be seen where nothing is, never the other way round. Characters beyond Latin-1 read as `?`: the
gate looks at folded text, in which every digit is ASCII.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import re2

from redactors.cue_words import CODE_HINTS, DATE_HINTS, ORDER_HINTS, PIN_HINTS
from redactors.number_words import COMPOUNDS, NUMBERS

_LOOKALIKES = "oilsbzqdegt!a?|"
_LATIN = [chr(code) for code in range(256)]
_LETTER = "".join(f"\\x{ord(c):02x}" for c in _LATIN if c.isalpha())
_EDGE = f"[^{_LETTER}]"
_DIGIT_BYTES = b"0123456789"
_DIGITS_A_WORD = 4
"""A word says two digits ("eighty"), with "hundred" or a repetition four."""
_WORD_MAP = bytes(
    ord(c.lower()) if c.isalpha() and len(c.lower().encode("latin-1", "replace")) == 1 else 0x20 for c in _LATIN
)
_NUMBER_BYTES = frozenset(word.encode("latin-1") for word in NUMBERS)


def _any(words: Sequence[str]) -> str:
    return "|".join(re2.escape(word) for word in words)


_NUMBER = f"(?:{_any(sorted(NUMBERS))}|[{_LETTER}]*(?:{_any(COMPOUNDS)})[{_LETTER}]*)"
_CLUES = {
    "DIGIT": "[0-9]",
    "TWELVE": r"[0-9](?:[^0-9a-z]{0,6}[0-9]){11}",
    "SEVEN": r"[0-9](?:[ ().\-/\t]{0,3}[0-9]){6}",
    "WORD": f"(?:^|{_EDGE}){_NUMBER}(?:{_EDGE}|$)",
    "WORDS": f"(?:^|{_EDGE}){_NUMBER}{_EDGE}(?:(?s:.)*{_EDGE})?{_NUMBER}(?:{_EDGE}|$)",
    "LOOKALIKE": f"[0-9][{_LOOKALIKES}]|[{_LOOKALIKES}][0-9]",
    "ENCODED": r"[%&<\\=]",
    "ISLAND": r"[^ \t\r\n\f\v]{16}|[0-9a-f]{2}(?:[ :,-]{1,2}(?:0x)?[0-9a-f]{2}){11}",
    "ORDER": _any(ORDER_HINTS),
    "LINES": r"\n|[^0-9_\s][ \t]?:",
    "CODE": _any(CODE_HINTS),
    "DATE": _any(DATE_HINTS),
    "PIN": f"(?:^|[^a-z])pin(?:[^a-z]|$)|{_any(PIN_HINTS)}",
    "WALL": r"\x1a",
    "AT": "@",
    "IBAN": r"(?:^|[^a-z0-9])[a-z]{2} ?[0-9]{2}",
}
(DIGIT, TWELVE, SEVEN, WORD, WORDS, LOOKALIKE, ENCODED, ISLAND, ORDER, LINES, CODE, DATE, PIN, WALL, AT, IBAN) = (
    1 << i for i in range(len(_CLUES))
)
COMPANION = CODE | DATE | PIN | WALL
"""Cues for what stands beside a card, and what an earlier redaction left of one."""


def _options() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.never_capture = True
    options.max_mem = 64 << 20
    return options


def _compiled() -> re2.Set:
    gate = re2.Set.SearchSet(_options())
    for pattern in _CLUES.values():
        gate.Add(pattern.encode("latin-1"))
    gate.Compile()
    return gate


_GATE = _compiled()
_ALONE = {
    clue: re2.compile(_CLUES[name].encode("latin-1"), _options())
    for name, clue in (("CODE", CODE), ("DATE", DATE), ("PIN", PIN), ("ORDER", ORDER))
}


class Clues(NamedTuple):
    """`bits`: the clues seen. `digits`: how many ASCII digits there are. `words`: how many number words."""

    bits: int
    digits: int
    words: int

    @property
    def promising(self) -> bool:
        """Whether any recogniser could find anything."""
        return self.bits & (DIGIT | AT | WORDS) != 0

    @property
    def most(self) -> int:
        """How many digits these may be at most, as people speak."""
        return self.digits + _DIGITS_A_WORD * self.words


_NOTHING = Clues(0, 0, 0)


def look(text: str) -> Clues:
    """The clues in `text`."""
    data = text.encode("latin-1", "replace")
    found = _GATE.Match(data)
    if not found:
        return _NOTHING
    bits = 0
    for clue in found:
        bits |= 1 << clue
    digits = len(data) - len(data.translate(None, _DIGIT_BYTES)) if bits & DIGIT else 0
    return Clues(bits, digits, _words(data) if bits & WORD else 0)


def places(text: str, clue: int) -> Iterator[int]:
    """Where each `clue`, one of CODE, DATE, PIN, ORDER, begins in `text`."""
    for match in _ALONE[clue].finditer(text.encode("latin-1", "replace")):
        yield match.start()


def _words(data: bytes) -> int:
    count = sum(map(_NUMBER_BYTES.__contains__, data.translate(_WORD_MAP).split()))
    return count + 4 * any(compound.encode() in data for compound in COMPOUNDS)
