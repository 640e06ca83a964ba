"""Expiry dates, verification codes and PINs: beside a card, beside what replaced one, and by their cues."""

import random
import re

import pytest

from redactors import Redactor
from tests.redactors.companion_variants import CODES, DATES, INNOCENT, PINS, Text, code_first
from tests.redactors.conftest import Found
from tests.redactors.variants import LANGUAGES

CARD = "4111111111111111"


@pytest.mark.parametrize(
    ("text", "dates", "codes"),
    [
        (f"{CARD} 12/27 123", ["12/27"], ["123"]),
        (f"{CARD} 1227 123", ["1227"], ["123"]),
        (f"{CARD}, 12/2027, 123", ["12/2027"], ["123"]),
        (f"{CARD} exp 12/27 cvv 123", ["12/27"], ["123"]),
        (f"{CARD} expires 12-27, CVC: 123", ["12-27"], ["123"]),
        (f"{CARD} valid thru 12 27 security code 123", ["12 27"], ["123"]),
        (f"{CARD} expiry December 2027", ["December 2027"], []),
        (f"{CARD} gültig bis 12/27 Prüfziffer 123", ["12/27"], ["123"]),
        (f"{CARD} vence 12/27 código de seguridad 123", ["12/27"], ["123"]),
        (f"{CARD} expire 12/27 cryptogramme 123", ["12/27"], ["123"]),
        (f"{CARD} 123", [], ["123"]),
        ("my cvv is 123", [], ["123"]),
        ("cvv2: 1 2 3", [], ["1 2 3"]),
        ("my card expires 12/27", ["12/27"], []),
        ("[PAN] 12/27 123", ["12/27"], ["123"]),
    ],
)
def test_finds_dates_and_codes_in_card_context(text: str, dates: list[str], codes: list[str], found: Found) -> None:
    """By a cue word, or by standing right after the number."""
    hits = found(text)
    assert [span for entity, span in hits if entity == "CARD_EXPIRY"] == dates
    assert [span for entity, span in hits if entity == "CVV"] == codes


@pytest.mark.parametrize(
    "text",
    ["my passport expires 12/27", "the offer is valid until 12/27", "flat 123, floor 12", "on the back 123 people"],
)
def test_leaves_dates_and_numbers_without_a_card(text: str, found: Found) -> None:
    """Without a card near, a date is a date."""
    assert found(text) == []


_EACH = 30
_SHOWN = re.compile(r"\w")


def _left(redactor: Redactor, before: str, value: str, after: str, entity: str) -> str:
    """What stays readable of `value`; all of it where nothing is labelled `entity`."""
    text, start, end = before + value + after, len(before), len(before) + len(value)
    findings = [f for f in redactor.find(text) if f.start < end and start < f.end]
    if not any(f.entity == entity for f in findings):
        return value
    covered = {at for f in findings for at in range(f.start, f.end)}
    return "".join(c for at, c in enumerate(text) if start <= at < end and at not in covered)


def _missed(redactor: Redactor, texts: list[Text], entity: str) -> list[Text]:
    return [text for text in texts if _SHOWN.search(_left(redactor, *text, ", thanks", entity))]


@pytest.mark.parametrize("kind", DATES)
def test_masks_expiry_dates_in_each_form(kind: str, redactor: Redactor) -> None:
    """Written and spoken, beside a card or by a cue, in four languages."""
    rnd = random.Random(kind)
    assert _missed(redactor, [DATES[kind](rnd) for _ in range(_EACH)], "CARD_EXPIRY") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_masks_codes_and_pins_in_each_form(language: str, redactor: Redactor) -> None:
    """Digit by digit, spoken, with a filler in between."""
    rnd = random.Random(language)
    assert _missed(redactor, [CODES[language](rnd) for _ in range(_EACH)], "CVV") == []
    assert _missed(redactor, [PINS[language](rnd) for _ in range(_EACH)], "PIN") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_masks_a_code_before_its_cue(language: str, redactor: Redactor) -> None:
    """The cue may come last."""
    rnd = random.Random(language)
    texts = [code_first(rnd, language) for _ in range(_EACH)]
    assert [text for text in texts if _left(redactor, *text, "CVV")] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"number": "[PAN]", "exp_month": 12, "exp_year": 2027}', ["12", "2027"]),
        ('{"pan": "[PAN]", "expMonth": "12", "expYear": "27"}', ["12", "27"]),
        ('{"pan": "[PAN]", "exp": "1227", "securityCode": "123"}', ["1227", "123"]),
        ("card=[PAN]&expdate=1227&cvv2=123", ["1227", "123"]),
        ("<Card><ExpDate>1227</ExpDate><CardSecurityCode>123</CardSecurityCode></Card>", ["1227", "123"]),
        ("[PAN]|12|2027|123", ["12|2027", "123"]),
    ],
)
def test_masks_the_fields_of_a_card(text: str, values: list[str], found: Found) -> None:
    """Keys in any case name a date and a code."""
    assert [span for _, span in found(text)] == values


@pytest.mark.parametrize("text", INNOCENT)
def test_leaves_what_is_no_companion(text: str, found: Found) -> None:
    """Dates, codes and numbers of other things."""
    assert [entity for entity, _ in found(text) if entity != "DATE_OF_BIRTH"] == []
