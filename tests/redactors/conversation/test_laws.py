"""The laws of conversations, over random ones; the soak tests run many more."""

import random

import pytest

from redactors import Redactor
from tests.support.conversations import Screen, leaked, play, with_card, without_card

_COUNT = 500


@pytest.mark.parametrize("policy", ["cards", "pci+pii"])
def test_at_no_time_more_of_a_card_is_shown_than_the_table_allows(policy: str) -> None:
    """500 cards split in random ways, in four languages."""
    redactor = Redactor(policy)
    for seed in range(_COUNT if policy == "cards" else _COUNT // 5):
        card, turns = with_card(random.Random(seed))

        def shows_no_more(screen: Screen, card: str = card, seed: int = seed, turns: list = turns) -> None:  # type: ignore[type-arg]
            assert leaked(card, turns, screen) == set(), seed

        final = play(redactor, turns, shows_no_more)
        shows_no_more(final)


def test_of_conversations_without_a_card_hardly_a_text_is_touched() -> None:
    """500 of them, full of other numbers; after all releases."""
    redactor = Redactor("cards")
    touched = texts = 0
    for seed in range(_COUNT):
        turns = without_card(random.Random(seed))
        final = play(redactor, turns)
        touched += sum(final.texts[str(i)] != turn.text for i, turn in enumerate(turns))
        texts += len(turns)
    assert touched <= texts * 0.01
