"""Card numbers in file names and other labels, where no word speaks for or against a number.

A label is short and its words are no prose: `order-4111111111111111.txt` names a file, and a card. So here
issuer, length and Luhn decide alone (ISO/IEC 7812-1), at any place in a run of digits.
"""

import re
import unicodedata

from carddata import Secret, brand_of, luhn_valid
from redactors import Finding

_RUN = re.compile(r"\d+")
_GROUPED = re.compile(r"(?<!\d)\d{2,8}(?:[ ._-]\d{2,8}){1,8}(?!\d)")
_SHORTEST, _LONGEST, _USUAL = 12, 19, 16
_LEAST_PADDING = 2
_PYTHON_BOUNDARY = re.compile(r"={15}([0-9]{19})==")


def card_numbers(text: str) -> list[Finding]:
    """Each window of 12 to 19 digits that passes for a card; windows that overlap are one finding.

    Digits in groups (`4111-1111-1111-1111`) are read together from the beginning of a group to the end of one.
    """
    windows: list[tuple[int, int, str]] = []
    for run in _RUN.finditer(text):
        digits = _ascii(run[0])
        for first in range(len(digits) - _SHORTEST + 1):
            for size in range(_SHORTEST, min(_LONGEST, len(digits) - first) + 1):
                if _is_card(digits[first : first + size]):
                    start = run.start() + first
                    windows.append((start, start + size, digits[first : first + size]))
    for grouped in _GROUPED.finditer(text):
        groups = [(grouped.start() + m.start(), grouped.start() + m.end()) for m in _RUN.finditer(grouped[0])]
        for i, (start, _) in enumerate(groups):
            for _, end in groups[i + 1 :]:
                digits = "".join(_ascii(char) for char in text[start:end] if char.isdecimal())
                if _is_card(digits):
                    windows.append((start, end, digits))
    return _joined(sorted(windows))


def is_random_boundary(text: str) -> bool:
    """Whether this is a boundary as Python's e-mail package mints them, and shows no card.

    Of its 19 random digits some window passes for a card in one boundary of three, and none is one. So only that
    counts which is left when two or more repeated digits that pad one end are taken off.
    """
    match = _PYTHON_BOUNDARY.fullmatch(text)
    if match is None:
        return False
    digits = match[1]
    cores: set[str] = set()
    for size in range(_SHORTEST, len(digits) - _LEAST_PADDING + 1):
        before, after = digits[:-size], digits[size:]
        cores |= {digits[-size:]} if len(set(before)) == 1 else set()
        cores |= {digits[:size]} if len(set(after)) == 1 else set()
    return not any(_is_card(core) for core in cores)


def _is_card(digits: str) -> bool:
    return _SHORTEST <= len(digits) <= _LONGEST and luhn_valid(digits) and brand_of(digits) is not None


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _joined(windows: list[tuple[int, int, str]]) -> list[Finding]:
    found: list[Finding] = []
    at = 0
    while at < len(windows):
        start, end, best = windows[at]
        at += 1
        while at < len(windows) and windows[at][0] < end:
            _, stop, digits = windows[at]
            end, best = max(end, stop), max(best, digits, key=lambda d: (len(d) == _USUAL, len(d)))
            at += 1
        found.append(Finding("PAN", start, end, 0.9, "label", Secret(best)))
    return found
