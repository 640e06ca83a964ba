"""The corpus: the same for the same seed, whatever machine makes it."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from training.grammar import Piece, filled, templates
from training.names import seed as seed_names
from training.noise import noisy
from training.values import value

# How often a document is of a kind.
KINDS = {"conversation": 0.30, "records": 0.20, "prose": 0.13, "negatives": 0.12, "plain": 0.25}
_SPEAKERS = (
    "Agent",
    "Customer",
    "Bot",
    "User",
    "agent",
    "customer",
    "Caller",
    "Support",
    "Visitor",
    "A",
    "C",
    "Client",
)


class Document(NamedTuple):
    """A text and its entities as `(start, end, label)`, sorted and disjoint."""

    text: str
    entities: list[tuple[int, int, str]]


def _joined(pieces: list[Piece]) -> Document:
    text = "".join(piece.text for piece in pieces)
    entities: list[tuple[int, int, str]] = []
    at = 0
    for piece in pieces:
        stripped = piece.text.strip()
        if piece.label and stripped:
            start = at + piece.text.index(stripped)
            before = entities[-1] if entities else (0, 0, "")
            if before[2] == piece.label == "PERSON" and text[before[1] : start] == " ":
                start = entities.pop()[0]  # a first and a last name are one
            entities.append((start, at + piece.text.index(stripped) + len(stripped), piece.label))
        at += len(piece.text)
    return Document(text, entities)


def documents(number: int, count: int) -> Iterator[Document]:
    """`count` documents of the seed `number`: one to four sentences each."""
    rng = random.Random(number)
    seed_names(number)
    sources = {kind: templates(kind) for kind in KINDS}

    def sentence() -> list[Piece]:
        kind = rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
        return filled(rng.choice(sources[kind]), rng, lambda slot: value(slot, rng))

    for _ in range(count):
        pieces: list[Piece] = []
        sentences = rng.choices((1, 2, 3, 4), weights=(64, 20, 10, 6))[0]
        spoken = sentences > 1 and rng.random() < 0.4
        gap = "\n" if spoken else rng.choice((" ", ". ", "\n", "\n\n", ", "))
        for place in range(sentences):
            if place:
                pieces.append(Piece(gap))
            if spoken:
                pieces.append(Piece(f"{rng.choice(_SPEAKERS)}: "))
            pieces += sentence()
        yield _joined(noisy(pieces, rng))
