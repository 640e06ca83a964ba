"""Telephone numbers: our shapes first, libphonenumber only for what has one."""

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from redactors.gate import SEVEN
from redactors.recognizer import Hit
from redactors.view import View

_CANDIDATE = re.compile(
    r"(?<![\w.,:/-])(?P<plus>\+ ?|00(?=[1-9]))?\(?[0-9](?:[ ().\-/]{0,3}+[0-9]){6,14}+"
    r"(?![\w%]|[.,:-][0-9]|[ .-]{1,2}[0-9])"
)
_CUE = re.compile(
    r"(?<![^\W\d_])(?:phone|telephone|tel|cell|mobile|call|dial|text|sms|fax|whatsapp|ring|reach"
    r"|my number is|telefon|handy\w{0,8}|anrufen"
    r"|tel[eé]fono|m[oó]vil|celular|t[eé]l[eé]phone|portable|appel\w{0,4})(?![^\W\d_])[^0-9\x18\x1a]{0,24}$",
    re.IGNORECASE,
)
# Shapes that people use for nothing but phones.
_NATIONAL = (
    (
        re.compile(r"\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .-][0-9]{4}|[2-9][0-9]{2}([-.])[2-9][0-9]{2}\1[0-9]{4}"),
        "US",
    ),
    (re.compile(r"1[-. ]\(?[2-9][0-9]{2}\)?[-. ][2-9][0-9]{2}[-. ][0-9]{4}"), "US"),
    (
        re.compile(r"\(?0(?:2[0-9] [0-9]{4}|1[0-9]{2,3} [0-9]{3}|7[0-9]{3} ?(?:[0-9]{3})?)\)?[ -]?[0-9]{3,6}"),
        "GB",
    ),
)
_REGIONS = ("US", "GB", "DE", "FR", "ES")
_CUE_REACH = 48
_PARSES = 256
"""Numbers parsed a text; beyond it shape alone decides, so the cost is bounded and nothing is let through."""


@cache
def _library() -> ModuleType:
    import phonenumbers

    return phonenumbers


def _valid(number: str, region: str | None) -> bool:
    library = _library()
    try:
        return bool(library.is_valid_number(library.parse(number, region)))
    except library.NumberParseException:
        return False


class PhoneRecognizer:
    """International numbers anywhere; national ones by their shape or after a cue word."""

    entities: frozenset[str] = frozenset({"PHONE"})

    def wanted(self, view: View) -> bool:
        """Seven digits near each other."""
        return view.clues.bits & SEVEN != 0

    def find(self, view: View) -> Iterator[Hit]:
        """Numbers that libphonenumber holds for valid (ITU-T E.164 and national plans)."""
        text = view.text
        parses = 0
        for match in _CANDIDATE.finditer(text):
            start, end = match.span()
            for rule, number, region in _tries(text, match):
                parses += 1
                if parses > _PARSES or _valid(number, region):
                    digits = "".join(filter(str.isdigit, match[0]))
                    value = f"+{digits.removeprefix('00')}" if match["plus"] else digits
                    yield Hit("PHONE", start, end, 0.75, rule, value)
                    break


def _tries(text: str, match: re.Match[str]) -> Iterator[tuple[str, str, str | None]]:
    if match["plus"]:
        yield "international", "+" + match[0].removeprefix(match["plus"]), None
        return
    for shape, region in _NATIONAL:
        if shape.fullmatch(match[0]):
            yield "national-shape", match[0], region
    start = match.start()
    if _CUE.search(text, max(0, start - _CUE_REACH), start):
        for region in _REGIONS:
            yield "national-after-cue", match[0], region
