"""Many more random conversations than the laws' tests can afford."""

import random

import pytest

from redactors import Redactor, splice
from redactors.conversation.stream import TextStream
from tests.support.conversations import Screen, leaked, play, with_card, without_card
from tests.support.texts import random_text


@pytest.mark.soak
def test_ten_thousand_random_conversations_show_no_more_than_the_table_allows() -> None:
    redactor = Redactor("pci")
    for seed in range(10_000):
        card, turns = with_card(random.Random(f"soak {seed}"))
        worst: set[int] = set()

        def look(screen: Screen) -> None:
            worst.update(leaked(card, turns, screen))  # noqa: B023

        look(play(redactor, turns, look))
        assert not worst, seed


@pytest.mark.soak
def test_of_ten_thousand_without_a_card_at_most_one_text_in_a_hundred_is_touched() -> None:
    redactor = Redactor("pci")
    touched = texts = 0
    for seed in range(10_000):
        turns = without_card(random.Random(f"soak {seed}"))
        final = play(redactor, turns)
        touched += sum(final.texts[str(i)] != turn.text for i, turn in enumerate(turns))
        texts += len(turns)
    assert touched <= texts * 0.01


@pytest.mark.soak
def test_ten_thousand_random_chunkings_give_the_whole_texts_result() -> None:
    redactor = Redactor("cards")
    for seed in range(10_000):
        dice = random.Random(f"soak {seed}")
        text, size = random_text(dice), dice.choice([1, 1, 2, 5, 50])
        stream = TextStream(redactor)
        out = [stream.feed(text[start : start + size]) for start in range(0, len(text), size)]
        whole = splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]")
        assert "".join([*out, stream.end()]) == whole, seed
