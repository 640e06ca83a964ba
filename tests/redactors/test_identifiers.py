"""E-mail addresses, telephone numbers and IBANs."""

import pytest

from redactors import Redactor
from tests.redactors.conftest import Found


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("write to jane.doe+x@mail.example.com.", "jane.doe+x@mail.example.com"),
        ("<jane@example.com>", "jane@example.com"),
        ("'jane@example.com'", "jane@example.com"),
        ("jane＠example.com", "jane＠example.com"),
        ("jane&#64;example.com", "jane&#64;example.com"),
        ("jane%40example.com", "jane%40example.com"),
        ("jürgen@müller.example", "jürgen@müller.example"),
    ],
)
def test_finds_mail_addresses(text: str, address: str, found: Found) -> None:
    """Also where the at sign is written in another form."""
    assert found(text) == [("EMAIL", address)]


@pytest.mark.parametrize("text", ["@here", "a@b", "user@localhost", "5 @ 3.50", "@@@@"])
def test_leaves_other_at_signs(text: str, found: Found) -> None:
    """An address has a domain with a top level."""
    assert found(text) == []


@pytest.mark.parametrize(
    "number",
    ["+44 20 7946 0958", "+14155552671", "0049 30 901820", "(415) 555-2671", "415-555-2671", "020 7946 0958"],
)
def test_finds_telephone_numbers(number: str, found: Found) -> None:
    """International ones anywhere, national ones by their shape."""
    assert found(f"it is {number} today") == [("PHONE", number)]


def test_a_cue_makes_a_national_number(found: Found) -> None:
    """Without a shape of its own a number needs a word before it."""
    assert found("call me on 4155552671") == [("PHONE", "4155552671")]
    assert found("count 4155552671") == []


@pytest.mark.parametrize(
    "text", ["DE89 3704 0044 0532 0130 00", "de89370400440532013000", "GB82-WEST-1234-5698-7654-32"]
)
def test_finds_ibans(text: str, found: Found) -> None:
    """In any grouping and case."""
    assert found(f"to {text} please") == [("IBAN", text)]


def test_an_iban_with_a_wrong_digit_is_none(found: Found) -> None:
    """Modulo 97 decides."""
    assert found("DE89 3704 0044 0532 0130 01") == []


def test_values_are_canonical() -> None:
    """An IBAN loses its separators, a telephone number is international, a mail address stays as typed."""
    findings = Redactor().find("gb82 west 1234 5698 7654 32, Jane@Example.com, 0044 20 7946 0958")
    values = {f.entity: f.value.expose() for f in findings if f.value}
    assert values == {"IBAN": "GB82WEST12345698765432", "EMAIL": "Jane@Example.com", "PHONE": "+442079460958"}
