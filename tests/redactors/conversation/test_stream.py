"""A text that grows: what leaves when, and that it is the whole text's redaction in the end."""

import random
from collections.abc import Callable

import pytest

from redactors import Redactor, splice
from redactors.conversation.stream import Bounds, TextStream
from tests.support.texts import random_text

Streamed = Callable[..., list[str]]
_CARDS = Redactor("cards")


def _whole(text: str) -> str:
    return splice(text, _CARDS.find(text), lambda finding: f"[{finding.entity}]")


def _streamed(pieces: list[str], bounds: Bounds | None = None) -> list[str]:
    stream = TextStream(_CARDS, bounds=bounds or Bounds())
    return [*(stream.feed(piece) for piece in pieces), stream.end()]


def test_any_chunking_gives_the_whole_texts_result() -> None:
    """Random texts, cut in random ways, down to single characters; the soak tests cut 10,000 more."""
    for seed in range(1200):
        dice = random.Random(seed)
        text = random_text(dice)
        cuts = sorted(dice.sample(range(len(text) + 1), min(len(text), dice.choice([0, 1, 3, 10, 10_000]))))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert "".join(_streamed(pieces)) == _whole(text), seed


def test_plain_words_pass_at_once() -> None:
    assert _streamed(["Hello ", "there, how", " are you ", "doing?"]) == [
        "Hello ",
        "there, ",
        "how are you ",
        "",
        "doing?",
    ]


def test_a_number_passes_when_the_words_after_it_show_that_it_is_none_of_a_card() -> None:
    out = _streamed(list("There are 2 cups standing over there on the table"))
    assert "".join(out[:-1]).startswith("There are 2 cups standing over ")


@pytest.mark.parametrize("card", ["4539 1488 0343 6467", "4 5 3 9 1 4 8 8 0 3 4 3 6 4 6 7", "45391488-03436467"])
def test_never_five_undecided_digits_are_out(card: str) -> None:
    for size in (1, 2, 3, 7):
        text = f"my number is {card} thanks"
        stream, out = TextStream(_CARDS), ""
        for start in range(0, len(text), size):
            out += stream.feed(text[start : start + size])
            assert sum(c.isdigit() for c in out) < 5
        assert "4539" not in out + stream.end()


def test_past_its_size_what_is_held_leaves_masked_and_so_do_the_digits_after_it() -> None:
    bounds = Bounds(characters=40)
    text = (
        "see 4539 1488 "
        + "0 " * 20
        + "0343 6467 and so on it goes with plain words "
        + "on " * 100
        + "7 it is now over there"
    )
    out = "".join(_streamed(list(text), bounds))
    assert "4539" not in out
    assert "6467" not in out
    assert len(out) == len(text)
    assert out.endswith("7 it is now over there")


def test_past_its_time_what_is_held_leaves_masked() -> None:
    stream = TextStream(_CARDS)
    assert stream.feed("it is 4539 14", at=0.0) == "it is "
    assert stream.feed("8", at=7.9) == ""
    assert stream.feed("", at=8.0) == "\u2022\u2022\u2022\u2022 \u2022\u2022\u2022"
    assert stream.feed("8 0343 6467", at=9.0) == ""
    assert "6467" not in stream.end()


def test_its_memory_is_bounded() -> None:
    stream = TextStream(_CARDS)
    for _ in range(3000):
        stream.feed("plain words and more ")
    assert len(stream.__dict__["_text"]) < 2048
