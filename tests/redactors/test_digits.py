"""The atoms that conversation and streaming are built on."""

import itertools

import pytest

from redactors.digits import Between, digit_atoms


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("my card 4012 8888", "40128888"),
        ("\uff14\u0660\u06f1\u0968", "4012"),
        ("four zero one two", "4012"),
        ("cuarenta y dos, ochenta", "4280"),
        ("quatre-vingt-dix-sept", "97"),
        ("achtundachtzig", "88"),
        ("triple oh 4", "0004"),
        ("&#52;&#48;12", "4012"),
        ("4O12 8B88 88l8", "401288888818"),
        ("one moment, no", ""),
        ("one", "1"),
        ("[PAN] 12", "12"),
    ],
)
def test_every_form_of_a_digit_is_an_atom(text: str, digits: str) -> None:
    """In the order of the text, with spans that never go back."""
    atoms = digit_atoms(text)
    assert "".join(atom.digit for atom in atoms) == digits
    assert all(a.start <= b.start and a.end <= b.end for a, b in itertools.pairwise(atoms))


@pytest.mark.parametrize(
    ("gap", "between"),
    [
        ("", Between.NOTHING),
        (" - ", Between.SEPARATOR),
        (" um ", Between.FILLER),
        (" no sorry ", Between.REPAIR),
        (" people ", Between.WORD),
    ],
)
def test_an_atom_knows_what_stands_before_it(gap: str, between: Between) -> None:
    """At its strongest."""
    assert digit_atoms(f"4012{gap}8888")[4].before is between


def test_digits_of_one_word_share_its_span() -> None:
    """The whole word goes where one of its digits goes."""
    text = "say eighty-eight now"
    assert [text[a.start : a.end] for a in digit_atoms(text)] == ["eighty-eight"] * 2


def test_an_atom_shows_no_digit() -> None:
    """Its repr may be logged."""
    assert "4" not in repr(digit_atoms("4")[0]).replace("start", "")
