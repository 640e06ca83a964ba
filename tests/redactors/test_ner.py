"""Our model behind Presidio's engine, as `Redactor(ner=True)` uses it."""

import json
import random
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from carddata import mint_token
from redactors import Pseudonyms, Redactor, presidio, splice
from redactors.names import ModelUnavailable
from redactors.presidio import MODEL, Model, model
from tests.support.lines import FORMS, WORDS, random_messages

_LARGEST = 6 * 1024 * 1024
_NAMES = st.sampled_from(WORDS) | st.text(max_size=12)
_MESSAGES = st.builds(str.format, st.sampled_from(FORMS), _NAMES, _NAMES) | st.text(max_size=80)
_LONG = " ".join(random_messages(50))


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    """Everything, names too."""
    return Redactor(ner=True)


def _found(redactor: Redactor, text: str) -> list[tuple[str, str]]:
    return [(finding.entity, text[finding.start : finding.end]) for finding in redactor.find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello, my name is Zoë Müller-Lüdenscheidt and I need help", "Zoë Müller-Lüdenscheidt"),
        ("the policy is in the name of Łukasz Żółć", "Łukasz Żółć"),
        ("can I speak to José Ángel Núñez, please?", "José Ángel Núñez"),
        ("Best regards,\nSøren Ødegård", "Søren Ødegård"),
        ("my name is J. R. Whitfield", "J. R. Whitfield"),
        ("The account is held by P. Sharma", "P. Sharma"),
        ("Hi, this is May Thompson from billing", "May Thompson"),
        ("please transfer me to Will Turner", "Will Turner"),
        ("my name is Grace Park", "Grace Park"),
        ("I spoke to Mark Stone yesterday", "Mark Stone"),
        ("hi, my name is priya raman and my card does not work", "priya raman"),
        ("my wife ingrid larsson will pick it up", "ingrid larsson"),
        ("PLEASE CALL MARTIN HOLMES", "MARTIN HOLMES"),
    ],
)
def test_people_are_found_by_what_surrounds_them(redactor: Redactor, text: str, name: str) -> None:
    """Accents, initials, names that are words, small letters, capitals."""
    assert ("PERSON", name) in _found(redactor, text)


@pytest.mark.parametrize(
    "text",
    [
        "May I pay in May, or will it be charged in June?",
        "Will you mark it as paid?",
        "I hope the card arrives in August",
        "by the grace of the bank my bill is paid",
        "how do I top up my account with a voucher",
        "the Galaxy S24 does not charge",
    ],
)
def test_words_that_could_be_names_are_not(redactor: Redactor, text: str) -> None:
    assert _found(redactor, text) == []


@pytest.mark.parametrize(
    ("text", "entity", "span"),
    [
        ("please send it to 48 Maple Street, Apt. 12, Portland", "ADDRESS", "48 Maple Street"),
        ("i live at 7 kirchgasse, 80331 münchen", "ADDRESS", "7 kirchgasse"),
        ("I am calling from Lisbon", "LOCATION", "Lisbon"),
        ("I have an account with Deutsche Bank", "ORGANIZATION", "Deutsche Bank"),
        ("My date of birth is 4 March 1981", "DATE_OF_BIRTH", "4 March 1981"),
    ],
)
def test_the_other_four_kinds(redactor: Redactor, text: str, entity: str, span: str) -> None:
    found = [(kind, value) for kind, value in _found(redactor, text) if span in value]
    assert [kind for kind, _ in found] == [entity]


def test_a_card_and_a_name_in_one_message(redactor: Redactor) -> None:
    text = "my name is Ana Horvat, card 4111 1111 1111 1111, email ana@example.com"
    redacted = splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]")
    assert redacted == "my name is [PERSON], card [PAN], email [EMAIL]"


def test_long_text_is_read_to_its_end(redactor: Redactor) -> None:
    """Also a name that lies across two windows, and one behind text without a space."""
    filler = "the parcel has not arrived and the app is slow. "
    for length in range(1_380, 1_520, 7):
        text = (filler * 40)[:length] + " My name is Katarina Lindqvist. " + "x" * 3_000 + " My name is Tom Becker."
        names = [value for kind, value in _found(redactor, text) if kind == "PERSON"]
        assert "Katarina Lindqvist" in names, length
        assert "Tom Becker" in names, length


@given(st.lists(_MESSAGES, max_size=6))
def test_many_texts_at_once_give_what_each_gives_alone(texts: list[str]) -> None:
    """Also the same text twice, empty ones, and one of several windows."""
    ours = model()
    texts = texts if len(texts) % 4 else [*texts, _LONG, *texts]
    assert ours.find_all(texts) == [ours.find(text) for text in texts]
    redactor = Redactor(ner=ours)
    assert redactor.find_all(texts) == [redactor.find(text) for text in texts]


def test_speed_changes_no_result() -> None:
    """spaCy's pipeline as it comes finds the same, text by text."""
    plain = spacy.load(MODEL)
    texts = list(random_messages(200))
    expected = [[(e.label_, e.start_char, e.end_char) for e in plain(text).ents] for text in texts]
    assert any(expected)
    assert [[tuple(named) for named in names] for names in model().find_all(texts)] == expected


def test_the_model_is_small_and_has_its_card() -> None:
    """At most 6 MB; the card says data, seed, scores and limits."""
    assert sum(path.stat().st_size for path in MODEL.rglob("*")) <= _LARGEST
    card = (MODEL / "CARD.md").read_text("utf-8")
    for word in ("make model", "seed", "Training data", "## Scores", "| generated |", "## Limits"):
        assert word in card
    assert set(json.loads((MODEL / "meta.json").read_text("utf-8"))["labels"]["ner"]) == set(model().entities)


def test_a_pipeline_forgets_what_it_has_read() -> None:
    """Two thousand words that it has never seen leave its list of words as it was."""
    ours = model()
    ours.find("my name is Jane Doe")
    known = len(ours.nlp.vocab.strings)
    for number in range(50):
        ours.find(" ".join(f"quxword{number}x{place}" for place in range(40)))
    assert len(ours.nlp.vocab.strings) == known


def test_memory_stays_flat_over_twenty_thousand_messages() -> None:
    """All different, in a process of its own."""
    command = [sys.executable, "-m", "tests.support.memory", "4_000", "20_000"]
    grown = int(subprocess.run(command, check=True, capture_output=True).stdout)
    assert grown < 4 * 1024 * 1024


def test_a_pipeline_made_anew_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many words that its index of them would grow."""
    monkeypatch.setattr(presidio, "_WORDS", 100)
    ours = Model(spacy.load(MODEL))
    first, texts = ours.nlp, list(random_messages(200))
    assert [ours.find(text) for text in texts] == [model().find(text) for text in texts]
    assert ours.nlp is not first


def test_a_model_that_is_not_there_is_an_error_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the package's name is known to spaCy's download command."""

    def refused(*_args: object, **_keywords: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    with pytest.raises(ModelUnavailable, match="does not load"):
        Redactor(ner="en_core_web_lg")


def test_a_broken_model_is_an_error_that_tells_no_path(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp\n")
    with pytest.raises(ModelUnavailable, match="does not load") as caught:
        Redactor(ner=str(tmp_path))
    assert str(tmp_path) not in str(caught.value)


def test_a_model_without_names_is_an_error(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelUnavailable, match="no label"):
        Redactor(ner=str(tmp_path))


def test_labels_of_other_models_become_ours() -> None:
    """OntoNotes' kinds of places are locations, its dates are nobody's birthday."""
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Paris"}, {"label": "DATE", "pattern": "Monday"}])
    assert _found(Redactor(ner=Model(nlp)), "Paris on Monday") == [("LOCATION", "Paris")]


def test_without_names_nothing_of_presidio_is_imported() -> None:
    code = (
        "import sys; from redactors import Redactor; Redactor('pci+pii').find('Jane 4111111111111111');"
        "sys.exit(any(name.split('.')[0] in ('spacy', 'presidio_analyzer', 'thinc') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_names_it_finds_are_one_person_in_a_prompt_and_come_back_exactly(redactor: Redactor) -> None:
    names = Pseudonyms()
    said = {
        "Hi, this is Grace Park, I live at 12 Elm Street, Leeds.": "Hi, this is [PERSON_1], I live at [ADDRESS_1].",
        "hello Ms. Park, how are you? yes it's Grace.": "hello [PERSON_1.2], how are you? yes it's [PERSON_1.3].",
        "my husband James Park called yesterday": "my husband [PERSON_2] called yesterday",
        "tell grace park that James Park phoned": "tell [PERSON_1.4] that [PERSON_2] phoned",
    }
    assert {text: names.hide(text, redactor.find(text)) for text in said} == said
    assert [names.restore(hidden) for hidden in said.values()] == list(said)


_TALK = """hi this is Grace Park from Boston and my name Will May card 4111111111111111 mail jane@example.com call me at
    12 Elm Street Springfield . , Mr Müller thanks Acme Ltd born 3/4/1980 I live in the said grace o'brien"""
_WORDS = st.sampled_from([*_TALK.split(), "\n"])


@settings(max_examples=200)
@given(st.lists(_WORDS, min_size=1, max_size=25).map(" ".join), st.randoms(use_true_random=False))
def test_what_was_redacted_is_not_redacted_again(redactor: Redactor, text: str, dice: random.Random) -> None:
    """Whether a placeholder or a token stands there."""
    findings = redactor.find(text)
    for once in (
        splice(text, findings, lambda finding: f"[{finding.entity}]"),
        splice(text, findings, lambda _: f"[{mint_token('person', dice.randrange)}]"),
    ):
        assert redactor.find(once) == []


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("<p>Hello, please cancel my order.</p>", "<p>Hello, please cancel my order.</p>"),
        ("<p>I am Grace <b>Park</b>.</p>", "<p>I am [PERSON] <b>[PERSON]</b>.</p>"),
        ("<p>Jos&eacute; Garc&iacute;a here, call Zo&#235; M&uuml;ller</p>", "<p>[PERSON] here, call [PERSON]</p>"),
        ('<p title="[EMAIL]">Grace Park here</p>', '<p title="[EMAIL]">[PERSON] here</p>'),
        ('<a href="mailto:jane@example.com">Grace Park</a>', '<a href="mailto:[EMAIL]">[PERSON]</a>'),
        ('<td x="4111 1111 1111 1111">I am Grace Park</td>', '<td x="[PAN]">I am [PERSON]</td>'),
        ("<tr><td>Name</td><td>Grace Park</td></tr>", "<tr><td>Name</td><td>[PERSON]</td></tr>"),
        ("I\u2019m Sean O\u2019Neill", "I\u2019m [PERSON]"),
        ("my name is \u0930\u093e\u0939\u0941\u0932", "my name is [PERSON]"),
        ("Quiero cancelar mi pedido", "Quiero cancelar mi pedido"),
    ],
)
def test_markup_and_other_letters_hide_no_name_and_are_none(redactor: Redactor, text: str, redacted: str) -> None:
    assert splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]") == redacted


@pytest.mark.parametrize(
    "text",
    [
        "my surname is power", "name: comfort power", "Page here, can you help me?", "My name is I. Small",
        "i'm miss small, the account holder", "i live at 5 valley view", "send it to 17 temple way",
        "i live in reading", "Kind regards,\n\nPage",
    ],
)  # fmt: skip
def test_names_of_plain_words_are_found_where_something_says_so(redactor: Redactor, text: str) -> None:
    assert _found(redactor, text)
