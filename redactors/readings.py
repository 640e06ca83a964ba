"""Which digits a run says. Words may be read in several ways ("four hundred fifty three": 453, 400 53, 450 3 …):
as people mean them, unless only another reading makes a card number."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carddata import brand_of, luhn_valid
from redactors.cues import Stance, stance
from redactors.dictation import ORDERS, Role, Token
from redactors.marks import FILLER, REPAIR, TALK
from redactors.misspelled import meant
from redactors.number_words import CONNECTIVES, Meaning, Part
from redactors.numerals import Word, amount, others

TIGHT_GAPS = frozenset({"", " ", "-", "  ", "\n", " - ", "\t"})
_WINDOW = 10
"""Words of one number."""
_SHORTEST, _LONGEST = 12, 19
"""Digits of a card number."""
_USUAL = 16
_SPARE = 6
"""Digits by which the usual reading may miss these."""
_LIMITS, _LIMITS_IN_CONTEXT = (15, 2), (12, 8)
"""Digits that an unusual reading must have, and how unusual it may be, without and with a card word near."""
_LIKELY = 2
"""How unusual a reading may be that nothing proves but its length."""
_MOST_WORDS = 64
_MOST_STATES = 128
_A_WORD = 8
"""What looking for the readings of a word costs, in states."""
_SPOKEN = (Role.NUMBER, Role.FILLER)
_MARKS = {Role.COUNT: FILLER, Role.FILLER: FILLER, Role.DOUBT: FILLER, Role.OTHER: TALK, Role.REPAIR: REPAIR}


class Piece(NamedTuple):
    """A number in a run: `digits` of `text[start:end]`; `mark` is what stands before it."""

    start: int
    end: int
    digits: str
    written: bool
    weak: bool
    mark: str


class _Step(NamedTuple):
    """The tokens up to `last` say `digits`; `cost` tells how unusual that is."""

    last: int
    digits: str
    cost: int


class _State(NamedTuple):
    digits: str
    cost: int
    steps: tuple[_Step, ...]


class Effort:
    """How much looking for unusual readings a text may still cost."""

    def __init__(self, steps: int = 20_000) -> None:
        self.left = steps

    def spent(self, steps: int) -> bool:
        """Whether `steps` more are too much."""
        self.left -= steps
        return self.left < 0


class _Said:
    """A run, and the words of the number that may begin at each of its places."""

    def __init__(self, text: str, run: Sequence[Token]) -> None:
        self.text, self.run = text, run
        self._words: list[Word] = []
        self._first, self._sure = 0, 0

    def breath(self, at: int) -> tuple[Sequence[Word], int]:
        """Words that only spaces and hyphens part, and which of them stands at `at`."""
        if not self._first <= at < self._sure:
            self._words = list(self._spoken(at))
            end = at + len(self._words)
            self._first, self._sure = at, end if len(self._words) < _MOST_WORDS else end - _WINDOW
        return self._words, at - self._first

    def _spoken(self, first: int) -> Iterator[Word]:
        end = self.run[first].start
        for token in self.run[first : first + _MOST_WORDS]:
            gap = self.text[end : token.start]
            if token.meaning is None or token.role not in _SPOKEN or gap not in TIGHT_GAPS:
                return
            yield Word(token.start, token.end, token.meaning, token.text, gap == "-")
            end = token.end


def pieces(text: str, run: Sequence[Token], effort: Effort) -> list[Piece]:
    """The numbers that `run` says."""
    all_said = _Said(text, run)
    steps = _usual(all_said)
    digits = "".join(step.digits for step in steps)
    if len(digits) >= _SHORTEST - _SPARE:
        steps = _resolved(all_said, steps, effort)
    out: list[Piece] = []
    at, said = 0, Role.NUMBER
    for last, digits, _ in steps:
        token = run[at]
        if digits:
            mark = _MARKS[said] if out and said is not Role.NUMBER else ""
            weak = token.meaning is not None and token.meaning.weak
            written = token.meaning is None and token.role is Role.NUMBER and last == at + 1
            out.append(Piece(token.start, run[last - 1].end, digits, written, weak, mark))
            said = Role.NUMBER
        else:
            said = max(said, Role.FILLER if token.role in (Role.NUMBER, Role.DOUBT) else token.role)
        at = last
    return out


def _usual(said: _Said) -> list[_Step]:
    steps: list[_Step] = []
    at = 0
    while at < len(said.run):
        step = _step(said, at)
        steps.append(step)
        at = step.last
    return steps


def _step(said: _Said, at: int) -> _Step:
    run = said.run
    token = run[at]
    meaning = token.meaning
    if token.role is Role.DOUBT:
        return _Step(at + 1, token.heard[0], 0)
    if token.role is not Role.NUMBER:
        return _Step(at + 1, "", 0)
    if meaning is None:
        return _Step(at + 1, token.text, 0)
    if meaning.digit and (at + 1 == len(run) or not _joins(run[at + 1].meaning)):
        return _Step(at + 1, str(meaning.value), 0)
    if meaning.part is Part.REPEAT and at + 1 < len(run) and _lone_digit(run[at + 1]):
        return _Step(at + 2, run[at + 1].text * meaning.value, 0)
    words, first = said.breath(at)
    found = amount(words, first)
    return _Step(at + 1, "", 0) if found is None else _Step(at + found.last - first, found.digits, 0)


def _like(run: Sequence[Token], at: int) -> tuple[str, ...]:
    """The digits that a filler sounds like."""
    before = next((token.meaning for token in reversed(run[:at]) if token.role is Role.NUMBER), None)
    return meant(run[at].text, -1 if before is None else before.tongues)


def _joins(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.joins


def _lone_digit(token: Token) -> bool:
    return token.meaning is None and token.role is Role.NUMBER and len(token.text) == 1


def _resolved(said: _Said, steps: list[_Step], effort: Effort) -> list[_Step]:
    """`steps`, with each stretch that is no card number read so that it is one, if it can be."""
    run = said.run
    out: list[_Step] = []
    first, at = 0, 0
    stretch: list[_Step] = []
    for step in [*steps, None]:
        if step is None or run[at].role in (Role.OTHER, Role.REPAIR):
            out += _read(said, first, at, stretch, effort)
            stretch = []
            if step is not None:
                out.append(step)
                first = step.last
        else:
            stretch.append(step)
        at = step.last if step is not None else at
    return out


def _read(said: _Said, first: int, last: int, usual: list[_Step], effort: Effort) -> Sequence[_Step]:
    digits = "".join(step.digits for step in usual)
    fits = _SHORTEST - _SPARE <= len(digits) <= _LONGEST + _SPARE and last - first <= _MOST_WORDS
    if not fits or _card(digits) or effort.spent(_A_WORD * (last - first)):
        return usual
    near = stance(said.text, said.run[first].start, said.run[last - 1].end)
    if near is Stance.AGAINST:
        return usual
    shortest, most = _LIMITS_IN_CONTEXT if near is Stance.CARD else _LIMITS
    if len(digits) == _USUAL and brand_of(digits) is not None:
        most = 1  # as long as it should be: rather a digit is wrong
    ways: list[list[_Step]] = [list(_ways(said, at)) for at in range(first, last)]
    if all(len(steps) == 1 for steps in ways):
        return usual
    states: list[dict[str, _State]] = [{} for _ in range(last - first + 1)]
    states[0][""] = _State("", 0, ())
    for at, known in enumerate(states[:-1]):
        best = sorted(known.values(), key=lambda state: state.cost)[:_MOST_STATES]
        if effort.spent(len(best)):
            return usual
        for state in best:
            for step in ways[at]:
                digits, cost = state.digits + step.digits, state.cost + step.cost
                further = states[step.last - first] if step.last <= last else {}
                if len(digits) <= _LONGEST and (digits not in further or further[digits].cost > cost):
                    further[digits] = _State(digits, cost, (*state.steps, step))
    found = [s for s in states[-1].values() if s.cost <= most and len(s.digits) >= shortest and _card(s.digits)]
    if not found and near is Stance.CARD and brand_of(digits) is None:
        found = [s for s in states[-1].values() if s.cost <= _LIKELY and brand_of(s.digits) is not None]
    return min(found, key=_oddity).steps if found else usual


def _oddity(state: _State) -> tuple[int, int]:
    sizes = {len(step.digits) for step in state.steps if step.digits}
    return state.cost, len(sizes)


def _ways(said: _Said, at: int) -> Iterator[_Step]:
    usual = _step(said, at)
    yield usual
    run = said.run
    token = run[at]
    if token.role is Role.DOUBT:
        yield from (_Step(at + 1, digit, 1) for digit in token.heard[1:])
        yield _Step(at + 1, "", 2)
    elif token.role is Role.COUNT and token.meaning is not None:
        yield _Step(at + 1, str(token.meaning.value), 2)
    elif token.role is Role.FILLER and at:
        yield from (_Step(at + 1, digit, 2) for digit in _like(run, at))
    elif usual.last == at + 1 and len(usual.digits) == 1 and at and run[at - 1].text in ORDERS:
        yield _Step(at + 1, "", 1)
    elif token.role is Role.NUMBER and token.meaning is not None and usual.last > at + 1:
        words, first = said.breath(at)
        for other in others(words, first, first + usual.last - at):
            following = words[other.last] if other.last < len(words) else None
            tied = following is not None and (following.hyphen or following.text in CONNECTIVES)
            yield _Step(at + other.last - first, other.digits, 3 if tied else 1)


def _card(digits: str) -> bool:
    return brand_of(digits) is not None and luhn_valid(digits)
