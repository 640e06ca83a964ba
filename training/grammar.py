"""Templates: `{slot}` is filled, `<this|that>` is a choice (also nested), `\\n` is a line end.

`<` without a `|` before its `>` is text, and so are braces that name no slot.
"""

import random
import re
from collections.abc import Callable
from importlib.resources import files
from typing import NamedTuple

_SLOT = re.compile(r"\{([a-z_]+)\}")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")


class Piece(NamedTuple):
    """A stretch of text and its label; None: no entity."""

    text: str
    label: str | None = None


def templates(name: str) -> list[str]:
    """The lines of `templates/<name>.txt` without its comment."""
    lines = (files("training") / "templates" / f"{name}.txt").read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("# ")]


def lists(name: str, between: str | None) -> dict[str, list[str]]:
    """The lists of `templates/<name>.txt` by what they are."""
    return {what: items.split(between) for what, _, items in (line.partition(": ") for line in templates(name))}


LISTS = lists("lists", "|")


def chosen(template: str, rng: random.Random) -> str:
    """`template` with every choice made, inner ones first."""
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    return template


def filled(template: str, rng: random.Random, fill: Callable[[str], list[Piece]]) -> list[Piece]:
    """`template` with its choices made and its slots filled."""
    pieces: list[Piece] = []
    at = 0
    template = chosen(template, rng)
    for match in _SLOT.finditer(template):
        pieces += [Piece(template[at : match.start()]), *fill(match[1])]
        at = match.end()
    return [*pieces, Piece(template[at:])]


def digits(rng: random.Random, shape: str) -> str:
    """`shape` with a digit for each `#` and a capital letter for each `?`."""
    picked = {"#": "0123456789", "?": "ABCDEFGHJKLMNPRSTUVWXYZ"}
    return "".join(rng.choice(picked.get(char, char)) for char in shape)
