"""Placeholders for a language model, and the way back, exact to the byte."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import Secret, mint_token
from redactors import Finding, Pseudonyms, Redactor
from redactors.identities import Identities, canonical

# Whatever can go wrong at a placeholder's edges, and what customers type.
_PIECES = [
    *(
        "[",
        "]",
        "\\",
        "_",
        ".",
        " ",
        "\u00a0",
        "1",
        "10",
        "\u0661",
        "PERSON",
        "person",
        "TYPED_",
        "typed\\_",
        "TYPED_1",
    ),
    *(
        "[PERSON_1]",
        "[PERSON_10]",
        "[PERSON_1.2]",
        "\\[PERSON\\_1\\]",
        "[ person_1 ]",
        "[PAN_1]",
        "[CVV]",
        "[CUSTOM_A__1]",
    ),
    *("[TYPED_PERSON_1]", "[TYPED_TYPED_PERSON_1]", "\u017f", "\u212a", "Grace", "\n", "\U0001f642", "e\u0301", "\x00"),
    mint_token("person", random.Random(7).randrange),
]
_TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=12).map("".join)
_ENTITIES = ["PERSON", "EMAIL", "PAN", "ADDRESS", "CUSTOM_A_1", "TOKEN"]


@st.composite
def found_texts(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """A text with disjoint findings anywhere in it."""
    text = draw(_TEXTS)
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    findings = [
        Finding(draw(st.sampled_from(_ENTITIES)), start, end, 1.0, "test", Secret(text[start:end]))
        for start, end in zip(marks[::2], marks[1::2], strict=False)
        if start < end
    ]
    return text, findings


def _named(text: str, *names: str, entity: str = "PERSON") -> list[Finding]:
    """A finding for each of `names`, in their order in the text."""

    def spans() -> Iterator[Finding]:
        at = 0
        for name in names:
            start = text.index(name, at)
            at = start + len(name)
            yield Finding(entity, start, at, 0.9, "test", Secret(name))

    return list(spans())


def _hidden(names: Pseudonyms, text: str, *found: str, entity: str = "PERSON") -> str:
    hidden = names.hide(text, _named(text, *found, entity=entity))
    assert names.restore(hidden) == text
    return hidden


@given(st.lists(found_texts(), min_size=1, max_size=3), st.booleans())
def test_the_way_back_is_exact_to_the_byte_for_every_text(texts: list[tuple[str, list[Finding]]], loose: bool) -> None:
    """One conversation; also with what customers type to look like placeholders, and when restored loosely."""
    names = Pseudonyms()
    hidden = [names.hide(text, findings) for text, findings in texts]
    assert [names.restore(each, loose=loose) for each in hidden] == [text for text, _ in texts]


@given(found_texts(), _TEXTS, st.lists(st.integers(1, 5), min_size=1), st.booleans())
def test_an_answer_in_pieces_is_restored_as_the_whole_one(
    found: tuple[str, list[Finding]], answer: str, sizes: list[int], loose: bool
) -> None:
    names = Pseudonyms()
    text = names.hide(*found) + answer
    restorer, out, at, turn = names.restorer(loose=loose), [], 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        out.append(restorer.feed(text[at : at + size]))
        at, turn = at + size, turn + 1
    assert "".join([*out, restorer.end()]) == names.restore(text, loose=loose)


@pytest.mark.parametrize("loose", [False, True])
def test_wherever_an_answer_is_cut_it_is_restored_as_the_whole_one(loose: bool) -> None:
    names = Pseudonyms()
    text = "Grace \\[PERSON\\_1\\] \\[Grace] [[PERSON_1]"
    answer = (
        names.hide(text, _named(text, "Grace", "Grace")) + " \\[PERSON\\_1\\] [ person_1 ] \\\\[PERSON_1] [[PERSON_1]]["
    )
    whole = names.restore(answer, loose=loose)
    assert whole.startswith(text)
    for cut in range(len(answer)):
        for again in range(cut, len(answer)):
            restorer = names.restorer(loose=loose)
            pieces = [restorer.feed(answer[:cut]), restorer.feed(answer[cut:again]), restorer.feed(answer[again:])]
            assert "".join([*pieces, restorer.end()]) == whole
    restorer = names.restorer(loose=loose)
    assert "".join([*map(restorer.feed, answer), restorer.end()]) == whole


def test_plain_words_of_a_stream_go_on_at_once_and_a_placeholder_when_it_is_whole() -> None:
    names = Pseudonyms()
    _hidden(names, "I am Grace", "Grace")
    restorer = names.restorer()
    assert [restorer.feed(piece) for piece in ("Dear ", "[", "PER", "SON_1", "]", ", [see", " note]")] == [
        "Dear ",
        "",
        "",
        "",
        "Grace",
        ", ",
        "[see note]",
    ]
    assert restorer.feed("[PERSON_1") == ""
    assert restorer.end() == "[PERSON_1"


def test_a_person_keeps_one_number_under_all_names_that_fit() -> None:
    names = Pseudonyms()
    assert _hidden(names, "I'm Grace Park", "Grace Park") == "I'm [PERSON_1]"
    assert _hidden(names, "Ms. Park, or grace", "Ms. Park", "grace") == "[PERSON_1.2], or [PERSON_1.3]"
    assert _hidden(names, "GRACE PARK, G. Park", "GRACE PARK", "G. Park") == "[PERSON_1.4], [PERSON_1.5]"
    assert _hidden(names, "Park, Grace", "Park, Grace") == "[PERSON_1.6]"
    assert _hidden(names, "Grace Park again", "Grace Park") == "[PERSON_1] again"


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        (["Grace Park", "James Park"], [1, 2]),
        (["Grace Park", "James Park", "Park"], [1, 2, 3]),
        (["Maria Garcia", "Maria Lopez", "Maria", "Maria"], [1, 2, 3, 3]),
        (["Grace", "Grace Park", "Grace Kim"], [1, 1, 2]),
        (["Ms. Park", "Mr. Park"], [1, 2]),
        (["Grace Park", "Ms. Park", "Mr. Park"], [1, 1, 2]),
        (["Ms. Park", "Mr. James Park", "Grace Park"], [1, 2, 1]),
        (["May", "Will", "Will May"], [1, 2, 3]),
        (["G. Park", "Grace Park", "Gordon Park"], [1, 1, 2]),
        (["Jos\u00e9 Nu\u00f1ez", "JOSE\u0301 NUN\u0303EZ", "Jos\u00e9\u2019s"], [1, 1, 1]),
        (["\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e", "\u738b\u5c0f\u7ea2"], [1, 1, 2]),
        (["J", "Jane", "J"], [1, 2, 1]),
        (["Dr.", "..."], [1, 2]),
    ],
)
def test_who_is_who(said: list[str], numbers: list[int]) -> None:
    names = Pseudonyms()
    given_numbers = []
    for name in said:
        placed = names.name(Finding("PERSON", 0, len(name), 0.9, "test", Secret(name)), name)
        assert placed is not None
        given_numbers.append(int(placed.strip("[]").removeprefix("PERSON_").split(".")[0]))
    assert given_numbers == numbers


def test_cards_phones_and_mail_are_one_by_their_canonical_value() -> None:
    text = "4111 1111 1111 1111 or 4111111111111111, Ada@Example.org or ada@example.org"
    names = Pseudonyms()
    hidden = names.hide(text, Redactor("pci+pii").find(text))
    assert hidden == "[PAN_1] or [PAN_1.2], [EMAIL_1] or [EMAIL_1.2]"
    assert names.restore(hidden) == text


def test_a_placeholder_that_a_customer_types_never_becomes_a_value() -> None:
    names = Pseudonyms()
    hidden = _hidden(names, "Grace says [PERSON_1] and \\[person\\_1\\]", "Grace")
    assert hidden == "[PERSON_1] says [TYPED_PERSON_1] and \\[TYPED_person\\_1\\]"
    assert names.restore(hidden, loose=True) == "Grace says [PERSON_1] and \\[person\\_1\\]"


def test_what_a_model_invents_stays_and_a_value_is_not_read_again() -> None:
    names = Pseudonyms()
    text = "I am [PERSON_2] and Bob"
    hidden = names.hide(text, _named(text, "[PERSON_2]", "Bob"))
    assert hidden == "I am [PERSON_1] and [PERSON_2]"
    answer = "[PERSON_1], [PERSON_2], [PERSON_10], [PERSON_1.9], [EMAIL_1], [PERSON_01]"
    assert names.restore(answer) == "[PERSON_2], Bob, [PERSON_10], [PERSON_1.9], [EMAIL_1], [PERSON_01]"


@pytest.mark.parametrize("bent", ["[person_1]", "[ PERSON_1 ]", "[PERSON\\_1]", "\\[PERSON\\_1\\]", "[Person_1\u00a0]"])
def test_a_placeholder_that_a_model_bent_is_restored_when_asked_for(bent: str) -> None:
    names = Pseudonyms()
    _hidden(names, "Grace", "Grace")
    assert names.restore(f"Hi {bent}!") == f"Hi {bent}!"
    assert names.restore(f"Hi {bent}!", loose=True) == "Hi Grace!"


@pytest.mark.parametrize(
    "other",
    ["[PER\u017fON_1]", "[PERSON_1", "PERSON_1", "[PERSON 1]", "[PERSON_1\\]", "[PERSON_\u0661]", "[PERSON_1 .]"],
)
def test_what_is_bent_further_is_no_placeholder(other: str) -> None:
    names = Pseudonyms()
    _hidden(names, "Grace", "Grace")
    assert names.restore(other, loose=True) == other


def test_codes_pins_expiry_and_tracks_are_never_given_back() -> None:
    text = "card 4111111111111111 exp 12/27 cvv 123"
    names = Pseudonyms()
    hidden = names.hide(text, Redactor("cards").find(text))
    assert hidden == "card [PAN_1] exp [CARD_EXPIRY] cvv [CVV]"
    assert names.restore(hidden) == "card 4111111111111111 exp [CARD_EXPIRY] cvv [CVV]"


def test_where_very_many_share_a_name_a_new_one_is_a_new_person() -> None:
    names = Pseudonyms()
    for number in range(40):
        _hidden(names, f"Grace A{number}", f"Grace A{number}")
    assert _hidden(names, "Park", "Park") == "[PERSON_41]"
    assert _hidden(names, "Grace Park", "Grace Park") == "[PERSON_42]"


def test_a_copy_goes_its_own_way() -> None:
    names = Pseudonyms()
    _hidden(names, "Grace", "Grace")
    other = names.copy()
    assert _hidden(other, "Grace Park, Bob", "Grace Park", "Bob") == "[PERSON_1.2], [PERSON_2]"
    assert _hidden(names, "Grace Kim, Bob", "Grace Kim", "Bob") == "[PERSON_1.2], [PERSON_2]"


def test_nothing_shows_a_value() -> None:
    names = Pseudonyms()
    _hidden(names, "Grace", "Grace")
    assert "Grace" not in repr(names) + repr(names.restorer()) + repr(vars(names)["_values"])


def test_findings_out_of_order_are_refused() -> None:
    text = "Grace Bob"
    with pytest.raises(ValueError, match="sorted"):
        Pseudonyms().hide(text, _named(text, "Grace", "Bob")[::-1])


@pytest.mark.parametrize(
    ("entity", "one", "other", "equal"),
    [
        ("PERSON", "Grace  PARK", "grace\npark", True),
        ("EMAIL", "Ada@Example.org", "ada@example.org", True),
        ("ADDRESS", "12 Elm St., Leeds", "12 ELM ST LEEDS", True),
        ("ADDRESS", "Flat 1, 2 Elm St", "Flat 12 Elm St", False),
        ("DATE_OF_BIRTH", "1/12/1980", "11/2/1980", False),
        ("URL", "https://example.com/A", "https://example.com/a", False),
    ],
)
def test_which_spellings_are_one_value(entity: str, one: str, other: str, equal: bool) -> None:
    assert (canonical(entity, one) == canonical(entity, other)) is equal


def test_a_fuller_name_stands_for_a_shorter_one_that_it_says() -> None:
    people = Identities()
    people.number("PERSON", "Park")
    assert people.fullest("PERSON", "PARK") == "park"
    people.number("PERSON", "Ms Grace Lee Park")
    for short in ("Grace", "Park", "Ms. Park", "grace park", "G. Park", "Ms Grace Lee Park"):
        assert people.fullest("PERSON", short) == "ms grace lee park"
    for other in ("Grace Kim", "Park Grace", "Mr Park", "G"):
        assert people.copy().fullest("PERSON", other) == canonical("PERSON", other)
    assert people.fullest("EMAIL", "Ada@Example.org") == "ada@example.org"
