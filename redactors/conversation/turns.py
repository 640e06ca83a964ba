"""A turn as it was said, and the layers that decide how it may read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from redactors.conversation.released import Parts
from redactors.finding import Finding

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
        self.payments = tuple(_apart(self.payments, finding))

    def payment(self, finding: Finding) -> None:
        """Adds payment data, unless its place is known for a part of a card or for something else."""
        stands = (*self.cards, *(p for p in self.payments if finding.value is None or p.entity != finding.entity))
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
        cards = [_widened(card, self.own) for card in self.cards]
        chosen: list[Finding] = []
        for finding in (*cards, *(f for f in self.own if f.entity != "TOKEN"), *self.payments):
            if all(_disjoint(finding, other) for other in chosen):
                chosen.append(finding)
            else:
                chosen += _rest(finding, chosen)
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


def _rest(finding: Finding, chosen: list[Finding]) -> Iterator[Finding]:
    """What of an overlapped finding nothing covers: it is not shown either."""
    at = finding.start
    for other in sorted(chosen, key=lambda f: f.start):
        if other.end <= at or other.start >= finding.end:
            continue
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
