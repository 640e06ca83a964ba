"""Issuer ranges and brands."""

import re

import pytest

from carddata import Brand, brand_of, issuer_of, lengths_from
from carddata.issuers import table_version

BRANDS = [
    ("4111111111111111", Brand.VISA),
    ("4222222222222", Brand.VISA),
    ("4917610000000000003", Brand.VISA),
    ("5555555555554444", Brand.MASTERCARD),
    ("2221000000000009", Brand.MASTERCARD),
    ("2720990000000007", Brand.MASTERCARD),
    ("378282246310005", Brand.AMEX),
    ("6011111111111117", Brand.DISCOVER),
    ("6445644564456445", Brand.DISCOVER),
    ("30569309025904", Brand.DINERS),
    ("36227206271667", Brand.DINERS),
    ("3530111333300000", Brand.JCB),
    ("6240008631401148", Brand.UNIONPAY),
    ("6759649826438453", Brand.MAESTRO),
    ("2201382000000013", Brand.MIR),
    ("6521000000000000", Brand.DISCOVER),
    ("6522000000000000", Brand.RUPAY),
    ("9792030000000000", Brand.TROY),
    ("6362970000457013", Brand.ELO),
    ("6062826786276634", Brand.HIPERCARD),
]


@pytest.mark.parametrize(("digits", "brand"), BRANDS)
def test_each_brand_is_known_by_prefix_and_length(digits: str, brand: Brand) -> None:
    assert brand_of(digits) is brand


@pytest.mark.parametrize("digits", ["2220990000000000", "2721000000000000", "1234567812345678", "0000000000000000"])
def test_prefixes_beside_the_ranges_are_nobodys(digits: str) -> None:
    assert issuer_of(digits) is None


def test_the_narrower_range_speaks_where_two_overlap() -> None:
    assert brand_of("6500310000000000") is Brand.ELO
    assert brand_of("6500340000000000") is Brand.DISCOVER


def test_a_prefix_with_another_length_has_an_issuer_and_no_brand() -> None:
    assert issuer_of("411111111111111") is not None
    assert brand_of("411111111111111") is None


@pytest.mark.parametrize("text", ["", "41111", "４１１１１１", "41111x"])
def test_fewer_than_six_ascii_digits_are_nobodys(text: str) -> None:
    assert issuer_of(text) is None


def test_the_table_says_its_version() -> None:
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", table_version())


@pytest.mark.parametrize("prefix", ["3", "36", "40", "453914", "4539148803", "5", "62", "9", "1", "180", "18"])
def test_the_lengths_of_a_beginning_are_those_of_all_its_issuers(prefix: str) -> None:
    """At any number of digits, also before the issuer is known."""
    missing = max(0, 6 - len(prefix))
    found = {issuer_of(prefix[:6] + str(n).zfill(missing)[:missing]) for n in range(10**missing)}
    assert lengths_from(prefix) == frozenset().union(*(issuer.lengths for issuer in found if issuer))
