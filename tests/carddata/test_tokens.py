"""Tokens are recognised offline and never look like a card."""

import re
import secrets
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import TOKEN_PATTERN, is_token, luhn_valid, mint_token
from carddata.tokens import ALPHABET


@given(st.integers())
def test_a_minted_token_is_one_never_passes_luhn_and_has_no_long_digit_run(seed: int) -> None:
    token = mint_token("pan", Random(seed).randrange)
    assert is_token(token)
    assert not luhn_valid("".join(re.findall(r"\d", token)))
    assert max(map(len, re.findall(r"\d+", token)), default=0) <= 5


def test_one_changed_character_makes_it_none_but_for_a_chance_of_one_in_3364() -> None:
    random = Random(7)
    unnoticed = 0
    for _ in range(2000):
        token = mint_token("pan", random.randrange)
        place = random.randrange(len("tok_pan_"), len(token))
        other = random.choice(ALPHABET.replace(token[place], ""))
        unnoticed += is_token(token[:place] + other + token[place + 1 :])
    assert unnoticed <= 5


def test_most_random_text_of_the_shape_is_no_token() -> None:
    shaped = ("tok_pan_" + "".join(secrets.choice(ALPHABET) for _ in range(24)) for _ in range(2000))
    assert sum(map(is_token, shaped)) < 10


@pytest.mark.parametrize("text", ["", "tok_pan_", "tok_4012_9f8e7d6c5b4a1881", "tok_PAN_" + "1" * 24])
def test_other_shapes_are_no_token(text: str) -> None:
    assert not is_token(text)


def test_text_round_a_token_makes_it_none() -> None:
    token = mint_token("iban", secrets.randbelow)
    assert not is_token(f" {token}")
    assert not is_token(token + "1")
    assert TOKEN_PATTERN.search(f"[Visa ••1111 {token}]")
    assert not TOKEN_PATTERN.search(f"{token}1")


@pytest.mark.parametrize("cls", ["", "Pan", "p-n", "1pan", "a" * 17])
def test_a_class_is_a_short_lower_case_name(cls: str) -> None:
    with pytest.raises(ValueError, match="class"):
        mint_token(cls, secrets.randbelow)
