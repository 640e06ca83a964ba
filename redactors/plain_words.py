"""Words that no name begins or holds: a text of nothing else needs no model.

They are in `plain_words.txt`, which `make model` writes (`training/plain_words.py`).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOMETHING = "[X]"
"""What a model reads in the place of what was found, however long it was."""
WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:['\u2019-][^\W_]+)*")
DIGIT = re.compile(r"\d")
_SAFE = re.compile(
    r"\[X\]|\b(?:I|i|you|we|they|he|she|it|there|what|when|how|who|that|which|this) (?:will|may|hope)\b"
    r"|\bhope (?:you|this|that|it|to|for|the)\b|\bwill (?:be|it|you|do|have|take|come|not|never|also)\b"
)
"""Words that are names elsewhere, and what stands for something that was found."""
_DOORS = frozenset(
    {"way", "close", "view", "house", "flat", "unit", "place", "tower", "block", "floor", "apartment", "suite", "room"}
)
"""What streets and houses are called, where a number stands too."""
_PRESENTS = re.compile(r" (?:here|speaking|calling)\b")
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_LEADING = frozenset(
    {"address", "addresses", "postcode", "zip", "street", "age", "birthday", "road", "square", "drive"}
)
"""What an address or a date of birth stands beside; without a digit or a word that is not plain there is none."""
_SELF = re.compile("I(?:'(?:m|ve|ll|d))?")
_ENDS = frozenset(".!?…\n")
_SPACES = 4


def plain(text: str) -> bool:
    """Whether no model need read `text`: it has no word but plain ones, in lower case or at a sentence's beginning."""
    return next(strange(text), None) is None


def strange(text: str) -> Iterator[int]:
    """Where the words begin that are not plain, or stand where a name does."""
    words = _plain_words()
    digits = DIGIT.search(text) is not None
    lines = "\n" in text
    for match in WORD.finditer(_SAFE.sub(_blanked, text)):
        word = match[0]
        if word in words and not (digits and word in _DOORS):
            continue
        if word in _DAYS or (word in _LEADING and not digits):
            continue
        start, end = match.span()
        if _SELF.fullmatch(word) and not text.startswith(".", end):
            continue
        title = word[0].isupper() and (word[1:].islower() or len(word) == 1) and not text.startswith(".", end)
        named = _PRESENTS.match(text, end) is not None or (lines and _alone(text, start, end))
        if named or not (title and word.lower() in words and _opens(text, start)):
            yield start


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a line holds nothing else, as a signature's."""
    before = text[max(0, start - _SPACES) : start].rstrip(" ")
    return before[-1:] == "\n" and text[end : end + _SPACES].lstrip(" ")[:1] in {"", "\n"}


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins at `start`."""
    before = text[max(0, start - _SPACES) : start].rstrip(" ")
    return before[-1:] in _ENDS if before else start < _SPACES


@cache
def _plain_words() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "plain_words.txt").read_text("utf-8").split())
