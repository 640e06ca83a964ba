"""`[PERSON_1]`, `[PERSON_1.2]`: what a prompt holds instead of values, and the way back.

A placeholder is an entity, the number of whom or what it means and, from the second spelling on, the number of the
spelling. Text that only looks like one is escaped (`[TYPED_PERSON_1]`), so that nobody can type himself a value.

Laws, for every text:
- the way back of an escaped text is that text, exact to the byte, whatever it holds;
- a value that was put back is not looked at again;
- a text fed in pieces gives what the whole gives.
"""

import re
from collections.abc import Callable, Iterator

ESCAPE = "TYPED_"

_GAP = r"[ \u00a0]{0,3}"
_NAME = r"[A-Z][A-Z0-9]*(?:\\?_[A-Z0-9]*)*\\?_[0-9]{1,9}(?:\\?\.[0-9]{1,9})?"


def _inner(group: str) -> str:
    return rf"{_GAP}(?P<{group}typed>(?:TYPED\\?_)*+)(?P<{group}name>{_NAME}){_GAP}"


# First as Markdown is escaped, at both ends: a backslash before one end only belongs to the text.
_LOOKS = re.compile(rf"\\\[{_inner('m')}\\\]|\[{_inner('')}\]", re.IGNORECASE | re.ASCII)
_EXACT = re.compile(r"\[(?!TYPED_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]*)*_[1-9][0-9]{0,8}(?:\.[1-9][0-9]{0,8})?\]")
_WORD = re.compile(r"[A-Za-z0-9_\\.]*")
_OPEN = re.compile(rf"\\?\[{_GAP}[A-Za-z0-9_\\.]*+{_GAP}\\?\Z")

Lookup = Callable[[str], str | None]
"""A placeholder in its exact form -> what stands for it, or None: it is nobody's."""


def placeholder(entity: str, number: int, spelling: int) -> str:
    """The placeholder of the `spelling`-th spelling (from 1) of the `number`-th `entity`.

    Raises ValueError for an entity that is not capitals, digits and underscores.
    """
    made = f"[{entity}_{number}]" if spelling == 1 else f"[{entity}_{number}.{spelling}]"
    if not is_placeholder(made):
        raise ValueError("an entity is capitals, digits and underscores")
    return made


def is_placeholder(text: str) -> bool:
    """Whether `text` is one placeholder in its exact form."""
    return _EXACT.fullmatch(text) is not None


def escape(text: str) -> str:
    """`text` with everything that looks like a placeholder, loosely too, marked as typed."""
    return _LOOKS.sub(_escaped, text) if "[" in text else text


def fill(text: str, lookup: Lookup, *, loose: bool = False) -> str:
    """`text` with placeholders replaced and the escape undone; what `lookup` does not know stays.

    `loose` also takes what language models make of placeholders: another case, up to three spaces inside the
    brackets, Markdown's backslashes (`\\[person\\_1\\]`).
    """
    return _LOOKS.sub(lambda match: _filled(match, lookup, loose), text) if "[" in text else text


def named(text: str, *, loose: bool = False) -> Iterator[str]:
    """The placeholders that `fill` would look up, in their exact form, one for each place."""
    for match in _LOOKS.finditer(text):
        _, typed, exact = _read(match)
        if not typed and (loose or match[0] == exact):
            yield exact


class Restorer:
    """`fill` for text that arrives in pieces. What may yet become a placeholder waits, to the end of its word."""

    def __init__(self, lookup: Lookup, *, loose: bool = False) -> None:
        self._lookup = lookup
        self._loose = loose
        self._held: list[str] = []
        self._open = False

    def feed(self, chunk: str) -> str:
        """The text that is decided now."""
        if self._open and _WORD.fullmatch(chunk):
            self._held.append(chunk)
            return ""
        text = "".join((*self._held, chunk))
        at = text.rfind("[")
        at -= at > 0 and text[at - 1] == "\\"
        self._open = at >= 0 and _OPEN.match(text, at) is not None
        if not self._open:
            at = len(text) - text.endswith("\\")
        self._held = [text[at:]]
        return fill(text[:at], self._lookup, loose=self._loose)

    def end(self) -> str:
        """The rest: no more text comes."""
        text, self._held, self._open = "".join(self._held), [], False
        return fill(text, self._lookup, loose=self._loose)

    def __repr__(self) -> str:
        return "Restorer(***)"


def _read(match: re.Match[str]) -> tuple[int, str, str]:
    """Where in the match its escape or name begins, the escape, and the placeholder in its exact form."""
    group = "m" if match["name"] is None else ""
    name = match[f"{group}name"].replace("\\", "").upper()
    return match.start(f"{group}typed") - match.start(), match[f"{group}typed"], f"[{name}]"


def _escaped(match: re.Match[str]) -> str:
    at, _, _ = _read(match)
    return match[0][:at] + ESCAPE + match[0][at:]


def _filled(match: re.Match[str], lookup: Lookup, loose: bool) -> str:
    at, typed, exact = _read(match)
    if typed:
        return match[0][:at] + match[0][at + typed.index("_") + 1 :]
    found = lookup(exact) if loose or match[0] == exact else None
    return match[0] if found is None else found
