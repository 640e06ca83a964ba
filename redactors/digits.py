"""Every digit of a text, whatever it is written as: the internal interface of conversation and streaming.

`digit_atoms` reads a text as the normaliser does (`normaliser.reading`): folded, decoded, look-alike
letters inside digit runs as digits, spoken numbers in four languages. What holds:

- atoms come in the order of the text; their spans lie in the original and never go back, but atoms of one word
  ("eighty-eight", "triple oh") or of one encoded character share its span;
- every ASCII digit of the folded text gives an atom, be it part of a card or not (a time, a price);
- `before` says what stands between the atom before it and this one, at its strongest:
  NOTHING < SEPARATOR (no letter, no digit) < FILLER ("um", "then", "dash") < REPAIR ("no, sorry") < WORD;
- a number word of everyday speech ("one moment", "no", "un") is an atom only beside another digit or alone on its line;
- a text that is redacted already gives no atom inside a token or a placeholder, and such a wall counts as WORD.
"""

from enum import IntEnum
from typing import NamedTuple

from redactors.barriers import BARRIERS, walled
from redactors.marks import FILLER, REPAIR, TALK
from redactors.normaliser import reading


class Between(IntEnum):
    """What stands between two digits; larger separates more."""

    NOTHING = 0
    SEPARATOR = 1
    FILLER = 2
    REPAIR = 3
    WORD = 4


_MARKS = {FILLER: Between.FILLER, REPAIR: Between.REPAIR, TALK: Between.WORD}


class Atom(NamedTuple):
    """One digit, `0` to `9`, and the span of the original (code points) that carries it."""

    digit: str
    start: int
    end: int
    before: Between

    def __repr__(self) -> str:
        return f"Atom(*, {self.start}, {self.end}, {self.before.name})"


def digit_atoms(text: str) -> list[Atom]:
    """The digits of `text` in order. Linear in the text."""
    view = reading(walled(text))
    atoms: list[Atom] = []
    between = Between.NOTHING
    for at, char in enumerate(view.text):
        if "0" <= char <= "9":
            start, end = view.span(at, at + 1)
            atoms.append(Atom(char, start, end, between))
            between = Between.NOTHING
        else:
            between = max(between, _between(char))
    return atoms


def _between(char: str) -> Between:
    if char.isalnum() or char in BARRIERS:
        return Between.WORD
    return _MARKS.get(char, Between.SEPARATOR)
