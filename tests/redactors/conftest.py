"""What the tests of text detection share."""

import random
from collections.abc import Callable

import pytest

from carddata import luhn_check_digit, mint_token
from redactors import Finding, Redactor

Found = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    """Every entity that needs no NLP."""
    return Redactor()


@pytest.fixture(scope="session")
def found(redactor: Redactor) -> Found:
    """Text -> (entity, the span's text) of each finding."""
    return lambda text: [(f.entity, text[f.start : f.end]) for f in redactor.find(text)]


@pytest.fixture(scope="session")
def numbers(redactor: Redactor) -> Callable[[str], list[str]]:
    """Text -> the values of the card numbers found in it, suspects too."""

    def values(text: str) -> list[str]:
        return [_value(f) for f in redactor.find(text) if f.entity in ("PAN", "PAN_SUSPECT")]

    return values


def _value(finding: Finding) -> str:
    assert finding.value is not None
    return finding.value.expose()


@pytest.fixture(scope="session")
def token() -> str:
    """A valid token of class pan."""
    return mint_token("pan", random.Random(7).randrange)


@pytest.fixture(scope="session")
def visa() -> str:
    """A Visa number of our own making."""
    payload = "453201511283036"
    return payload + luhn_check_digit(payload)
