"""What a model finds beside rules, with models that are not the point: they find what they are told."""

import random
import re
import secrets
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import mint_token
from redactors import Redactor, splice
from redactors.names import ENTITIES, Named, windows
from redactors.recognizer import Recognizer


class Told:
    """A `NameFinder` that takes every match of a pattern for a person."""

    entities = ENTITIES
    recognizers: Sequence[Recognizer] = ()

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self.asked: list[str] = []

    def find(self, text: str) -> list[Named]:
        """Its matches."""
        self.asked.append(text)
        return [Named("PERSON", *match.span()) for match in self._pattern.finditer(text)]

    def find_all(self, texts: Sequence[str]) -> list[list[Named]]:
        """Those of each text."""
        return [self.find(text) for text in texts]


def _redacted(redactor: Redactor, text: str) -> str:
    return splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]")


def test_what_rules_found_stays_and_the_rest_of_a_name_goes() -> None:
    """A model that swallows an address for mail leaves no half of the name behind."""
    redactor = Redactor(ner=Told("Jane.*"))
    assert _redacted(redactor, "I am Jane Doe jane@example.com, Leeds") == "I am [PERSON] [EMAIL], [PERSON]"


def test_the_model_reads_also_what_rules_found() -> None:
    """A card number beside a name is a sign of it."""
    finder = Told("x")
    Redactor(ner=finder).find("Jane 4111111111111111")
    assert finder.asked == ["Jane 4111111111111111", "Jane [X]"]


def test_what_is_left_is_read_until_nothing_new_is_found() -> None:
    """A name beside what was found is found as it would be in the redacted text."""
    finder = Told(r"Ann|(?<=\[X\] )Bob|(?<=\[X\] \[X\] )Cy")
    assert _redacted(Redactor(ner=finder), "Ann Bob Cy Dan") == "[PERSON] [PERSON] [PERSON] Dan"
    assert finder.asked == ["Ann Bob Cy Dan", "[X] Bob Cy Dan", "[X] [X] Cy Dan", "[X] [X] [X] Dan"]


def test_many_texts_are_read_at_once_and_found_as_one_by_one() -> None:
    texts = ["Ann and Bob", "nobody", "", "4111111111111111 Ann", "12"]
    finder = Told(r"Ann|(?<=\[X\] and )Bob")
    redactor = Redactor(ner=finder)
    found = redactor.find_all(texts)
    rounds = list(finder.asked)
    assert found == [redactor.find(text) for text in texts]
    assert rounds == ["Ann and Bob", "4111111111111111 Ann", "[X] and Bob"]


def test_tokens_and_placeholders_are_never_part_of_a_name() -> None:
    """Redacting twice keeps the first time's tokens."""
    token = mint_token("pan", secrets.randbelow)
    text = f"Jane {token} [EMAIL] Doe"
    assert _redacted(Redactor(ner=Told(".+")), text) == f"[PERSON] {token} [EMAIL] [PERSON]"


def test_a_name_in_compatibility_letters_is_covered_where_it_stands() -> None:
    text = "bin Ｊａｎｅ\u200b Ｄｏｅ, ja"
    assert _redacted(Redactor(ner=Told("Jane Doe")), text) == "bin [PERSON], ja"


_TOKEN = mint_token("pan", random.Random(1).randrange)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 34",
        "!!!",
        "４１１１",
        "\n\n",
        _TOKEN,
        f"[EMAIL], {_TOKEN} 12",
        "ok",
        "Thank you!",
        "ＯＫ",
    ],
)
def test_text_that_can_hold_no_name_is_not_read(text: str) -> None:
    """No letter, only what is redacted already, only plain words."""
    finder = Told(".")
    Redactor(ner=finder).find(text)
    assert finder.asked == []


@pytest.mark.parametrize("text", ["ok Jane", "Ⓙane", "THANK YOU", "[EMAIL] Jo", f"{_TOKEN} May", "it is Ok"])
def test_all_other_text_is_read(text: str) -> None:
    finder = Told(".")
    Redactor(ner=finder).find(text)
    assert finder.asked


@given(st.lists(st.text("Jane ok1.@\n", max_size=20) | st.sampled_from(["4111111111111111 Jane", "[PAN] Jane", "ok"])))
def test_many_texts_at_once_give_what_each_gives_alone(texts: list[str]) -> None:
    for redactor in (Redactor("pci"), Redactor(ner=Told("[Ja]+n?e?")), Redactor("cards", ner=Told("Jane"))):
        assert redactor.find_all(texts) == [redactor.find(text) for text in texts]


def test_a_policy_says_which_names_count() -> None:
    """`cards` with a model finds cards only, and a restricted redactor keeps its model."""
    finder = Told("Jane")
    assert _redacted(Redactor("cards", ner=finder), "Jane 4111111111111111") == "Jane [PAN]"
    both = Redactor("pci+pii", ner=finder)
    assert _redacted(both, "Jane 4111111111111111") == "[PERSON] [PAN]"
    assert _redacted(both.restricted(frozenset({"PERSON"})), "Jane 4111111111111111") == "[PERSON] 4111111111111111"
    assert _redacted(both.restricted(frozenset({"PAN"})), "Jane 4111111111111111") == "Jane [PAN]"


def test_a_finding_tells_its_shape_and_no_name() -> None:
    (finding,) = Redactor(ner=Told("Jane")).find("hi Jane")
    assert (finding.rule, finding.score, finding.shape) == ("ner", 0.85, "aaaa")
    assert finding.value is not None
    assert finding.value.expose() == "Jane"
    assert "Jane" not in repr(finding)


@given(st.text("ab \n", max_size=9_000))
def test_windows_leave_nothing_unread_and_each_place_has_one(text: str) -> None:
    """Cores follow each other, each window reaches its core's end, and what begins in a core has room behind it."""
    reached = 0
    for start, core, end in windows(text):
        assert start == reached
        assert core <= end <= len(text)
        assert end - start <= 1_700
        assert end == len(text) or end - core == 200
        assert core > start or not text
        reached = core
    assert reached == len(text)


@pytest.mark.parametrize("make", [lambda n: "Jane " * n, lambda n: "Jane" * n, lambda n: "Jane\n" * n])
def test_findings_are_sorted_and_disjoint_whatever_a_model_says(make: Callable[[int], str]) -> None:
    text = make(40)
    findings = Redactor(ner=Told("(?=(J))Jane Jane|Jane")).find(text)
    assert findings
    assert all(one.end <= two.start for one, two in pairwise(findings))
