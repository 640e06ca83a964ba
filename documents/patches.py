"""Replacing byte ranges of a raw document: all other bytes stay."""

from collections.abc import Iterable
from typing import NamedTuple


def spliced(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """`text` with each (start, end, new text) applied; sorted, disjoint."""
    out: list[str] = []
    at = 0
    for start, end, new in edits:
        out += (text[at:start], new)
        at = end
    return "".join([*out, text[at:]])


class Patch(NamedTuple):
    """`data` takes the place of `raw[start:end]`."""

    start: int
    end: int
    data: bytes


def patched(raw: bytes, patches: Iterable[Patch]) -> bytes:
    """`raw` with disjoint `patches` applied; insertions at one place keep the order given."""
    out: list[bytes] = []
    at = 0
    for patch in sorted(patches, key=lambda p: (p.start, p.end)):
        if patch.start < at:
            raise ValueError("patches overlap")
        out += (raw[at : patch.start], patch.data)
        at = patch.end
    out.append(raw[at:])
    return b"".join(out)
