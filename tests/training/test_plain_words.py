"""The words that need no model: as they are made, and without names."""

import pytest

from redactors.plain_words import plain
from training.names import fakers
from training.plain_words import PLAIN_WORDS, plain_words


def test_the_file_holds_what_is_made() -> None:
    assert PLAIN_WORDS.read_text("utf-8").split() == plain_words()


@pytest.mark.parametrize("text", ["this is {}", "{} called me", "my wife {} too", "{}", "I am {} and I want my card"])
def test_no_sentence_with_a_whole_name_goes_unread(text: str) -> None:
    source = fakers()[0]
    for _ in range(300):
        name = source.name()
        for spelled in (name, name.lower()):
            assert not plain(text.format(spelled)), spelled


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "I still have not received my new card, I ordered it a week ago.",
        "Where is my refund? It's been 3 weeks!",
        "my card number is 4111 1111 1111 1111, cvv 123",
        "",
        "12 34",
    ],
)
def test_what_holds_no_name_goes_unread(text: str) -> None:
    assert plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Will called", "this is will", "may is my wife", "Hope is here", "I like Best Buy", "CARD",
        "i live at 5 park road", "my address is 5", "born on 3 4 1980", "SW1A 1AA", "名前", "jane@example.com",
        "a Card",
    ],
)  # fmt: skip
def test_what_may_hold_one_is_read(text: str) -> None:
    assert not plain(text)
