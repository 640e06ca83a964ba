"""Labels that hold a card, and those that only look like it."""

import uuid
from random import Random

import pytest

from carddata import holds_card_number, mint_token


@pytest.mark.parametrize(
    "label",
    [
        "4111111111111111",
        "order-4111111111111111",
        "ticket 4111 1111 1111 1111",
        "REF4111111111111111",
        "case_4111111111111111",
        "crm:4111=1111=1111=1111",
        "c4111$1111$1111$1111",
        "4111a1111a1111a1111",
        "1.4111111111111111",
        "a4111111111111111b2c3",
        "Mozilla/5.0 (order 4111111111111111)",
        "３７８２８２２４６３１０００５",
        "4111\u200b1111\u200b1111\u200b1111",
        "2024-01-01 4111111111111111",
    ],
)
def test_a_card_is_seen_whatever_stands_round_it(label: str) -> None:
    assert holds_card_number(label)


@pytest.mark.parametrize(
    "label", ["", "call-77", "2026-11-22T10:00:00.123456Z", "1748503543012122", "+44 20 7946 0958", "10.0.0.1:8080"]
)
def test_ordinary_labels_are_no_cards(label: str) -> None:
    assert not holds_card_number(label)


def test_ids_that_machines_make_are_hardly_ever_refused() -> None:
    dice = Random(5)
    uuids = [str(uuid.UUID(int=dice.getrandbits(128), version=4)) for _ in range(2000)]
    assert sum(map(holds_card_number, uuids)) <= 4
    snowflakes = [str(dice.randrange(10**17, 10**18)) for _ in range(2000)]
    assert sum(map(holds_card_number, snowflakes)) <= 60
    tokens = [mint_token("pan", dice.randrange) for _ in range(500)]
    assert not any(map(holds_card_number, tokens))
