"""One recogniser for the whole table: RE2 says which kinds to look for, each is then searched round its cues."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import re2

from carddata import POLICIES
from redactors.gate import latin, latin_options
from redactors.identifiers.kind import Identifier, identifiers
from redactors.identifiers.surroundings import AFTER, BEFORE, beside, innocent, labelled, named, uncued
from redactors.recognizer import Hit
from redactors.view import View

_FEWEST_DIGITS = 4
_LONGEST = 48
"""Characters of an identifier with its separators."""
_CHECKS = 1_000
"""Numbers of a kind that are checked in a text; beyond it shape and cue decide: a bounded cost, nothing let through."""


class _Table(NamedTuple):
    kinds: tuple[Identifier, ...]
    gate: Any


@cache
def _table() -> _Table:
    kinds = identifiers()
    gate = re2.Set.SearchSet(latin_options())
    for kind in kinds:
        gate.Add(kind.clue.encode("latin-1"))
    gate.Compile()
    return _Table(kinds, gate)


def preload() -> None:
    """Compiles and imports all kinds, for a process that must not wait later."""
    for kind in _table().kinds:
        kind.load()


class IdentifierRecognizer:
    """National and tax identifiers, bank accounts, passports and driver's licences."""

    entities: frozenset[str] = POLICIES["pci"] - POLICIES["cards"] - {"IBAN"}

    def wanted(self, view: View) -> bool:
        """At least four digits."""
        return view.clues.digits >= _FEWEST_DIGITS

    def find(self, view: View) -> Iterator[Hit]:
        """What has the shape and the check digits of its kind, and its cue."""
        # Names of fields are words too: "account_number".
        data = latin(view.text).replace(b"_", b" ")
        kinds, gate = _table()
        for index in gate.Match(data) or ():
            yield from _found(kinds[index], view.text, data)


def _found(kind: Identifier, text: str, data: bytes) -> Iterator[Hit]:
    cues, alone = kind.named(data), list(kind.standing_alone(data))
    checks = 0
    for begin, finish in _searched(len(text), cues, alone):
        for match in kind.pattern.finditer(text, begin, finish):
            start, end = match.span()
            compact = "".join(filter(str.isalnum, match[0])).upper()
            if sum(map(str.isdigit, compact)) < _FEWEST_DIGITS or not _stands(kind, text, (start, end), cues, alone):
                continue
            checks += 1
            if checks > _CHECKS or kind.holds(match[0], compact):
                yield Hit(kind.entity, start, end, kind.score, kind.rule, match[0])


def _stands(
    kind: Identifier,
    text: str,
    span: tuple[int, int],
    cues: Sequence[tuple[int, int]],
    alone: Sequence[tuple[int, int]],
) -> bool:
    """Whether the words round `text[slice(*span)]` make it one of this kind."""
    start, end = span
    if (kind.unless or kind.needs) and not kind.suits(*beside(text, start, end)):
        return False
    if innocent(text, start, end, checked=bool(kind.check)):
        return False
    at = bisect_right(alone, (start, len(text))) - 1
    lone = at >= 0 and alone[at][0] >= start - 1 and alone[at][1] == end
    if lone and uncued(text, start) and not (kind.capitals and text[start:end] != text[start:end].upper()):
        return True
    after = bisect_right(cues, (start, 0))
    if after and named(text, cues[after - 1][1], start, checked=bool(kind.check)):
        return True
    return after < len(cues) and labelled(text, end, *cues[after])


def _searched(
    length: int, cues: Sequence[tuple[int, int]], alone: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The pieces of a text round cues and lone shapes, in order and disjoint; no cue is a part of a number."""
    near = [(max(0, start - AFTER - _LONGEST), min(length, end + BEFORE + _LONGEST)) for start, end in cues]
    for begin, finish in _merged([*near, *alone]):
        inside = cues[bisect_left(cues, (begin, 0)) : bisect_left(cues, (finish, 0))]
        at = begin
        for start, end in inside:
            yield at, start
            at = end
        yield at, finish


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begin, finish = 0, 0
    for start, end in sorted(spans):
        if start > finish:
            if finish:
                yield begin, finish
            begin = start
        finish = max(finish, end)
    if finish:
        yield begin, finish
