"""The digits of a text with their places, as the normaliser reads them."""

from typing import NamedTuple

from redactors.barriers import walled
from redactors.folding import folded
from redactors.view import View


class Atom(NamedTuple):
    """One digit and the span of the original that carries it."""

    digit: str
    start: int
    end: int


def digit_atoms(text: str) -> list[Atom]:
    """The digits of `text` in order; what was redacted before holds none."""
    view = folded(View(walled(text)))
    return [Atom(char, *view.span(at, at + 1)) for at, char in enumerate(view.text) if "0" <= char <= "9"]
