"""The Luhn check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import luhn_check_digit, luhn_valid


@pytest.mark.parametrize(
    "digits", ["4111111111111111", "378282246310005", "30569309025904", "6011000990139424", "79927398713"]
)
def test_published_test_numbers_pass(digits: str) -> None:
    assert luhn_valid(digits)


@pytest.mark.parametrize("text", ["", "4111111111111112", "4111 1111 1111 1111", "٤١١١١١١١١١١١١١١١", "4111x"])
def test_a_wrong_digit_or_anything_but_ascii_digits_fails(text: str) -> None:
    assert not luhn_valid(text)


@given(st.text("0123456789", min_size=1, max_size=30))
def test_the_check_digit_completes_any_payload_and_no_other_digit_does(payload: str) -> None:
    valid = [d for d in "0123456789" if luhn_valid(payload + d)]
    assert valid == [luhn_check_digit(payload)]


@given(st.text("0123456789", min_size=2, max_size=19), st.data())
def test_one_changed_digit_is_always_noticed(payload: str, data: st.DataObject) -> None:
    digits = payload + luhn_check_digit(payload)
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    assert not luhn_valid(digits[:at] + other + digits[at + 1 :])


def test_a_payload_of_something_else_is_refused_without_being_repeated() -> None:
    with pytest.raises(ValueError, match="ASCII digits only") as refused:
        luhn_check_digit("4111x")
    assert "4111" not in str(refused.value)
