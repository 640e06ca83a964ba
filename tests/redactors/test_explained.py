"""What a finding tells about itself, and what it never tells."""

import random
import unicodedata

import pytest

from redactors import Redactor
from tests.redactors.variants import VARIANTS, card


@pytest.mark.parametrize(
    ("text", "shape", "flags"),
    [
        ("4012888888881881", "dddddddddddddddd", {"issuer", "length", "luhn"}),
        ("my card 4012-8888-8888-1882", "dddd-dddd-dddd-dddd", {"issuer", "length", "card-context"}),
        ("four oh one two " + "eight " * 8 + "one eight eight one", "d" * 16, {"issuer", "length", "luhn", "spoken"}),
        ("jane@mail.example", "aaaa@aaaa.aaaaaaa", set()),
    ],
)
def test_a_finding_explains_itself(text: str, shape: str, flags: set[str], redactor: Redactor) -> None:
    """By its shape and by flags of our own words."""
    (finding,) = redactor.find(text)
    assert (finding.shape, set(finding.flags)) == (shape, flags)


def test_a_number_split_over_turns_is_a_finding_a_part(redactor: Redactor) -> None:
    """All have the whole number as their value, and what was repeated goes as well; words between stay."""
    text = "Customer: it is 40128888\nAgent: 40128888, ok\nCustomer: and 88881881 thanks"
    findings = redactor.find(text)
    assert [text[f.start : f.end] for f in findings] == ["40128888", "40128888", "88881881"]
    assert {f.value.expose() for f in findings if f.value} == {"4012888888881881"}
    assert ["continued" in f.flags for f in findings] == [False, True, True]


def test_two_speakers_digits_never_join(redactor: Redactor) -> None:
    """Each speaker has a number of its own."""
    assert redactor.find("Ann: 40128888\nBob: 88881881") == []


@pytest.mark.parametrize("kind", VARIANTS)
def test_no_explanation_holds_a_digit_or_a_letter_of_the_text(kind: str, redactor: Redactor) -> None:
    """Shapes are made of `d`, `a` and signs, whatever script the digits are of."""
    dice = random.Random(kind)
    for _ in range(10):
        for finding in redactor.find(VARIANTS[kind](dice, card(dice))):
            assert not any(
                c.isalnum() or unicodedata.numeric(c, None) is not None for c in finding.shape if c not in "da"
            )
