"""Expiry dates and verification codes beside a card."""

import pytest

from tests.redactors.conftest import Found

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
