"""A tenant's own patterns beside ours."""

import pytest

from carddata import InputError
from redactors import Redactor, splice
from redactors.patterns import PatternRecognizer


def _redacted(text: str, **patterns: str) -> str:
    return splice(
        text, Redactor("cards", [PatternRecognizer(patterns)]).find(text), lambda finding: f"[{finding.entity}]"
    )


def test_a_pattern_is_found_by_its_name_also_in_other_scripts_and_without_a_digit() -> None:
    text = "é member AB-77 of the Wizards"
    assert _redacted(text, MEMBER=r"\bAB-\d\d\b", CLUB="Wizards") == "é member [CUSTOM_MEMBER] of the [CUSTOM_CLUB]"


def test_a_pattern_reads_what_is_written_in_disguise() -> None:
    assert _redacted("id \uff21\uff22-77, AB%2D77", MEMBER=r"AB-\d\d") == "id [CUSTOM_MEMBER], [CUSTOM_MEMBER]"


def test_a_card_is_a_card_whatever_a_pattern_says() -> None:
    assert _redacted("paid 4539148803436467!", PAID=r"paid \d{8}", ANY=r"\d+") == "paid [PAN]!"


def test_what_a_card_leaves_of_a_match_is_a_match() -> None:
    assert _redacted("paid 4539148803436467 today", LINE=".+") == "[CUSTOM_LINE][PAN][CUSTOM_LINE]"


def test_redacting_twice_is_redacting_once() -> None:
    once = _redacted("my id is AB77", ANY=r"\w+77")
    assert once == "my id is [CUSTOM_ANY]"
    assert _redacted(once, ANY=r"\w+77") == once


def test_a_hostile_pattern_is_linear_and_a_lone_surrogate_harms_nothing() -> None:
    """On a backtracking engine this pattern would not end."""
    assert _redacted("a" * 50_000 + "!\ud800", EVIL=r"(a+)+$") == "a" * 50_000 + "!\ud800"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("lower", "x"),
        ("A" * 49, "x"),
        ("OPEN", "("),
        ("LOOK", "(?=x)x"),
        ("BACK", r"(x)\1"),
        ("EMPTY", "x*"),
        ("LONG", "x" * 1001),
        ("HUGE", "(?:x{1000}){1000}"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_by_its_name(name: str, pattern: str) -> None:
    with pytest.raises(InputError) as refused:
        PatternRecognizer({name: pattern})
    said = "name" if name in ("lower", "A" * 49) else f"pattern {name}:"
    assert said in str(refused.value)
