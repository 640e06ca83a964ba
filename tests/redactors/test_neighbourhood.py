"""What is searched again, and what becomes of a text in which that has no end."""

import random
from itertools import pairwise

import pytest

from redactors import Finding, Redactor, splice
from redactors.neighbourhood import around
from tests.redactors.variants import VARIANTS, card


def test_the_pieces_are_disjoint_in_order_and_reach_round_every_finding() -> None:
    dice = random.Random(1)
    for _ in range(200):
        text = "".join(dice.choices("aaa 1\n", k=dice.choice([10, 3_000, 20_000])))
        starts = sorted(dice.sample(range(len(text)), dice.randint(1, 5)))
        findings = [Finding("PAN", start, start + 1, 1.0, "made") for start in starts]
        pieces = list(around(text, findings))
        assert all(a[1] < b[0] for a, b in pairwise(pieces))
        for start in starts:
            assert any(low <= max(0, start - 1_024) and min(len(text), start + 1_025) <= high for low, high in pieces)


@pytest.mark.parametrize("seed", range(5))
def test_in_a_long_text_each_number_is_found_as_it_is_in_a_short_one(seed: int) -> None:
    """Prose between them, so that nothing joins."""
    dice = random.Random(seed)
    redactor = Redactor("cards")
    pieces = [dice.choice(list(VARIANTS.values()))(dice, card(dice)) for _ in range(20)]
    prose = "\n\n" + "And that is all there is to say about it for today, thank you. " * 40 + "\n\n"
    whole = prose.join(pieces)

    def redacted(text: str) -> str:
        return splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]")

    once = redacted(whole)
    assert redacted(once) == once
    assert once.count("[PAN") == sum(redacted(piece).count("[PAN") for piece in pieces)


@pytest.mark.parametrize("unit", ["karte\nvingt\n\n\n>  ", "<\nvisa\n</b>\nBob: 4111, ", "card 4111 1111 11 "])
def test_where_deciding_has_no_end_no_long_run_of_digits_is_left(unit: str) -> None:
    text = (unit * 4_000)[:30_000]
    redactor = Redactor("cards")
    once = splice(text, redactor.find(text), lambda finding: f"[{finding.entity}]")
    assert not any(f.entity == "PAN" for f in redactor.find(once))
