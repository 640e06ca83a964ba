"""How people write: small letters, capitals, typing errors, no accents, and what a recogniser of speech hears."""

import random
import re
import unicodedata
from collections.abc import Callable

from training.grammar import Piece

_WORD = re.compile(r"[A-Za-z]{4,}")
_FILLERS = ("um", "uh", "so", "yeah", "like", "you know", "okay", "well")
_HEARD = re.compile(r"[.,;:!?]+(?=\s|$)")


def _mapped(pieces: list[Piece], change: Callable[[str], str]) -> list[Piece]:
    return [Piece(change(piece.text), piece.label) for piece in pieces]


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _lower(text: str) -> str:
    # The map from piece to piece needs no lengths; only letters that grow ("İ") would look odd.
    return text.lower().replace("i̇", "i")


def _mistyped(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if rng.random() > 0.12:
            return word
        at = rng.randrange(1, len(word) - 1)
        kind = rng.randrange(3)
        if kind == 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + word[at + 1 :] if kind == 1 else word[:at] + word[at] + word[at:]

    return [
        piece if piece.label and rng.random() < 0.7 else Piece(_WORD.sub(slip, piece.text), piece.label)
        for piece in pieces
    ]


def _heard(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    out = [Piece(_HEARD.sub("", _lower(piece.text).replace("\n", " ")), piece.label) for piece in pieces]
    return [Piece(f"{rng.choice(_FILLERS)} "), *out] if rng.random() < 0.4 else out


def _escaped(text: str) -> str:
    return text.replace('"', '\\"').replace("'", "\\'")


def noisy(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    """`pieces` as somebody might type or say them; half of the time as they are."""
    if rng.random() < 0.10:
        pieces = _mapped(pieces, _unaccented)
    if rng.random() < 0.10:
        pieces = _mistyped(pieces, rng)
    if rng.random() < 0.02:
        pieces = _mapped(pieces, _escaped)
    draw = rng.random()
    if draw < 0.33:
        return _mapped(pieces, _lower)
    if draw < 0.41:
        return _heard(pieces, rng)
    if draw < 0.45:
        return [Piece(_lower(piece.text) if piece.label else piece.text, piece.label) for piece in pieces]
    if draw < 0.48:
        return _mapped(pieces, str.upper)
    return pieces
