"""The laws that hold for every text."""

import random
import subprocess
import sys
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import POLICIES, InputError, luhn_check_digit, mint_token
from redactors import Finding, Redactor, splice

_TOKEN = mint_token("pan", random.Random(11).randrange)
_REDACTOR = Redactor()
_PIECES = st.sampled_from(
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "5555-5555-5555-4444",
        "378282246310005",
        "4111111111111112",
        "12/27",
        "123",
        "1227",
        "cvv",
        "exp",
        "card",
        "order",
        "gift",
        "visa",
        "call",
        "+44 20 7946 0958",
        "(415) 555-2671",
        "a@b.example",
        "DE89370400440532013000",
        "[PAN]",
        "[EMAIL]",
        _TOKEN,
        f"[Visa \u2022\u20221111 {_TOKEN}]",
        "tok_pan_",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "&#52;",
        "%34",
        "%",
        "&",
        ";",
        "=",
        "^",
        ".",
        ",",
        " ",
        "\n",
        "-",
        "/",
        "４",
        "\u200b",
        "\u0336",
        "é",
        "💳",
        "0",
        "4",
        "00",
        "[",
        "]",
        "(",
        ")",
        "\u2022\u20221111",
        "41111111-1111-1111-1111-111111111111",
        "\x1a",
        "\x18",
        "@",
        "?",
        "four zero one two eight eight",
        "double eight",
        "forty twelve",
        "one",
        "cuatro",
        "um",
        "then",
        "no sorry",
        "twelve twenty seven",
        "pin",
        "4O12",
        "l1",
        "NDAxMjg4ODg4ODg4MTg4MQ",
        "3431313131313131313131313131313131",
        "1.",
        "2.",
        "\nCustomer: 4012\nAgent: 4012, ok\nCustomer: 888888881881\n",
        "\nAgent: and the cvv?\nCustomer: ",
        "[10:01] ",
        "=34",
        "\\x34",
        "\x15",
        "\x1e",
        "\x1f",
        "ssn",
        "536-90-4399",
        "536904399",
        "account number",
        "bank",
        "12345678",
        "sort code",
        "20-00-00",
        "passport",
        "C01X00T47",
        "is my",
        "and",
        "born on",
        "12/05/1980",
        "1.2.3.4",
        "www.",
        "http://",
        "example.com",
        "it.so",
        " dot com",
        "jane at gmail",
        "office",
        "123-4567",
        "$",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=14).map("".join) | st.lists(_PIECES, max_size=14).map(" ".join)
_SEPARATORS = st.sampled_from(["", " ", "-", "  ", "\u00a0", "\u2013", "\n", "\u200b", "\t", " - "])


def _formatted(form: str, finding: Finding) -> str:
    return form.format(finding.entity)


def _card(seed: int, brand: tuple[str, int]) -> str:
    prefix, length = brand
    digits = prefix + "".join(random.Random(seed).choices("0123456789", k=length - len(prefix) - 1))
    return digits + luhn_check_digit(digits)


_CARDS = st.builds(
    _card, st.integers(0, 10**6), st.sampled_from([("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("36", 14)])
)


@pytest.mark.fuzz
@given(st.text() | _TEXTS)
def test_findings_are_sorted_disjoint_and_inside(text: str) -> None:
    """Whatever the text: no exception, and spans that can be spliced."""
    findings = _REDACTOR.find(text)
    edges = [edge for f in findings for edge in (f.start, f.end)]
    assert edges == sorted(edges)
    assert all(0 <= f.start < f.end <= len(text) for f in findings)


@pytest.mark.fuzz
@given(_TEXTS)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    """Placeholders and agents' token forms are never found, nor is anything new beside them."""
    cards = _REDACTOR.restricted(frozenset(POLICIES["cards"]))
    for redactor, form in ((_REDACTOR, "[{}]"), (cards, f"[Visa \u2022\u20221111 {_TOKEN}]")):
        once = splice(text, redactor.find(text), partial(_formatted, form))
        assert redactor.find(once) == []


@pytest.mark.fuzz
@given(_CARDS, st.lists(_SEPARATORS, min_size=3, max_size=3), st.sampled_from(["", "so ", "é ", "＃"]))
def test_a_card_in_groups_is_found_exactly(pan: str, separators: list[str], before: str) -> None:
    """Any mix of spaces, dashes, line ends and invisible characters; the span begins and ends at a digit."""
    cuts = [pan[:4], pan[4:8], pan[8:12], pan[12:]]
    written = "".join(group + sep for group, sep in zip(cuts, [*separators, ""], strict=True))
    text = f"{before}{written} ok"
    assert [(f.entity, text[f.start : f.end], f.value.expose() if f.value else "") for f in _REDACTOR.find(text)] == [
        ("PAN", written, pan)
    ]


def test_a_valid_token_is_never_found(token: str) -> None:
    """Alone, in an agent's form, or glued to words."""
    for text in (
        token,
        f"[Visa \u2022\u20221111 {token}]",
        f"card:{token}",
        f"cvv [Amex \u2022\u20220005 {token}] thanks",
    ):
        assert _REDACTOR.find(text) == []


def test_a_token_with_wrong_check_characters_is_read_as_text(visa: str) -> None:
    """Otherwise a card could hide in the shape of a token."""
    forged = f"tok_pan_{visa}abcdefgh"
    assert [f.value.expose() for f in _REDACTOR.find(forged) if f.value] == [visa]


def test_a_card_beside_a_token_is_found(token: str, visa: str) -> None:
    """A token hides only itself."""
    assert [f.entity for f in _REDACTOR.find(f"{token} {visa}")] == ["PAN"]


def test_policies_name_what_is_found() -> None:
    """`cards` leaves the mail address, `pci` takes the IBAN, `pci+pii` all."""
    text = "4111111111111111 DE89370400440532013000 a@b.example"
    entities = {p: [f.entity for f in Redactor(p).find(text)] for p in ("cards", "pci", "pci+pii")}
    assert entities == {"cards": ["PAN"], "pci": ["PAN", "IBAN"], "pci+pii": ["PAN", "IBAN", "EMAIL"]}


def test_an_unknown_policy_is_refused_without_echo() -> None:
    """The message names the policies there are."""
    with pytest.raises(InputError, match="unknown policy: use one of cards, pci") as caught:
        Redactor("4111111111111111")
    assert "4111" not in str(caught.value)


def test_a_finding_shows_no_value() -> None:
    """Neither repr nor equality touch it."""
    (finding,) = _REDACTOR.find("4111111111111111")
    assert "4111" not in repr(finding)


def test_importing_the_redactor_imports_no_nlp() -> None:
    """Presidio and spaCy have their own door."""
    search = "from redactors import Redactor; Redactor().find('+44 20 7946 0958 4111111111111111')"
    code = f"import sys; {search}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"presidio_analyzer", "spacy", "aiohttp", "asyncpg"} & set(loaded)
