"""The last resort before a log line leaves."""

import pytest

from carddata import scrub


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "４１１１１１１１１１１１",
    ],
)
def test_long_digit_runs_are_struck_out(text: str) -> None:
    assert scrub(f"a {text} b") == "a [digits] b"


@pytest.mark.parametrize("text", ["2026-11-22", "port 8080", "12345678901", "", "10.0.0.1:8080 in 12 ms"])
def test_short_numbers_stay(text: str) -> None:
    assert scrub(text) == text
