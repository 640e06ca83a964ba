"""The laws of conversations, over random ones; the soak tests run many more."""

import random
from itertools import pairwise

import pytest

from redactors import Conversation, Redactor, splice
from tests.support.conversations import HELD, Made, Screen, leaked, play, with_card, without_card

_COUNT = 500


@pytest.mark.parametrize("policy", ["cards", "pci+pii"])
def test_at_no_time_has_more_of_a_card_been_shown_than_the_table_allows(policy: str) -> None:
    """500 cards split in random ways, in four languages; codes, dates and PINs are never shown at all."""
    redactor = Redactor(policy)
    for seed in range(_COUNT if policy == "cards" else _COUNT // 5):
        made = with_card(random.Random(seed))

        def shows_no_more(screen: Screen, made: Made = made, seed: int = seed) -> None:
            assert leaked(made, screen) == {}, seed

        play(redactor, made, shows_no_more)


def test_of_conversations_without_a_card_hardly_a_text_is_touched() -> None:
    """500 of them, full of other numbers: after all releases, and most of them at once."""
    redactor = Redactor("cards")
    texts = touched = held = 0
    for seed in range(_COUNT):
        made = without_card(random.Random(seed))
        first: dict[str, str] = {}

        def remember(screen: Screen, first: dict[str, str] = first) -> None:
            first.update({turn: text for turn, text in screen.texts.items() if turn not in first})

        final = play(redactor, made, remember).texts
        texts += len(made.turns)
        touched += sum(final[str(i)] != turn.text for i, turn in enumerate(made.turns))
        held += sum(HELD in text for text in first.values())
    assert touched <= texts * 0.01
    assert held <= texts * 0.1


def test_beside_a_card_other_numbers_are_seldom_taken_for_it() -> None:
    redactor = Redactor("cards")
    numbers = touched = 0
    for seed in range(_COUNT):
        made = with_card(random.Random(seed))
        final = play(redactor, made).texts
        for i, turn in enumerate(made.turns):
            if turn.innocent:
                numbers += 1
                touched += final[str(i)] != turn.text
    assert touched <= numbers * 0.06


@pytest.mark.parametrize("make", [with_card, without_card])
def test_findings_are_disjoint_and_are_just_what_the_final_texts_leave_out(make: object) -> None:
    redactor = Redactor("cards")
    for seed in range(_COUNT // 4):
        made = with_card(random.Random(seed)) if make is with_card else without_card(random.Random(seed))
        conversation = Conversation(redactor)
        for i, turn in enumerate(made.turns):
            conversation.turn(str(i), turn.role, turn.text, turn.at, speaker=turn.speaker)
        findings, texts = conversation.finished()
        for i, turn in enumerate(made.turns):
            own = [finding for number, finding in findings if number == i]
            assert all(a.end <= b.start for a, b in pairwise(own))
            assert texts[i] == splice(turn.text, own, lambda finding: f"[{finding.entity}]")


def test_two_conversations_never_join() -> None:
    """The first half of a card here, the second there."""
    redactor = Redactor("cards")
    for seed in range(_COUNT // 4):
        dice = random.Random(seed)
        chunks = [f"{dice.choice('3456')}{dice.randrange(10**7):07}", f"{dice.randrange(10**8):08}"]
        for chunk in chunks:
            conversation, screen = Conversation(redactor), Screen()
            screen.show("1", conversation.turn("1", "customer", chunk))
            screen.show(None, conversation.end())
            assert screen.texts == {"1": chunk}
