"""Telephone numbers: our shapes and words first, libphonenumber only for what has one."""

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from redactors import phone_words
from redactors.gate import CALL, SIX
from redactors.recognizer import Hit
from redactors.view import View

_CANDIDATE = re.compile(
    r"(?<![\w./-])(?<![0-9][,:])(?P<plus>(?:\((?=\+[0-9]{1,4}\)))?\+ ?|00(?=[1-9])|011[ -])?"
    r"(?P<number>(?:\((?=[0-9]{1,6}\)))?[0-9](?:[ ().\-/]{0,3}+[0-9]){5,14}+)"
    r"(?P<extension>[ ,;]{0,2}(?:x|ext(?:ension|n)?|poste|anexo|interno|durchwahl|dw|nebenstelle|#)"
    r"[ .:]{0,2}[0-9]{1,6})?+"
    r"(?![\w%]|[.,:][0-9]|[ -]{1,2}[0-9])",
    re.IGNORECASE,
)
# Shapes that people use for nothing but phones.
_NATIONAL = (
    (
        re.compile(r"\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .-]?[0-9]{4}|[2-9][0-9]{2}([-. ])[2-9][0-9]{2}\1[0-9]{4}"),
        "US",
    ),
    (re.compile(r"1[-. ]\(?[2-9][0-9]{2}\)?[-. ][2-9][0-9]{2}[-. ][0-9]{4}"), "US"),
    (
        re.compile(r"\(?0(?:2[0-9]\)? ?[0-9]{4}|1[0-9]{2,3}\)? ?[0-9]{3}|7[0-9]{3} ?(?:[0-9]{3})?)[ -]?[0-9]{3,6}"),
        "GB",
    ),
    (re.compile(r"0[1-9]([ .-])[0-9]{2}(?:\1[0-9]{2}){3}"), "FR"),
    (
        re.compile(
            r"(?![0-9]{3} [0-9]{3} [0-9]{3}$)\(?0[1-9][0-9]{1,4}\)?(?: ?[/-] ?| )[1-9][0-9]{2,8}(?:[ -][0-9]{2,5}){0,3}"
        ),
        "DE",
    ),
    (re.compile(r"[67][0-9]{2}(?: [0-9]{2}){3}"), "ES"),
)
_DATE = re.compile(
    r"[0-3]?[0-9][ ./-][0-3]?[0-9][ ./-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[ ./-][01]?[0-9][ ./-][0-3]?[0-9]"
    r"|(?:19|20)[0-9]{2} ?[-/ ] ?(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
)
_MONEY = re.compile(
    r"\s?(?:[$€£¥₹%]|(?:usd|eur|euros?|gbp|dollars?|pounds?|points?|miles|km|kg|[gm]b|px|mm|cm)(?![^\W_]))",
    re.IGNORECASE,
)
_TRUNK = "(0)"
_REGIONS = ("US", "GB", "DE", "FR", "ES")
_PLAIN = 9
"""Digits without a separator from which a label behind them, or a word that does not lead to them, will do."""
_PARSES = 256
"""Numbers parsed a text; beyond it shape alone decides, so the cost is bounded and nothing is let through."""


class PhoneRecognizer:
    """International numbers anywhere; national ones by their shape or by a word."""

    entities: frozenset[str] = frozenset({"PHONE"})

    def wanted(self, view: View) -> bool:
        """Six digits near each other."""
        return view.clues.bits & SIX != 0

    def find(self, view: View) -> Iterator[Hit]:
        """Numbers by ITU-T E.164 and national plans; what a word leads to needs no plan."""
        text, plans = view.text, _Plans()
        worded, digits_end = view.clues.bits & CALL != 0, 0
        for match in _CANDIDATE.finditer(text):
            before = text[max(digits_end, match.start() - phone_words.REACH) : match.start()]
            digits_end = match.end()
            rule = _rule(text, match, before, plans, worded=worded)
            if rule is not None:
                yield Hit("PHONE", *match.span(), 0.75, rule, _value(match))


class _Plans:
    """What libphonenumber knows of numbers, up to a bound; beyond it everything goes through."""

    def __init__(self) -> None:
        self._left = _PARSES

    def possible(self, number: str) -> bool:
        """Whether an international number has a country and a length that is used there."""
        return self._asked(number, None, "is_possible_number")

    def valid(self, number: str, region: str | None) -> bool:
        """Whether a number, an international one without `region`, is given out."""
        return self._asked(number, region, "is_valid_number")

    def _asked(self, number: str, region: str | None, question: str) -> bool:
        self._left -= 1
        if self._left < 0:
            return True
        library = _library()
        try:
            return bool(getattr(library, question)(library.parse(number, region)))
        except library.NumberParseException:
            return False


@cache
def _library() -> ModuleType:
    import phonenumbers

    return phonenumbers


def _rule(text: str, match: re.Match[str], before: str, plans: _Plans, *, worded: bool) -> str | None:
    """Which rule makes it a telephone number. `before`: words; `worded`: one for a telephone stands in the text."""
    prefix, number = match["plus"] or "", match["number"]
    if "+" in prefix:
        led = plans.possible("+" + number) or (worded and phone_words.near(before))
        return "international" if led else None
    if not worded and not prefix and number[0] != "0" and number.isdigit():
        return None
    rule = _shape(number, plans) or (worded and _worded(text, match, before, plans)) or None
    if rule is None and prefix and plans.valid("+" + number, None):
        rule = "international"
    return None if rule is None or _something_else(text, match, before) else rule


def _shape(number: str, plans: _Plans) -> str | None:
    if number[0] != "0" and number.isdigit():
        return None
    known = any(shape.fullmatch(number) and plans.valid(number, region) for shape, region in _NATIONAL)
    return "national-shape" if known else None


def _worded(text: str, match: re.Match[str], before: str, plans: _Plans) -> str | None:
    number = match["number"]
    telling = len(number) >= _PLAIN or not number.isdigit()
    if telling and phone_words.labelled(text, match.end()):
        return "labelled"
    if phone_words.linked(before):
        return "after-cue"
    if telling and phone_words.near(before) and any(plans.valid(number, region) for region in _REGIONS):
        return "national-after-cue"
    return None


def _something_else(text: str, match: re.Match[str], before: str) -> bool:
    """Whether it is a date, an amount, or what the words before it name."""
    return bool(_DATE.fullmatch(match["number"]) or _MONEY.match(text, match.end())) or phone_words.against(before)


def _value(match: re.Match[str]) -> str:
    digits = "".join(filter(str.isdigit, match["number"].replace(_TRUNK, "")))
    extension = "".join(filter(str.isdigit, match["extension"] or ""))
    return f"{'+' if match['plus'] else ''}{digits}{f'x{extension}' if extension else ''}"
