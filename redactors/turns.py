"""A chat written as one text: what one speaker says, read on over timestamps, names and the others' lines.

In a view of a speaker with digits in several turns everything between those digits is one mark; speakers of whom one
goes on where the other has ended share a view.
Digits of two speakers never join.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from redactors.cues import against
from redactors.marks import LINE, TURN
from redactors.view import Edit, View

_STAMP = (
    r"[\[(]?(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:,\s?|T|\s))?[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]{1,3})?)?Z?"
    r"(?:\s?[AaPp]\.?[Mm]\.?)?[\])]?"
)
_LABEL = r"[^\W\d_][^\W_]{0,23}+(?:[ .'_-]{1,2}[^\W_]{1,23}+){0,3}?"
_ROLES = (
    r"customer|cust|client|caller|user|visitor|guest|agent|rep|operator|advisor|support|bot|assistant"
    r"|cliente|agente|asesora?|conseill[eè]re?|kund(?:e|in)|berater(?:in)?|mitarbeiter(?:in)?"
)
_PREFIX = re.compile(
    rf"""[ \t]*(?:[>*•|]+[ \t]*)?(?:
        (?:[0-9]{{1,5}}\n)?{_STAMP}[ \t]*-->[ \t]*{_STAMP}[^\n]*(?:\n(?:<v[ \t](?P<voice>{_LABEL})>)?)?
        | (?:{_STAMP}[ \t]*[-–—|,]?[ \t]*)?<(?P<angled>{_LABEL})>[ \t]*:?[ \t]*
        | (?:{_STAMP}[ \t]*[-–—|,]?[ \t]*)?(?P<named>{_LABEL})[ \t]*(?:{_STAMP}[ \t]*)?[:>](?![/\w])[ \t]*
        | (?P<header>{_LABEL})[ \t]+{_STAMP}[ \t]*$
        | {_STAMP}[ \t]*[-–—|,:]?[ \t]+
        | (?<=>)[ \t]*
    )""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_INLINE = re.compile(rf"(?:^|(?<=[\s.,;!?]))(?P<role>{_ROLES})[ \t]?:[ \t]*", re.IGNORECASE)
_COLON = re.compile(r"[^\W\d_][ \t]?:")
_DIGIT = re.compile(r"[0-9]")
_NO_NAME = re.compile(r"[\d\s_]+")
_MOST_SPEAKERS = 8
"""Speakers at once of whom each is read on over the others: those who began first, whoever comes later."""
_LONGEST_PAUSE = 2_000
"""Characters between two turns of a speaker that still may join."""
_LONGEST_CHATTER = 60
"""Characters of a speaker's own words between the digits of two turns."""
_FEWEST_DIGITS = 12


class _Turn(NamedTuple):
    start: int
    body: int
    end: int
    speaker: str
    first: int  # the first digit, and the place after the last
    last: int


class _Mark(NamedTuple):
    """A timestamp, a speaker or both; `speaker` is None where only a time is given."""

    start: int
    end: int
    speaker: str | None


def written_turns(text: str) -> bool:
    """Whether `text` may be a chat: several lines, or roles within one."""
    return "\n" in text or (_roles_within(text) and _INLINE.search(text) is not None)


def names_speaker(line: str, at: int) -> bool:
    """Whether a name or a time that begins a turn, at the beginning of `line` or a role within it, ends after `at`."""
    match = _PREFIX.match(line)
    if match is not None and match.end() > at:
        return True
    return _roles_within(line) and any(match.end() > at for match in _INLINE.finditer(line))


def turn_views(view: View, *, cards: bool) -> Iterator[View]:
    """`view` without names and times; with `cards` also those for speakers whose digits are spread over turns.

    Where names and times were, a question's words stand beside the answer.
    """
    marks = _marks(view.text)
    if not marks:
        return
    yield view.edited([Edit(mark.start, mark.end, LINE) for mark in marks])
    turns = _turns(view.text, marks) if cards else ()
    readings: list[list[Edit]] = [[] for _ in range(_MOST_SPEAKERS)]
    for said in sorted(_spread(view.text, turns), key=lambda said: said[0].start):
        begin = said[0].first
        free = next((edits for edits in readings if not edits or edits[-1].end <= begin), None)
        if free is not None:
            free += [Edit(a.last, b.first, TURN) for a, b in pairwise(said)]
    for edits in readings:
        if edits:
            yield view.edited(edits, "turns")


def _spread(text: str, turns: Iterable[_Turn]) -> Iterator[list[_Turn]]:
    """Each speaker's turns that join one after the other, where they have digits enough."""
    going: dict[str, list[_Turn]] = {}
    for turn in turns:
        said = going.setdefault(turn.speaker, [])
        if said and not _joins(text, said[-1], turn):
            if _enough(text, said):
                yield said
            said = going[turn.speaker] = []
        said.append(turn)
    yield from (said for said in going.values() if _enough(text, said))


def _roles_within(text: str) -> bool:
    return ":" in text and _COLON.search(text) is not None


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    at = 0
    while True:
        match = _PREFIX.match(text, at)
        if match is not None and match.end() > at:
            marks.append(
                _Mark(at, match.end(), _name(match["voice"] or match["angled"] or match["named"] or match["header"]))
            )
        at = text.find("\n", at) + 1
        if not at:
            break
    if not _roles_within(text):
        return marks
    roles = [_Mark(*match.span(), _name(match["role"])) for match in _INLINE.finditer(text)]
    merged: list[_Mark] = []
    for mark in sorted((*marks, *roles), key=lambda mark: mark.start) if roles else marks:
        if not merged or mark.start >= merged[-1].end:
            merged.append(mark)
    return merged


def _turns(text: str, marks: list[_Mark]) -> Iterator[_Turn]:
    """Turns with a digit, in order. A line without a mark belongs to the turn before it."""
    speaker = ""
    for i, (start, body, name) in enumerate(marks):
        speaker = speaker if name is None else name
        end = marks[i + 1].start if i + 1 < len(marks) else len(text)
        first = _DIGIT.search(text, body, end)
        if first is not None:
            last = end
            while not "0" <= text[last - 1] <= "9":
                last -= 1
            yield _Turn(start, body, end, speaker, first.start(), last)


def _name(label: str | None) -> str | None:
    return None if label is None else _NO_NAME.sub("", label).casefold()


def _enough(text: str, said: list[_Turn]) -> bool:
    return len(said) > 1 and sum(len(_DIGIT.findall(text, t.first, t.last)) for t in said) >= _FEWEST_DIGITS


def _joins(text: str, a: _Turn, b: _Turn) -> bool:
    tail, lead = text[a.last : a.end], text[b.body : b.first]
    if not tail.strip() and not lead:
        return b.start - a.end <= _LONGEST_PAUSE
    if len(tail.strip()) + len(lead) > _LONGEST_CHATTER or b.start - a.end > _LONGEST_PAUSE:
        return False
    return not against(tail) and not against(lead)
