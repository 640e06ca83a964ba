"""Card numbers in every form people write them, and what only looks like one.

The numbers are the issuers' published test numbers.
"""

from collections.abc import Callable
from random import Random

import pytest

from carddata import mint_token
from redactors import Redactor

VISA, AMEX, MASTERCARD = "4111111111111111", "378282246310005", "5555555555554444"
DINERS, UNIONPAY, SHORT_VISA = "30569309025904", "6205500000000000004", "4222222222222"

WRITTEN = {
    "alone": "4111111111111111",
    "spaces": "4111 1111 1111 1111",
    "dashes": "4111-1111-1111-1111",
    "dots": "4111.1111.1111.1111",
    "slashes": "4111/1111/1111/1111",
    "underscores": "4111_1111_1111_1111",
    "commas": "4111,1111,1111,1111",
    "colons": "4111:1111:1111:1111",
    "pipes": "4111|1111|1111|1111",
    "newlines": "4111\n1111\n1111\n1111",
    "windows newlines": "4111\r\n1111\r\n1111\r\n1111",
    "tabs": "4111\t1111\t1111\t1111",
    "two spaces": "4111  1111  1111  1111",
    "spaced dashes": "4111 - 1111 - 1111 - 1111",
    "ellipses": "4111…1111…1111…1111",
    "no-break space": "4111\u00a01111\u00a01111\u00a01111",
    "thin space": "4111\u20091111\u20091111\u20091111",
    "em dash": "4111\u20141111\u20141111\u20141111",
    "minus sign": "4111\u22121111\u22121111\u22121111",
    "middle dot": "4111·1111·1111·1111",
    "emoji": "4111💳1111💳1111💳1111",
    "emoji with modifiers": "4111👍🏽1111👍🏽1111👍🏽1111",
    "pairs": "41 11 11 11 11 11 11 11",
    "odd groups": "411 11111 11 111111",
    "single digits": "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "zero width space": "4111\u200b1111\u200b1111\u200b1111",
    "soft hyphen": "4111\u00ad1111\u00ad1111\u00ad1111",
    "bidi marks": "4111\u200e1111\u202d1111\u20661111",
    "fullwidth": "４１１１１１１１１１１１１１１１",
    "arabic": "٤١١١١١١١١١١١١١١١",
    "thai": "๔๑๑๑๑๑๑๑๑๑๑๑๑๑๑๑",
    "mathematical": "𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙",
    "circled": "④①①①①①①①①①①①①①①①",
    "superscript": "⁴¹¹¹¹¹¹¹¹¹¹¹¹¹¹¹",
    "two scripts": "４１１１ 1111 ١١١١ 1111",
    "keycaps": "4\ufe0f\u20e3" + "1\ufe0f\u20e3" * 15,
    "struck through": "4\u0336" + "1\u0336" * 15,
    "bold tags": "<b>4111</b> <b>1111</b> <b>1111</b> <b>1111</b>",
    "tags inside": "41<i>11</i>11<span class='x'>11</span>1111<br/>1111",
    "comments": "4111<!-- <b> -->1111<!--x-->1111<!---->1111",
    "table cells": "<td>4111</td><td>1111</td><td>1111</td><td>1111</td>",
    "decimal entities": "&#52;" + "&#49;" * 15,
    "hex entities": "&#x34;" + "&#x31;" * 15,
    "entities without semicolon": "&#52" + "&#49" * 15,
    "entity spaces": "4111&nbsp;1111&nbsp;1111&nbsp;1111",
    "percent": "%34" + "%31" * 15,
    "percent spaces": "4111%201111%201111%201111",
    "percent fullwidth": "%EF%BC%94" + "%EF%BC%91" * 15,
    "escapes": "\\u0034" + "\\u0031" * 15,
    "soft line break": "41111111=\n11111111",
    "in a url": "https://shop.example/pay/4111111111111111?x=1",
    "in a query": "https://shop.example/?pan=4111111111111111&cvv=1",
    "in json": '{"pan":4111111111111111}',
    "split list": '["4111", "1111", "1111", "1111"]',
    "glued word": "card4111111111111111",
    "glued underscore": "pan_4111111111111111_x",
    "glued cjk": "卡号4111111111111111谢谢",
    "prefix digit": "1 4111 1111 1111 1111",
    "list number": "1. 4111111111111111",
    "expiry and code follow": "4111111111111111 12/27 123",
    "expiry glued": "41111111111111111227",
    "expiry and code glued": "41111111111111111227123",
    "after a date": "2026-11-22 4111111111111111",
    "at the sentence's end": "It is 4111111111111111.",
    "quoted": '"4111111111111111"',
    "in brackets": "(4111111111111111)",
    "fake percent escape": "tip 15%4111111111111111",
    "control character": "4111\x1a1111\x1a1111\x1a1111",
    "in a tag": "<a4111111111111111>",
    "nul": "4111\x001111\x001111\x001111",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_finds_the_card_however_it_is_written(text: str, numbers: Callable[[str], list[str]]) -> None:
    """The value is the card's digits, whatever stood between them."""
    assert VISA in numbers(text)


@pytest.mark.parametrize("pan", [VISA, AMEX, MASTERCARD, DINERS, UNIONPAY, SHORT_VISA, "2223000048400011"])
def test_finds_each_issuers_length(pan: str, numbers: Callable[[str], list[str]]) -> None:
    """Issuers and lengths come from the table in carddata."""
    assert numbers(f"hello {pan} bye") == [pan]


@pytest.mark.parametrize(
    "text",
    [
        f"{VISA} {MASTERCARD}",
        f"{VISA}{MASTERCARD}",
        f"{VISA}\n{MASTERCARD}",
        f"{VISA}, {MASTERCARD}",
        "4111 1111 1111 1111 5555 5555 5555 4444",
    ],
)
def test_two_neighbours_are_two_findings(text: str, numbers: Callable[[str], list[str]]) -> None:
    """A second card does not hide the first."""
    assert numbers(text) == [VISA, MASTERCARD]


INNOCENT = {
    "starts with one": "Order #1002003004000006 shipped",
    "order": f"your order number is {VISA}",
    "bestellung": f"Bestellnummer {VISA}",
    "after": f"{VISA} is my order number",
    "tracking": f"tracking {VISA}",
    "imei": "IMEI 490154203237518",
    "iccid": "ICCID 8901410321111851007",
    "invoice": f"invoice no. {VISA}",
    "gift card": f"gift card {VISA}",
    "carte cadeau": f"carte cadeau {VISA}",
    "milliseconds": "ts=1748503543004",
    "microseconds": "event 1748503543012122",
    "phone": "+49 151 2345 6789 01",
    "iban": "DE89 3704 0044 0532 0130 00",
    "uuid": "41111111-1111-1111-1111-111111111111",
    "hash": "sha d4111111111111111e9a0",
    "decimal": "translate(0%, -0.4111111111111111%)",
    "masked": "**** **** **** 1111",
    "prices": "4111, 1111, 1111, 1111 units",
    "fails luhn": "4111111111111112",
    "unknown issuer": "9999999999999995",
    "table of numbers": "12 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 55 66 77 88 99 10",
    "twelve digits": "FedEx 612999988209",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT.keys())
def test_leaves_numbers_that_are_no_cards(text: str, numbers: Callable[[str], list[str]]) -> None:
    """Words, shapes and neighbours speak against a card."""
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"order 55, {VISA}",
        f"order #5: card {VISA}",
        f"visa gift card {VISA}",
        f"gift card {VISA} exp 12/27",
        f"for my order use card {VISA}",
    ],
)
def test_a_word_against_yields_to_what_is_nearer(text: str, numbers: Callable[[str], list[str]]) -> None:
    """The nearest cue decides, a number takes its own word away, and an issuer's name outweighs a kind."""
    assert numbers(text) == [VISA]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("my card number is 4111111111111112", "4111111111111112"),
        ("mi tarjeta es 4111 1111 1111 1112", "4111111111111112"),
        ("ma carte 4111-1111-1111-1112", "4111111111111112"),
        ("meine Kreditkarte: 4111111111111112", "4111111111111112"),
        ("card 4111111111111112 expiry 12 27", "4111111111111112"),
        ("card: 411111111111", "411111111111"),
    ],
)
def test_in_card_context_luhn_is_only_a_label(text: str, digits: str, redactor: Redactor) -> None:
    """12-19 digits next to a card word go, as PAN_SUSPECT where Luhn fails."""
    suspects = [f for f in redactor.find(text) if f.entity == "PAN_SUSPECT"]
    assert [f.value.expose() for f in suspects if f.value] == [digits]


@pytest.mark.parametrize(
    "text", ["card charged 2026-11-22 10:23:45.123", "call about my card: +1 212 555 0100 22", "card 0800123456789"]
)
def test_dates_and_phones_are_no_suspects(text: str, redactor: Redactor) -> None:
    """Card words do not turn every number into a card."""
    assert [f.entity for f in redactor.find(text) if f.entity.startswith("PAN")] == []


def test_the_span_covers_the_whole_obfuscated_number(redactor: Redactor) -> None:
    """Marks on the last digit belong to it; what stands around does not."""
    text = "x 4\u0336" + "1\u0336" * 15 + " y"
    (finding,) = redactor.find(text)
    assert text[: finding.start] == "x "
    assert text[finding.end :] == " y"


@pytest.mark.parametrize(
    ("text", "pan", "whole"),
    [
        (f";{VISA}=27121010000000000000?", VISA, True),
        (f"%B{VISA}^DOE/JANE^27121010000000000000000000?", VISA, True),
        (f"%B{VISA}^DOE/JANE^27121010000000000000?;{VISA}=27121010000012300000?", VISA, False),
    ],
)
def test_magnetic_stripe_data_goes_as_a_whole(text: str, pan: str, whole: bool, redactor: Redactor) -> None:
    """Discretionary data is part of the finding; its value is the card number."""
    findings = redactor.find(text)
    assert {f.entity for f in findings} == {"TRACK_DATA"}
    assert all(f.value is not None and f.value.expose() == pan for f in findings)
    assert sum(f.end - f.start for f in findings) == len(text)
    assert (len(findings) == 1) is whole


@pytest.mark.parametrize(
    "text",
    [
        "I want to pay for my order with 4111 1111 1111 1111",
        "for the invoice charge 4111111111111111 please",
        "please put my booking on 5555555555554444 thanks",
        "can you refund the transaction to 4111111111111111",
        "pay my invoice 4111111111111111 12/27 123",
        "ref 4111111111111111 visa",
        "charge the shipping to 5555 5555 5555 4444, exp 12/27, cvv 123",
        "mobile here, 4111111111111111",
        "my number is 4111111111111111 for the reservation",
        "4111111111111111 for the booking please",
        "my order 4111 1111 1111 1111",
        "quiero pagar mi pedido con 4111111111111111",
        "je paie la commande avec 4111111111111111",
        "die Rechnung bitte von 4111111111111111 abbuchen",
    ],
)
def test_a_word_against_that_does_not_name_the_number_hides_no_card(text: str) -> None:
    assert "PAN" in {f.entity for f in Redactor("pci").find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "your order number is 4002003004000000",
        "order #4002003004000000",
        "tracking no. 4002003004000000",
        "the reference of your booking is 4002003004000000",
        "4002003004000000 is your order number",
        "su número de pedido es 4002003004000000",
        "votre numéro de commande est le 4002003004000000",
        "Ihre Auftragsnummer lautet 4002003004000000",
    ],
)
def test_a_word_that_names_the_number_still_speaks_against(text: str) -> None:
    assert Redactor("pci").find(text) == []


def test_an_agents_form_without_a_brand_is_left_alone() -> None:
    token = mint_token("suspect", Random(3).randrange)
    text = f"cvv for card [••1112 {token}]"
    assert Redactor("pci").find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Customer: {}",
        "my order 5512 was paid with {}",
        "refund for ticket 881: card {}",
        "customer number 123456, card number {}",
        "Kundennummer 12345, Kreditkarte {}",
        "die Nummer meiner Kreditkarte ist {}",
        "la carte du client {}",
        "el número de la tarjeta es {}",
        "credit card account number {}",
        "pay my phone bill with {}",
        "not a gift card: visa {}",
        "{} for order 881",
        "17,{},x",
    ],
)
def test_words_that_name_other_numbers_hide_no_card_that_is_given(
    text: str, numbers: Callable[[str], list[str]]
) -> None:
    assert numbers(text.format(VISA)) == [VISA]


@pytest.mark.parametrize(
    "text", ["6205 5000 0000 0000 004", "{UNIONPAY}", "6205-5000-0000-0000-004 12/27", "card 6205 5000 0000 0000 004"]
)
def test_a_longer_number_is_not_cut_where_its_beginning_is_valid_too(
    text: str, numbers: Callable[[str], list[str]]
) -> None:
    assert numbers(text.format(UNIONPAY=UNIONPAY)) == [UNIONPAY]


def test_a_date_and_a_code_glued_to_a_card_go_too(found: Callable[[str], list[tuple[str, str]]]) -> None:
    assert found(f"{VISA}1227123") == [("PAN", VISA), ("CARD_EXPIRY", "1227"), ("CVV", "123")]


@pytest.mark.parametrize("text", [VISA[::-1], f"card {VISA[::-1]} backwards", "card 1111 1111 1111 1114"])
def test_a_number_written_backwards_counts_alone_or_in_card_context(text: str, redactor: Redactor) -> None:
    (finding,) = redactor.find(text)
    assert finding.value is not None
    assert finding.value.expose() == VISA
    assert "reversed" in finding.flags


@pytest.mark.parametrize(
    "rows",
    [
        "346 units\n442 units\n820 units\n290 units\n866 units",
        "4111, 1111, 1111, 1111 units",
        "we sold 4111, 1111, 1111, 1111",
        "[4111, 1111, 1111, 1111, 5000, 6000]",
        "$4111 $1111 $1111 $1111",
        "a=4111&b=77&c=1111&d=12&e=1111",
    ],
)
def test_a_series_that_is_prose_prices_or_longer_is_no_number(rows: str, numbers: Callable[[str], list[str]]) -> None:
    assert numbers(rows) == []


@pytest.mark.parametrize("between", ["+", " => ", "</i></b><b><i>", " then we have ", "|||||||"])
def test_a_series_is_one_finding_from_its_first_digit_to_its_last(
    between: str, found: Callable[[str], list[tuple[str, str]]]
) -> None:
    text = between.join(["4111", "1111", "1111", "1111"])
    assert found(f"so {text} ok") == [("PAN", text)]
