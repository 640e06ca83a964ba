"""What is no finding, whatever a detector says: allowed values, own order numbers, published test cards.

A card number is exempt only as a test card, or in an order number where letters are glued to it and nothing round it
says card. What stands beside cards (codes, dates, tracks) never is.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import re2

from carddata import InputError, luhn_check_digit
from carddata.test_cards import TEST_CARDS
from redactors.finding import Finding
from redactors.patterns import encodable, options
from redactors.policy.policy import CARDS

_ROUND = 64
"""Characters beside a finding in which an order number that holds it begins and ends."""
_NUMBERS = frozenset({"PAN", "PAN_SUSPECT"})
_LETTERED = re.compile(r"[^\W\d_][\w#:/-]*\Z")
"""What an order number has before its digits: letters, and no space between. `\\Z` is the place where they begin."""
_CARD_WORD = re.compile(
    r"\b(?:cards?|visa|master ?card|amex|american express|discover|maestro|cvv2?|cvc2?|exp(?:iry|ires|iration)?|debit"
    r"|credit|charge|tarjetas?|d[ée]bito|cr[ée]dito|cartes? (?:bancaire|bleue)|(?:kredit|bank)?karten?)\b",
    re.IGNORECASE,
)
_PREFIXES = ("4", "51", "2223", "34", "36", "6011", "3530", "62", "50")
_LENGTHS = range(13, 20)


class Exemptions:
    """`allowed`: values as `folded` gives them. `patterns` fit a whole finding, `order_ids` stand round one (RE2).

    Raises `InputError` for a pattern that RE2 does not take, or that a bare card number fits.
    """

    def __init__(
        self,
        allowed: frozenset[str] = frozenset(),
        patterns: Sequence[str] = (),
        order_ids: Sequence[str] = (),
        *,
        test_cards: bool = False,
    ) -> None:
        self._allowed = allowed
        self._patterns = [compiled(source) for source in patterns]
        self._order_ids = [_order_id(source) for source in order_ids]
        self._test_cards = test_cards

    def spares(self, text: str, finding: Finding) -> bool:
        """Whether `finding`, which was found in `text`, is none."""
        number = finding.entity in _NUMBERS or finding.entity not in CARDS
        if number and self._order_ids and not _says_card(text, finding) and self._ordered(text, finding):
            return True
        value = finding.value.expose() if finding.value is not None else ""
        if finding.entity in CARDS:
            return self._test_cards and finding.entity in _NUMBERS and value in TEST_CARDS
        written = text[finding.start : finding.end]
        if self._allowed and (folded(written) in self._allowed or folded(value) in self._allowed):
            return True
        return any(pattern.fullmatch(encodable(written)) for pattern in self._patterns)

    def _ordered(self, text: str, finding: Finding) -> bool:
        low = max(0, finding.start - _ROUND)
        window = encodable(text[low : finding.end + _ROUND])
        start, end = finding.start - low, finding.end - low
        return any(
            match.start() <= start and end <= match.end() and _LETTERED.search(window[match.start() : start])
            for pattern in self._order_ids
            for match in pattern.finditer(window)
        )


def _says_card(text: str, finding: Finding) -> bool:
    """Whether something round it names a card."""
    if "card-context" in finding.flags:
        return True
    around = text[max(0, finding.start - _ROUND) : finding.start] + " " + text[finding.end : finding.end + _ROUND]
    return _CARD_WORD.search(around) is not None


def folded(value: str) -> str:
    """A value for comparison: compatibility forms, case and white space do not count."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def compiled(source: str) -> Any:
    """The RE2 pattern. Raises `InputError` for what RE2 does not take and for what matches the empty text."""
    try:
        pattern = re2.compile(source, options())
        empty = pattern.fullmatch("") is not None
    except re2.error:
        raise InputError("is no RE2 pattern (look-around and back-references are not)") from None
    if empty:
        raise InputError("matches the empty text: make some of it required")
    return pattern


def _order_id(source: str) -> Any:
    pattern = compiled(source)
    for number in _card_numbers():
        grouped = [" ".join(number[i : i + 4] for i in range(0, len(number), 4)), number]
        for written in (*grouped, grouped[0].replace(" ", "-")):
            if any(match[0] == written for match in pattern.finditer(written)):
                raise InputError("a bare card number fits it: let it begin with what your order numbers begin with")
    return pattern


def _card_numbers() -> list[str]:
    """A number of each length for each of the greater issuers."""
    bodies = (prefix.ljust(length - 1, "7") for prefix in _PREFIXES for length in _LENGTHS)
    return sorted({*(body + luhn_check_digit(body) for body in bodies), *TEST_CARDS})
