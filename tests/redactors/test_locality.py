"""What far text must not change: each of these once read a number differently for what stood elsewhere."""

import pytest

from redactors import Redactor

_FAR = " and we talked about many things that have nothing to do with it" * 40


@pytest.mark.parametrize(
    ("text", "far"),
    [
        ("my visa [PAN] Bob is my name", " S0S "),
        ("tarjeta bis 4O12 8888 8888 1881 ", ""),
        ("your c v v cent ich", " 2 dogs "),
        ("&#52;&#48;&#49;&#50;888888881881 is my card", " if a <b then c > d "),
    ],
)
def test_a_number_is_read_the_same_whatever_stands_far_away(text: str, far: str) -> None:
    redactor = Redactor("cards")
    alone = [(f.entity, f.start, f.end) for f in redactor.find(text)]
    assert [(f.entity, f.start, f.end) for f in redactor.find(text + _FAR + far)] == alone
    shift = len(far + _FAR)
    behind = [(f.entity, f.start - shift, f.end - shift) for f in redactor.find(far + _FAR + " " + text)]
    assert [(entity, start - 1, end - 1) for entity, start, end in behind] == alone


def test_words_of_look_alike_letters_begin_no_number() -> None:
    text = "tarjeta bis 4O12 8888 8888 1881 "
    (finding,) = Redactor("cards").find(text)
    assert text[finding.start :].startswith("4O12")


def test_a_far_angle_bracket_hides_no_encoded_card() -> None:
    text = "if a <b then" + _FAR + " &#52;&#48;&#49;&#50;888888881881 " + _FAR + " c > d"
    assert [f.entity for f in Redactor("cards").find(text)] == ["PAN"]
