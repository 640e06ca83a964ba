"""Many more random conversations than the laws' tests can afford."""

import random

import pytest

from redactors import Redactor, splice
from redactors.conversation.stream import TextStream
from tests.support.conversations import Made, Screen, leaked, play, with_card, without_card
from tests.support.texts import random_text


@pytest.mark.soak
def test_ten_thousand_random_conversations_show_no_more_than_the_table_allows() -> None:
    redactor = Redactor("pci")
    over: dict[int, dict[str, set[int]]] = {}
    for seed in range(10_000):
        made = with_card(random.Random(f"soak {seed}"))

        def look(screen: Screen, made: Made = made, seed: int = seed) -> None:
            if found := leaked(made, screen):
                over[seed] = found

        play(redactor, made, look)
    assert over == {}


@pytest.mark.soak
def test_of_ten_thousand_without_a_card_at_most_one_text_in_a_hundred_is_touched() -> None:
    redactor = Redactor("pci")
    touched = texts = 0
    for seed in range(10_000):
        made = without_card(random.Random(f"soak {seed}"))
        final = play(redactor, made).texts
        touched += sum(final[str(i)] != turn.text for i, turn in enumerate(made.turns))
        texts += len(made.turns)
    assert touched <= texts * 0.01


@pytest.mark.soak
def test_of_ten_thousand_random_chunkings_none_differs_from_the_whole_texts_result() -> None:
    redactor = Redactor("cards")
    different = []
    for seed in range(10_000):
        dice = random.Random(f"soak {seed}")
        text, size = random_text(dice), dice.choice([1, 1, 2, 5, 50])
        stream = TextStream(redactor)
        out = [stream.feed(text[start : start + size]) for start in range(0, len(text), size)]
        whole = splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]")
        if "".join([*out, stream.end()]) != whole:
            different.append(seed)
    assert different == []
