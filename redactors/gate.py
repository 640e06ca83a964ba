"""The one compiled gate: which clues a text holds, and so which readings and recognisers can find anything in it.

All clues are one deterministic automaton (RE2) that reads the text once, about a nanosecond a character, whatever
stands in it. A clue may be seen where nothing is, never the other way round. Characters beyond Latin-1 read as `?`: the
gate looks at folded text, in which every digit is ASCII.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import re2

from redactors.cue_words import BIRTH_HINTS, CALL_HINTS, CODE_HINTS, DATE_HINTS, ORDER_HINTS, PIN_HINTS
from redactors.iban_lengths import LENGTHS
from redactors.number_words import COMPOUNDS, GLUABLE, NUMBERS, REPEATS, glued

_LOOKALIKES = "oilsbzqdegt!a?|øöóòíìîï°¦"
_LATIN = [chr(code) for code in range(256)]
# RE2 knows no case beyond ASCII, so the gate reads lower-cased bytes.
_LOWER = bytes(ord(c.lower()) if len(c.lower().encode("latin-1", "replace")) == 1 else ord(c) for c in _LATIN)
_LETTER = "".join(f"\\x{ord(c):02x}" for c in _LATIN if c.isalpha() and c == c.lower())
_EDGE = f"[^{_LETTER}]"
_DIGIT_BYTES = b"0123456789"
_LONG_WORD = 6
"""Letters of a word that may be several number words without a space."""
_DIGITS_A_WORD = 4
"""A word says two digits ("eighty"), with "hundred" or a repetition four."""
_SPLIT = bytes(ord(c) if c.isalpha() else 0x20 for c in _LATIN)
_NUMBER_BYTES = frozenset(word.encode("latin-1") for word in NUMBERS)
_COMPOUND_BYTES = [compound.encode("latin-1") for compound in COMPOUNDS]


def _any(words: Sequence[str]) -> str:
    return "|".join(re2.escape(word) for word in words)


_GLUED = f"(?:{_any(GLUABLE)})"
_ONE_WORD = f"[{_LETTER}]*(?:{_any(COMPOUNDS)})[{_LETTER}]*|{_GLUED}{{2,}}"
_NUMBER = f"(?:{_any(sorted(NUMBERS))}|{_ONE_WORD})"
# "twice" says a number only before one.
_SAID = f"(?:{_any(sorted(NUMBERS - REPEATS))}|{_ONE_WORD}|(?:{_any(sorted(REPEATS))}){_EDGE}{{1,8}}[0-9])"
_CLUES = {
    "DIGIT": "[0-9]",
    "TWELVE": r"[0-9](?:[^0-9a-z]{0,6}[0-9]){11}",
    "SIX": r"[0-9](?:[ ().\-/\t]{0,3}[0-9]){5}",
    "WORD": f"(?:^|{_EDGE}){_SAID}(?:{_EDGE}|$)",
    "WORDS": f"(?:^|{_EDGE})(?:{_NUMBER}{_EDGE}(?:(?s:.)*{_EDGE})?{_NUMBER}|{_GLUED}{{3,}})(?:{_EDGE}|$)",
    "LOOKALIKE": f"[0-9][{_LOOKALIKES}]|[{_LOOKALIKES}][0-9]",
    "ENCODED": r"[%&<\\=]",
    "LONG": r"[^ \t\r\n\f\v]{16,}",
    "SPACED": r"[0-9a-f]{2}(?:[ :,-]{1,2}(?:0x)?[0-9a-f]{2}){11}",
    "ORDER": _any(ORDER_HINTS),
    "LINES": r"\n|[^0-9_\s][ \t]?:",
    "CODE": _any(CODE_HINTS),
    "DATE": _any(DATE_HINTS),
    "PIN": f"(?:^|[^a-z])(?:pin|nip)(?:[^a-z]|$)|{_any(PIN_HINTS)}",
    "WALL": r"\x1a",
    "AT": "@",
    "IBAN": f"(?:^|[^a-z0-9])(?:{_any(sorted(map(str.lower, LENGTHS)))}) ?[0-9]{{2}}(?:[ .\n-]{{0,3}}[a-z0-9]){{11}}",
    "UUID": r"[0-9a-f]{8}-[0-9a-f]{4}-",
    "ITEM": r"[1a][.):\]]",
    "NETWORK": r"://|www\.|[0-9](?:\.[0-9]{1,3}){3}|[0-9a-f:]:[0-9a-f]{0,4}:",
    "DOMAIN": f"[{_LETTER}0-9?-]\\.[{_LETTER}?]{{2}}",
    "ADDRESS": r"(?:^|[^a-z])(?:dot|punto|point|punkt|arroba|arobase|klammeraffe)(?:[^a-z]|$)"
    r"|[(\[{<*] ?(?:at|\xe4t)[^a-z]|[a-z0-9] at [a-z0-9-]+\.[a-z]{2}",
    "CALL": f"(?:^|{_EDGE})(?:{_any(CALL_HINTS)})",
    "BIRTH": f"{_any(BIRTH_HINTS)}|(?:^|[^a-z])(?:d\\.? ?o\\.? ?b|n\\xe9e?|nee? l[ea]|nac)(?:[^a-z]|$)",
}
(DIGIT, TWELVE, SIX, WORD, WORDS, LOOKALIKE, ENCODED, LONG, SPACED, ORDER) = (1 << i for i in range(10))
(LINES, CODE, DATE, PIN, WALL, AT, IBAN, UUID, ITEM) = (1 << i for i in range(10, 19))
(NETWORK, DOMAIN, ADDRESS, CALL, BIRTH) = (1 << i for i in range(19, len(_CLUES)))
_PROMISING = DIGIT | AT | WORDS | NETWORK | DOMAIN | ADDRESS
COMPANION = CODE | DATE | PIN | WALL
"""Cues for what stands beside a card, and what an earlier redaction left of one."""


def latin_options() -> re2.Options:
    """For patterns over `latin` bytes."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.max_mem = 64 << 20
    return options


def _compiled() -> re2.Set:
    gate = re2.Set.SearchSet(latin_options())
    for pattern in _CLUES.values():
        gate.Add(pattern.encode("latin-1"))
    gate.Compile()
    return gate


_GATE = _compiled()
_APART = 16
"""Characters up to which two clues make one place, so that a text full of them has few."""


def _alone(name: str) -> re2._Regexp:
    clue = f"(?:{_CLUES[name]})"
    return re2.compile(f"{clue}(?:(?s:.){{0,{_APART}}}{clue})*".encode("latin-1"), latin_options())


_ALONE = {
    clue: _alone(name)
    for name, clue in (
        ("CODE", CODE),
        ("DATE", DATE),
        ("PIN", PIN),
        ("ORDER", ORDER),
        ("IBAN", IBAN),
        ("AT", AT),
        ("LONG", LONG),
        ("WORD", WORD),
        ("NETWORK", NETWORK),
        ("DOMAIN", DOMAIN),
        ("ADDRESS", ADDRESS),
        ("BIRTH", BIRTH),
    )
}


class Clues(NamedTuple):
    """`bits`: the clues seen. `digits`: how many ASCII digits there are. `words`: how many number words."""

    bits: int
    digits: int
    words: int

    @property
    def promising(self) -> bool:
        """Whether any recogniser could find anything."""
        return self.bits & _PROMISING != 0 or (self.bits & WORD != 0 and self.bits & COMPANION != 0)

    @property
    def silent(self) -> bool:
        """Whether nothing can be found, whatever is decoded."""
        return not self.promising and self.bits & (ENCODED | LONG | SPACED) == 0

    @property
    def most(self) -> int:
        """How many digits these may be at most, as people speak."""
        return self.digits + _DIGITS_A_WORD * self.words


_NOTHING = Clues(0, 0, 0)


def look(text: str) -> Clues:
    """The clues in `text`."""
    data = latin(text)
    found = _GATE.Match(data)
    if not found:
        return _NOTHING
    bits = 0
    for clue in found:
        bits |= 1 << clue
    digits = len(data) - len(data.translate(None, _DIGIT_BYTES)) if bits & DIGIT else 0
    return Clues(bits, digits, _words(data) if bits & WORD else 0)


def places(text: str, clue: int, before: int, after: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text with a `clue` in them, disjoint and in order.

    `clue`: CODE, DATE, PIN, ORDER, IBAN, AT, LONG or WORD.
    Each reaches at least `before` characters in front of its first clue and `after` behind its last.
    """
    begin, end = 0, 0
    for match in _ALONE[clue].finditer(latin(text)):
        start = match.start() - before
        if start > end:
            if end:
                yield begin, end
            begin = start
        end = match.end() + after
    if end:
        yield max(0, begin), end


def latin(text: str) -> bytes:
    """`text` as RE2 reads it, lower-cased and a byte a character; what is beyond Latin-1 is `?`."""
    return text.encode("latin-1", "replace").translate(_LOWER)


def _words(data: bytes) -> int:
    words = data.translate(_SPLIT).split()
    return sum(map(_NUMBER_BYTES.__contains__, words)) + sum(_several(w) for w in words if len(w) >= _LONG_WORD)


def _several(word: bytes) -> int:
    """How many number words a long word may stand for."""
    if any(compound in word for compound in _COMPOUND_BYTES):
        return 2
    return len(glued(word.decode("latin-1")))
