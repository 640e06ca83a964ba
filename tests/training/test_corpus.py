"""The corpus that the model is trained on."""

import hashlib
import random
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest

from training.corpus import KINDS, Document, documents
from training.grammar import Piece, chosen, filled, templates
from training.noise import noisy
from training.pipeline import LABELS, blank, example
from training.values import value

_SEED = 7
_COUNT = 400


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    """A small one."""
    return list(documents(_SEED, _COUNT))


def test_the_same_seed_gives_the_same_corpus_in_another_process(corpus: list[Document]) -> None:
    """Whatever the seed of Python's hashes is."""
    code = (
        "import hashlib; from training.corpus import documents;"
        f"print(hashlib.sha256(repr(list(documents({_SEED}, {_COUNT}))).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert told == {hashlib.sha256(repr(corpus).encode()).hexdigest()}


def test_another_seed_gives_another_corpus(corpus: list[Document]) -> None:
    assert {d.text for d in corpus}.isdisjoint(d.text for d in documents(_SEED + 1, _COUNT) if len(d.text) > 60)


def test_entities_are_sorted_disjoint_and_trimmed(corpus: list[Document]) -> None:
    for text, entities in corpus:
        reached = 0
        for start, end, label in entities:
            assert reached <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert label in LABELS
            reached = end


def test_a_first_and_a_last_name_beside_each_other_are_one_person(corpus: list[Document]) -> None:
    for text, entities in corpus:
        for (_, end, one), (start, _, two) in pairwise(entities):
            assert not (one == two == "PERSON" and text[end:start] == " ")


def test_all_labels_cases_and_empty_texts_are_there(corpus: list[Document]) -> None:
    labels = Counter(label for document in corpus for *_, label in document.entities)
    assert min(labels[label] for label in LABELS) >= 10
    assert sum(not document.entities for document in corpus) >= _COUNT // 12
    assert sum(document.text.islower() for document in corpus) >= _COUNT // 5
    assert sum(document.text.isupper() for document in corpus) >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_can_be_filled(kind: str) -> None:
    """No slot is unknown, no choice is left open."""
    rng = random.Random(1)
    for template in templates(kind):
        for _ in range(5):
            assert "|" not in chosen(template, rng).replace(" | ", "")
            assert "".join(piece.text for piece in filled(template, rng, lambda slot: value(slot, rng))).strip()


def test_choices_nest_and_a_bracket_without_one_is_text() -> None:
    rng = random.Random(1)
    assert {chosen("<a<b|c>|d> <x>", rng) for _ in range(50)} == {"ab <x>", "ac <x>", "d <x>"}


def test_noise_keeps_labels_with_their_pieces() -> None:
    """However the letters change."""
    rng = random.Random(1)
    pieces = [Piece("Dear "), Piece("Zoë İnce", "PERSON"), Piece(", your card.\n")]
    for _ in range(200):
        noised = noisy(pieces, rng)
        assert [piece.label for piece in noised if piece.label] == ["PERSON"]


def test_an_entity_that_ends_inside_a_token_takes_the_whole_token() -> None:
    gold = example(blank(), Document("call annex now", [(5, 8, "PERSON")])).reference
    assert [(span.text, span.label_) for span in gold.ents] == [("annex", "PERSON")]
