"""What may be shown of a card number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import Display, display_of


@pytest.mark.parametrize(
    ("digits", "suspect", "shown"),
    [
        ("4111111111111111", False, Display("411111", "1111")),
        ("378282246310005", False, Display("378282", "0005")),
        ("30569309025904", False, Display("", "5904")),
        ("4111111111111111", True, Display("", "1111")),
        ("12345678901", False, Display("", "")),
        ("12345678901234567890", False, Display("", "7890")),
    ],
)
def test_the_table_by_length(digits: str, suspect: bool, shown: Display) -> None:
    assert display_of(digits, suspect=suspect) == shown


@given(st.text("0123456789", max_size=25), st.booleans())
def test_never_more_than_six_and_four_and_always_five_hidden(digits: str, suspect: bool) -> None:
    shown = display_of(digits, suspect=suspect)
    assert digits.startswith(shown.first6)
    assert digits.endswith(shown.last4)
    assert len(shown.first6) <= 6
    assert len(shown.last4) <= 4
    assert len(digits) - len(shown.first6) - len(shown.last4) >= 5 or shown == Display("", "")
