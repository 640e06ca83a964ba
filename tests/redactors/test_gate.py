"""The gate never says no where a recogniser could find something: its clues against Python's own engine."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactors import View
from redactors.gate import AT, CALL, CODE, DATE, LONG, PIN, SIX, TWELVE, WORDS, look, places
from redactors.normaliser import views
from redactors.number_words import NUMBERS
from redactors.phone_words import linked, near

_TWELVE = re.compile(r"[0-9](?:[\W_]{0,6}[0-9]){11}")
_SIX = re.compile(r"[0-9](?:[ ().\-/\t]{0,3}[0-9]){5}")
_LETTERS = re.compile(r"[^\W\d_]+")
_PIECES = st.sampled_from(
    [*"0123456789 -._/()\t\n@é÷×ß…", "four", "FÜNF", "cero", "dix-sept", "zweihundert", "oné", "cvv", "Gültig", "exp"]
)
_WORDS = """
    phone tel. Cellular mobile CALL dialled text sms fax whats app ring reach me answering contact landline my number
    pager viber Telefonnummer Handynummer anrufen rufen rückruf ruckruf erreichen festnetznummer meine nummer teléfonos
    móvil moviles celular llámame llamar fijo marcar mi número numero téléphone portable appelez fixe joindre mon numéro
    on at : , is 12 hotel cancel
"""
_CALLS = _WORDS.split()
_TEXTS = st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=60)


@pytest.mark.hypothesis
@given(_TEXTS)
def test_digits_near_each_other_are_never_overlooked(text: str) -> None:
    written = views(View(text))[0].text
    assert not _TWELVE.search(written) or look(written).bits & TWELVE
    assert not _SIX.search(written) or look(written).bits & SIX


@pytest.mark.hypothesis
@given(_TEXTS)
def test_two_number_words_are_never_overlooked(text: str) -> None:
    latin = text.encode("latin-1", "replace").decode("latin-1")
    said = [word for word in _LETTERS.findall(latin) if word.lower() in NUMBERS]
    clues = look(text)
    assert clues.words >= len(said)
    assert len(said) < 2 or clues.bits & WORDS


@pytest.mark.hypothesis
@given(_TEXTS, st.sampled_from([(CODE, "cvv"), (DATE, "exp"), (AT, "@")]))
def test_each_clue_stands_in_one_of_its_places(text: str, clue: tuple[int, str]) -> None:
    """The places are disjoint, in order, and reach as far round each clue as was asked."""
    bit, word = clue
    found = list(places(text, bit, 5, 7))
    for match in re.finditer(re.escape(word), text, re.IGNORECASE | re.ASCII):
        assert any(start <= max(0, match.start() - 5) and match.end() + 7 <= end for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@pytest.mark.hypothesis
@given(st.lists(st.sampled_from(_CALLS), max_size=4).map(" ".join))
def test_a_word_for_a_telephone_is_never_overlooked(text: str) -> None:
    assert not (near(text) or linked(text)) or look(text).bits & CALL


def test_words_in_capitals_and_with_accents_are_seen() -> None:
    for word in ("FÜNF", "Zéro", "DIECISÉIS", "EINUNDZWANZIG"):
        assert look(f"{word}, {word}.").bits & WORDS
    assert look("PRÜFZIFFER").bits & CODE
    assert look("my Pin: x").bits & PIN
    assert not look("pinned").bits & PIN


def test_a_text_without_clues_gives_none_and_a_view_looks_once() -> None:
    assert not look("I would like to know when it will be done").promising
    view = View("4111")
    assert view.clues is view.clues


@pytest.mark.parametrize("unit", ["1 ", "one ", "@", "a" * 17 + " ", "cvv exp pin ", "\x1a1", "ab12 "])
def test_a_text_full_of_clues_is_one_place(unit: str) -> None:
    """So what is searched round clues is never searched twice."""
    text = (unit * 5_000)[:20_000]
    assert look(text).bits
    for clue in (CODE, DATE, PIN, AT, LONG):
        assert len(list(places(text, clue, 64, 160))) <= 1
