"""Letters that stand for digits inside runs of digits: `4O12 8B8B …`, Cyrillic and Greek ones included."""

import re
from collections.abc import Iterator

from redactors.iban_lengths import LENGTHS as IBAN_LENGTHS
from redactors.view import View

_NARROW = {
    "0": "OoОоΟοՕօ",
    "1": "lI|ıіІӏӀΙ",
    "2": "Zz",
    "3": "Зз",
    "5": "SsЅѕ",
    "6": "б",
    "8": "BВ",
}
_WIDE = {"0": "QDØøΘθΦφ∅○◯●⭕Өө°ÖöÓóÒò", "1": "i!¦ɪǀιÍíÌìÎîÏï", "3": "E", "4": "AЧ", "6": "Gb", "7": "T", "9": "gq"}
_LETTERS = "".join((*_NARROW.values(), *_WIDE.values()))
_WIDE_LETTERS = frozenset("".join(_WIDE.values()))
_DIGITS = str.maketrans({c: d for table in (_NARROW, _WIDE) for d, letters in table.items() for c in letters})
_CLASS = f"[0-9{re.escape(_LETTERS)}]"
_HINT = re.compile(rf"(?<![^\W_])(?:[0-9]++[{re.escape(_LETTERS)}]|[{re.escape(_LETTERS)}]++[0-9]){_CLASS}*+(?![^\W_])")
# `T10:` of a timestamp is no look-alike.
_TOKEN = rf"{_CLASS}++(?![^\W_]|:[0-9])"
# Each token ends at a word's end, so a run never gives back what it took: linear.
_RUN = re.compile(rf"(?<![^\W_]){_TOKEN}(?:[ ./_\-\n]{{1,3}}+{_TOKEN})*+")
_PART = re.compile(rf"{_CLASS}+")
_FIELD = re.compile(r"(?<=[0-9]{4})[|](?=[0-9]{2}(?:[|/-]|(?:20)?[2-4][0-9](?![0-9])))")
"""Between a number and a date: no digit."""
_HEX = re.compile(r"[0-9a-fA-F]{16,}")
_FEWEST_DIGITS = 4
_SHORTEST_RUN = 12
_LONGEST_BARE_WORD = 2


def look_alike(word: str) -> bool:
    """Whether every character of `word` may stand for a digit."""
    return all(char in _LETTERS for char in word)


def prose(word: str) -> bool:
    """Whether a word without digits is written as prose writes it: "Bob", "oil"; such words begin or end no number."""
    return word.isascii() and word.isalpha() and (word.islower() or word.istitle())


def unmasked(view: View) -> View | None:
    """`view` with such letters as digits, at the same places; None where there are none."""
    text = _FIELD.sub("/", view.text) if "|" in view.text else view.text
    if _HINT.search(text) is None:
        return None
    out: list[str] = []
    at = 0
    for match in _RUN.finditer(text):
        for start, end in _runs(text, match):
            if _meant(text[start:end]):
                out += (text[at:start], text[start:end].translate(_DIGITS))
                at = end
    if not at:
        return None
    out.append(text[at:])
    read = "".join(out)
    return view.retexted(read, "look-alike") if read != text else None


def _runs(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The parts of a run that no short word without a digit ("I", "so") cuts, and that no prose begins or ends."""
    begin, end = -1, 0
    for part in _PART.finditer(text, *match.span()):
        word = part[0]
        if len(word) <= _LONGEST_BARE_WORD and not any("0" <= c <= "9" for c in word):
            if begin >= 0:
                yield begin, end
            begin = -1
        elif not prose(word):
            begin, end = part.start() if begin < 0 else begin, part.end()
    if begin >= 0:
        yield begin, end


def _meant(run: str) -> bool:
    if _HINT.search(run) is None:
        return False
    digits = sum("0" <= c <= "9" for c in run)
    letters = sum(c in _LETTERS for c in run)
    if not letters or digits < _FEWEST_DIGITS or digits + letters < _SHORTEST_RUN or 4 * digits < letters:
        return False
    if IBAN_LENGTHS.get(run[:2]) == digits + letters:
        return False
    if _HEX.fullmatch(run) and len({c.lower() for c in run if c.isalpha()}) > 1:
        return False
    return digits > 2 * letters or _WIDE_LETTERS.isdisjoint(run)
