"""A text that grows: what leaves when, and that it is the whole text's redaction in the end."""

import random
from collections.abc import Callable

import pytest

from redactors import Redactor, splice
from redactors.conversation.settings import Bounds
from redactors.conversation.stream import TextStream
from tests.support.texts import random_text

Streamed = Callable[..., list[str]]
_CARDS = Redactor("cards")


def _whole(text: str) -> str:
    return splice(text, _CARDS.find(text), lambda finding: f"[{finding.entity}]")


def _streamed(pieces: list[str], bounds: Bounds | None = None) -> list[str]:
    stream = TextStream(_CARDS, bounds=bounds or Bounds())
    return [*(stream.feed(piece) for piece in pieces), stream.end()]


def test_any_chunking_gives_the_whole_texts_result() -> None:
    """Random texts, mostly a character at a time; the soak tests cut 10,000 more."""
    for seed in range(300):
        dice = random.Random(seed)
        text = random_text(dice)
        cuts = sorted(dice.sample(range(len(text) + 1), min(len(text), dice.choice([3, 10_000, 10_000]))))
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


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("There are 2 cups standing over there on the table", 75),
        ("We met at 10:30 on 12 May in room 412, and I paid $45.60 for order 4412883122 there ", 250),
        ("<p class='intro'>**Hello** there &amp; welcome — 你好 👍 to https://example.com/help today</p> friend", 150),
        ("My tracking number is 1Z999AA10123456784 and I would like to know where it is now, thank you ", 270),
    ],
)
def test_innocent_prose_goes_on_after_a_number(text: str, longest: int) -> None:
    stream, shown = TextStream(_CARDS), 0
    for at, char in enumerate(text * 20):
        shown += len(stream.feed(char))
        assert at + 1 - shown <= longest


def test_a_long_word_is_held_to_64_characters_but_not_where_it_may_hide_a_digit() -> None:
    stream = TextStream(_CARDS)
    assert stream.feed("a" * 65) == "a" * 65
    assert stream.feed("b") == ""
    assert TextStream(_CARDS).feed("aB" * 40) == ""


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
    assert stream.due == 8.0
    assert stream.feed("", at=8.0) == "\u2022\u2022\u2022\u2022 \u2022\u2022\u2022"
    assert stream.feed("8 0343 6467", at=9.0) == ""
    assert "6467" not in stream.end()


def test_the_clock_runs_from_the_digit_and_not_for_the_beginning_of_a_word() -> None:
    stream = TextStream(_CARDS)
    assert stream.feed("it is fo", at=0.0) == "it is "
    assert stream.due is None
    assert stream.feed("", at=100.0) == ""
    assert stream.feed("ur five ", at=101.0) == ""
    assert stream.due == 109.0
    assert stream.feed("", at=109.0) == "\u2022 \u2022 "


def test_a_word_too_long_to_be_held_leaves_without_letters_and_digits() -> None:
    stream = TextStream(_CARDS, bounds=Bounds(characters=100))
    out = stream.feed("see " + "NDUzOTE0/" * 30) + stream.feed("ODgwMzQz and then NDY2Nw") + stream.end()
    assert (
        out
        == "see " + "\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022/" * 30 + "\u2022" * 8 + " and then NDY\u2022Nw"
    )


def test_other_entities_wait_too() -> None:
    out = _streamed_by(
        Redactor("pci+pii"), "write to ann.lee@example.com or to GB29 NWBK 6016 1331 9268 19 today please"
    )
    assert out == "write to [EMAIL] or to [IBAN] today please"


def _streamed_by(redactor: Redactor, text: str) -> str:
    stream = TextStream(redactor)
    return "".join([*map(stream.feed, text), stream.end()])


def test_its_memory_is_bounded() -> None:
    stream = TextStream(_CARDS)
    for _ in range(3000):
        stream.feed("plain words and more ")
    assert len(stream.__dict__["_text"]) < 2048


def test_nothing_is_lost_of_a_text_with_pages_of_numbers() -> None:
    """Between them stands no plain text by which to forget what is over."""
    dice = random.Random("pages")
    words = ["kitchen", "window", "garden", "table", "river", "mountain", "bottle", "yellow", "curtain", "picture"]

    def plain(length: int) -> str:
        return " ".join(dice.choices(words, k=length // 7))

    for _ in range(5):
        shapes = ("%d ", "$%d ", "%d:30 ", "%d, ", "%d kg; ", "#%d / ")
        numbers = "".join(dice.choice(shapes) % dice.randrange(10, 99_999) for _ in range(800))
        card = "4111 1111 1111 1111"
        text = f"{plain(40)} {numbers} invoice {plain(14)} 77 invoice {plain(300)} {card} {plain(400)}"
        pieces = [text[i : i + 3] for i in range(0, len(text), 3)]
        stream = TextStream(_CARDS)
        assert "".join([*map(stream.feed, pieces), stream.end()]) == _whole(text)
