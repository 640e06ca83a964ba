"""What a conversation leaves behind in the process: nothing, in no memo of a word either."""

import gc
import random
from collections.abc import Iterator

import pytest

from redactors import Conversation, Redactor
from redactors.conversation.stream import TextStream
from tests.support.conversations import made_card

_NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _spelled(card: str) -> list[str]:
    """The digits of `card` in words of three digits each: "fourfivethree"."""
    return ["".join(_NAMES[int(digit)] for digit in card[at : at + 3]) for at in range(0, 15, 3)]


def _forms(seed: int) -> dict[str, list[str]]:
    """Texts that say a card, and beside each what of it must be gone."""
    dice = random.Random(f"wiped {seed}")
    card = next(card for card in iter(lambda: made_card(dice), "") if len(card) == 16)
    words = _spelled(card)
    misspelled = [f"{word[:-2]}{word[-1]}" for word in words]
    camel = ["".join(_NAMES[int(digit)].title() for digit in card[at : at + 3]) for at in range(0, 15, 3)]
    return {
        f"my card is {' '.join(words)} {_NAMES[int(card[15])]}": words,
        f"my card is {' '.join(misspelled)}, order {' '.join(words)} is mine": misspelled,
        f"it is {' '.join(camel)} or so": [*camel, *(word.lower() for word in camel)],
        f"order {card} and my card {card[:12]} {card[12:]} exp 12/27": [card, card[:12]],
        f"Ann: {card[:8]}\nBob: ok\nAnn: order {card[:12]} {card[8:]}": [card[:8], card[8:], card[:12]],
    }


def _told(seed: int) -> None:
    for text in _forms(seed):
        conversation = Conversation(Redactor("pci"))
        conversation.turn("1", "agent", "what is your card number?")
        conversation.turn("2", "customer", text)
        conversation.turn("3", "agent", text)
        conversation.wipe()
        stream = TextStream(Redactor("cards"))
        for char in text:
            stream.feed(char)
        stream.end()


def _kept() -> Iterator[str | bytes]:
    """All strings that the collector can reach; containers of strings only it does not track itself."""
    seen: set[int] = set()
    stack = gc.get_objects()
    while stack:
        held = gc.get_referents(stack.pop())
        for thing in held:
            if isinstance(thing, str | bytes):
                yield thing
            elif not gc.is_tracked(thing) and id(thing) not in seen:
                seen.add(id(thing))
                stack.append(thing)


@pytest.mark.parametrize("seed", range(3))
def test_after_a_wipe_no_object_of_the_process_holds_a_word_that_spells_digits(seed: int) -> None:
    _told(seed)
    gc.collect()
    kept = list(_kept())
    mine = [piece for pieces in _forms(seed).values() for piece in pieces]
    left = {p for p in mine for k in kept if (p in k if isinstance(k, str) else p.encode() in k) and k is not p}
    assert left == set()
