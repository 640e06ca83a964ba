"""A turn as it was said, and the layers that decide how it may read."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from redactors.conversation.released import Parts
from redactors.digits import digit_atoms
from redactors.finding import Finding
from redactors.gate import look

HELD = "\u2022"
"""Stands for a digit that is held back."""

_CERTAIN = frozenset({"PAN", "TRACK_DATA", "IBAN"})
Span = tuple[int, int]


@dataclass(slots=True)
class Turn:
    """`own`: findings of the turn by itself. `cards`: parts of cards that span turns. `payments`: digits
    given while payment data was asked for. `held`: spans of digits held back, by ledger."""

    number: int
    id: str
    text: str = field(repr=False)
    own: tuple[Finding, ...]
    editable: bool
    cards: tuple[Finding, ...] = ()
    payments: tuple[Finding, ...] = ()
    held: dict[str, frozenset[Span]] = field(default_factory=dict)
    shown: Parts = field(default=(), repr=False)
    changed: bool = False
    told: tuple[Finding, ...] = ()

    def copy(self) -> "Turn":
        """An independent turn."""
        return replace(self, held=dict(self.held))

    def card(self, finding: Finding) -> None:
        """Adds a part of a card; parts that it overlaps go."""
        self.changed = True
        self.cards = (*_apart(self.cards, finding), finding)

    def payment(self, finding: Finding) -> None:
        """Adds payment data, unless its place is known for a part of a card or for something else."""
        stands = (p for p in self.payments if finding.value is None or p.entity != finding.entity)
        if all(_disjoint(finding, other) for other in stands):
            self.changed = True
            self.payments = (*_apart(self.payments, finding), finding)

    def hold(self, voice: str, spans: frozenset[Span]) -> None:
        """Just these spans are held back for `voice`."""
        if self.held.get(voice, frozenset()) != spans:
            self.changed = True
            self.held[voice] = spans

    def findings(self) -> list[Finding]:
        """What stands now, sorted and disjoint: cards over turns, then the turn's own, then payment data."""
        own = [f for f in self.own if f.entity != "TOKEN"]
        chosen: list[Finding] = []
        for card in self.cards:
            chosen += _uncovered(_widened(card, _near(own, card)), chosen)
        cards = sorted(chosen, key=lambda f: f.start)
        chosen = (
            [*cards, *(rest for finding in own for rest in _uncovered(finding, _near(cards, finding)))]
            if cards
            else own
        )
        chosen.sort(key=lambda f: f.start)
        chosen += [
            rest
            for finding in self.payments
            for rest in _uncovered(finding, _near(chosen, finding))
            if rest is finding or _says_digits(self.text[rest.start : rest.end])
        ]
        return sorted(chosen, key=lambda f: f.start)

    def parts(self) -> Parts:
        """How it may read now."""
        out: list[str | Finding] = []
        at = 0
        for finding in self.findings():
            out += (self._plain(at, finding.start), finding)
            at = finding.end
        out.append(self._plain(at, len(self.text)))
        return tuple(part for part in out if part)

    def _plain(self, start: int, end: int) -> str:
        spans = sorted({s for spans in self.held.values() for s in spans if start <= s[0] and s[1] <= end})
        out: list[str] = []
        for low, high in spans:
            if low < start:
                continue
            out += (self.text[start:low], HELD)
            start = high
        return "".join((*out, self.text[start:end]))


def _says_digits(text: str) -> bool:
    return look(text).words > 0 or bool(digit_atoms(text))


def _near(findings: Sequence[Finding], one: Finding) -> Iterator[Finding]:
    """Those of `findings`, sorted and disjoint, that may overlap `one`."""
    first = max(0, bisect_right(findings, one.start, key=lambda f: f.start) - 1)
    return takewhile(lambda f: f.start < one.end, islice(findings, first, None))


def _uncovered(finding: Finding, chosen: Iterable[Finding]) -> Sequence[Finding]:
    """`finding`, or what of it nothing covers: that is not shown either."""
    over = [other for other in chosen if other.start < finding.end and finding.start < other.end]
    return list(_rest(finding, over)) if over else [finding]


def _rest(finding: Finding, over: list[Finding]) -> Iterator[Finding]:
    at = finding.start
    for other in sorted(over, key=lambda f: f.start):
        if other.start > at:
            yield Finding(finding.entity, at, other.start, finding.score, finding.rule)
        at = max(at, other.end)
    if at < finding.end:
        yield Finding(finding.entity, at, finding.end, finding.score, finding.rule)


def _widened(card: Finding, own: Iterable[Finding]) -> Finding:
    start, end = card.start, card.end
    for other in own:
        if other.entity not in _CERTAIN and not _disjoint(card, other):
            start, end = min(start, other.start), max(end, other.end)
    return Finding(card.entity, start, end, card.score, card.rule, card.value)


def _disjoint(one: Finding, other: Finding) -> bool:
    return one.end <= other.start or other.end <= one.start


def _apart(findings: Iterable[Finding], new: Finding) -> Iterator[Finding]:
    return (finding for finding in findings if _disjoint(finding, new))
