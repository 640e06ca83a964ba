"""E-mail addresses, as typed and with "at" and "dot" as words."""

import pytest

from redactors import Redactor
from tests.redactors.conftest import Found


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("write to jane.doe+x@mail.example.com.", "jane.doe+x@mail.example.com"),
        ("<jane@example.com>", "jane@example.com"),
        ("'jane@example.com'", "jane@example.com"),
        ("jane＠example.com", "jane＠example.com"),
        ("jane&#64;example.com", "jane&#64;example.com"),
        ("jane%40example.com", "jane%40example.com"),
        ("jürgen@müller.example", "jürgen@müller.example"),
    ],
)
def test_finds_mail_addresses(text: str, address: str, found: Found) -> None:
    """Also where the at sign is written in another form."""
    assert found(text) == [("EMAIL", address)]


@pytest.mark.parametrize("text", ["@here", "a@b", "user@localhost", "5 @ 3.50", "@@@@"])
def test_leaves_other_at_signs(text: str, found: Found) -> None:
    """An address has a domain with a top level."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("jane dot doe at example dot com", "jane.doe@example.com"),
        ("Jane DOT Doe AT Example DOT Com", "Jane.Doe@Example.Com"),
        ("jane_doe (at) example (dot) com", "jane_doe@example.com"),
        ("jane.doe [at] example [dot] co [dot] uk", "jane.doe@example.co.uk"),
        ("jane underscore doe at mail dot example dot org", "jane_doe@mail.example.org"),
        ("john at gmail dot com", "john@gmail.com"),
        ("jane underscore doe 82 at gmail dot com", "jane_doe82@gmail.com"),
        ("grace dash park 82 at outlook dot com", "grace-park82@outlook.com"),
        ("grace.park at acme dot co dot uk", "grace.park@acme.co.uk"),
        ("jane@example dot com", "jane@example.com"),
        ("jane (at) example.com", "jane@example.com"),
        ("juan punto perez arroba ejemplo punto es", "juan.perez@ejemplo.es"),
        ("ana guion bajo ruiz arroba ejemplo punto es", "ana_ruiz@ejemplo.es"),
        ("marie point dupont arobase exemple point fr", "marie.dupont@exemple.fr"),
        ("marie tiret dupont arobase exemple point fr", "marie-dupont@exemple.fr"),
        ("max punkt mustermann at beispiel punkt de", "max.mustermann@beispiel.de"),
        ("max unterstrich mustermann ät beispiel punkt de", "max_mustermann@beispiel.de"),
    ],
)
def test_finds_addresses_in_words(written: str, value: str, redactor: Redactor) -> None:
    """The span is what was written, the value an address."""
    text = f"so, it is {written}, thanks"
    (finding,) = redactor.find(text)
    assert (finding.entity, text[finding.start : finding.end]) == ("EMAIL", written)
    assert finding.value is not None
    assert finding.value.expose() == value


def test_one_name_before_at_needs_a_word_for_mail_or_a_provider(found: Found) -> None:
    """ "Looking at" is no name."""
    assert found("I was looking at example dot com yesterday") == []
    assert found("my email is jane at example dot com") == [("EMAIL", "jane at example dot com")]
    assert found("jane at example dot com is my e-mail") == [("EMAIL", "jane at example dot com")]
    assert found("email jane.doe at example.com") == [("EMAIL", "jane.doe at example.com")]


@pytest.mark.parametrize(
    "text",
    [
        "the point at which it broke",
        "he got to the point at noon dot.",
        "c'est au point at last",
        "hasta el punto de partida",
        "der Punkt ist an der Stelle",
        "the shop (at the corner) was closed",
        "we met at the dot at noon",
        "see file main.py at line 3. It broke",
    ],
)
def test_leaves_points_and_dots_of_prose(text: str, found: Found) -> None:
    assert found(text) == []
