"""IBANs."""

import pytest

from redactors import Redactor
from tests.redactors.conftest import Found


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
