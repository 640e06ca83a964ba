"""The capture's state machine: keys in, a card or another try out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import Secret, brand_of, luhn_check_digit, luhn_valid
from gateway.captures.session import FINAL, Session, Stage


def press(session: Session, keys: str) -> str | None:
    """The card that the keys completed, if any."""
    for key in keys:
        card = session.key(key)
        if card is not None:
            return card.expose()
    return None


@pytest.mark.parametrize(
    "card", ["4111111111111111", "378282246310005", "30569309025904", "5555555555554444", "6011111111111117"]
)
def test_a_card_is_complete_at_its_brands_length(card: str) -> None:
    session = Session(3)
    assert press(session, card) == card
    assert session.stage is Stage.TOKENIZING
    assert session.count == 0


@pytest.mark.parametrize("card", ["4222222222222", "6759649826438453"])
def test_hash_ends_a_card_of_another_permitted_length(card: str) -> None:
    assert press(Session(3), card + "#") == card


def test_star_takes_back_the_last_key() -> None:
    assert press(Session(3), "*4112*111111111119*1111") == "4111111111111111"


def test_a_number_that_fails_luhn_starts_again_and_the_third_time_fails() -> None:
    session = Session(3)
    for left in (2, 1):
        assert press(session, "4111111111111112#") is None
        assert (session.stage, session.attempts_left, session.count) == (Stage.PAN, left, 0)
    press(session, "4111111111111112#")
    assert (session.stage, session.reason) == (Stage.FAILED, "not-a-card")


def test_nineteen_digits_end_a_number_by_themselves() -> None:
    session = Session(2)
    press(session, "1" * 19)
    assert (session.attempts_left, session.count) == (1, 0)


def test_letters_and_keys_after_the_end_change_nothing() -> None:
    session = Session(3)
    press(session, "4A1B")
    assert session.count == 2
    session.finish(Stage.CANCELLED)
    assert session.key("1") is None
    assert (session.stage, session.count) == (Stage.CANCELLED, 0)


def test_a_final_stage_stays() -> None:
    session = Session(3)
    session.finish(Stage.DONE)
    session.finish(Stage.FAILED, "late")
    assert (session.stage, session.reason) == (Stage.DONE, None)


@given(st.text("0123456789*#ABCD", max_size=80))
def test_whatever_is_keyed_only_a_real_card_comes_out_and_no_digit_shows(keys: str) -> None:
    session = Session(3)
    for key in keys:
        card = session.key(key)
        assert not any(c.isdigit() for c in repr(session).split("reason")[1])
        if card is not None:
            assert isinstance(card, Secret)
            assert luhn_valid(card.expose())
            assert 12 <= len(card.expose()) <= 19
    assert session.count <= 19
    assert session.stage in FINAL | {Stage.PAN, Stage.TOKENIZING}


@given(
    st.sampled_from(["4", "51", "2221", "37", "36", "6011", "35", "62"]),
    st.text("0123456789", min_size=15, max_size=15),
)
def test_every_valid_card_of_usual_length_is_taken(prefix: str, rest: str) -> None:
    length = {"37": 15, "36": 14}.get(prefix, 16)
    if prefix == "35":
        prefix = "3530"
    payload = (prefix + rest)[: length - 1]
    card = payload + luhn_check_digit(payload)
    if brand_of(card) is not None:
        assert press(Session(3), card) == card
