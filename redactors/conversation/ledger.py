"""`Ledger`: the digits that one speaker has said and that are not decided yet, and what they turn out to be.

Invariants:
- cells keep the order in which they were said; a decided card's cells leave;
- soft cells may be part of a number or not: digits in prose, attempts given up, repetitions;
- outside payment a digit is shown only if it is part of no card that begins at an earlier run and can
  still come true, whatever soft cells are left out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from carddata import Brand, brand_of
from redactors.conversation.cells import Cell, dictated_last, undecided
from redactors.conversation.echoes import repeated, said_of
from redactors.conversation.memory import Memory
from redactors.conversation.requests import Ask
from redactors.conversation.said import after, cells_of, parts_of
from redactors.conversation.scan import Island
from redactors.conversation.settings import Limits
from redactors.conversation.spans import Place
from redactors.conversation.turns import Turn
from redactors.conversation.windows import USUAL, Window, card_in
from redactors.digits import Atom
from redactors.finding import Finding

_DECIDED = frozenset({"PAN", "TRACK_DATA", "IBAN", "EMAIL", "TOKEN"})
_SUSPECT_LENGTHS = range(12, 20)
_LONG_BRANDS = frozenset({Brand.UNIONPAY, Brand.MAESTRO})
_KNOWN = 8
_MOST = 8
"""Digits that are most of a card."""
_ECHO = 4
"""Digits from which on an agent's exact repetition is no number of his own."""
_RECENT = 64
_LAST = 4
_AFTER_CARD = 10
"""Turns with digits after a card in which a code or a date, or the rest of the number, may come unasked."""


class Ledger:
    """One speaker's digits.

    `cells`: those that are undecided. `paying`: they are payment data. `after_card`: turns left for codes and dates.
    `tail`: a card that may grow. `known`: cards that were given; `whole`: those that stood in one turn. `recent`:
    digits heard, decided or not. `fresh`: the first cell that was not searched yet.
    """

    def __init__(self, name: str, memory: Memory, limits: Limits) -> None:
        self.cells: list[Cell] = []
        self.known: list[str] = []
        self.paying = False
        self.after_card = 0
        self._name = name
        self._memory = memory
        self._limits = limits
        self._tail: tuple[Cell, ...] = ()
        self._recent = ""
        self._whole: frozenset[str] = frozenset()
        self._fresh = 0

    def copy(self, memory: Memory) -> "Ledger":
        """The same ledger over another memory."""
        other = Ledger(self._name, memory, self._limits)
        other.__dict__.update({**self.__dict__, "_memory": memory})
        other.cells, other.known = list(self.cells), list(self.known)
        return other

    @property
    def enough(self) -> bool:
        """Whether the undecided digits may be a whole card."""
        return len(self.cells) >= _SUSPECT_LENGTHS.start

    @property
    def carded(self) -> bool:
        """Whether a card was given, or most of one."""
        return bool(self.known or self.after_card) or self.paying or len(self._recent) >= _MOST

    def pay(self) -> None:
        """What is undecided is payment data, and what comes."""
        self.paying = True
        self._mark(self.cells, "PAN_SUSPECT", "payment-digits", None, card=False)

    def hear(self, digits: str) -> None:
        """Digits that may be read back from now on."""
        self._recent = (self._recent + digits)[-_RECENT:]

    def add(self, turn: Turn, islands: Sequence[Island], *, corrects: bool) -> None:
        """The digits of a turn; `corrects`: it says that what was said before was wrong."""
        fresh = [cell for island in islands for cell in self._cells_of(turn, island)]
        edge = self._limits.edge
        if len(fresh) > 2 * edge:
            fresh = [*fresh[:edge], *fresh[-edge:]]
        if fresh:
            self._fresh = self._fresh or fresh[0].id
            cells = after(self.cells, fresh, corrects=corrects)
            kept = self._limits.cells
            self._mark(cells[:-kept], "PAN_SUSPECT", "too-many-digits", None, card=False)
            self.cells = cells[-kept:]

    def open_of(self, turn: Turn, island: Island) -> list[Island]:
        """What of `island` the turn by itself has not decided. A card in it ends what was open before."""
        first = max(0, bisect_right(turn.own, island.start, key=lambda f: f.start) - 1)
        rest: Sequence[Atom] = island.atoms
        for finding in takewhile(lambda f: f.start < island.end, islice(turn.own, first, None)):
            if finding.entity not in _DECIDED or finding.end <= island.start:
                continue
            if finding.entity in ("PAN", "TRACK_DATA") and finding.value is not None:
                self._card_alone(turn, finding, island, finding.value.expose())
            rest = [atom for atom in rest if atom.end <= finding.start or finding.end <= atom.start]
        if len(rest) == len(island.atoms):
            return [island]
        return [replace(island, atoms=tuple(rest))] if rest else []

    def said_before(self, turn: Turn, island: Island) -> bool:
        """Whether `island` repeats a card that is known; its last four may be said by anybody."""
        for digits in self.known:
            last = len(island.atoms) == _LAST and digits.endswith(island.digits)
            if last and digits in self._whole and not self.paying:
                return True
            atoms = [atom for _, atom in repeated(digits, island, any_length=False)]
            if len(atoms) >= 3:
                places = [Place(turn.number, a.start, a.end) for a in atoms]
                self._memory.mark(places, "PAN", "card-said-again", digits, card=True)
            if atoms and len(atoms) == len(island.atoms):
                return len(atoms) >= 3
        return False

    def read_back(self, turn: Turn, islands: Sequence[Island], *, dictated: bool) -> list[Island]:
        """Takes out of another's `islands` those that repeat this ledger's digits; they share their fate."""
        left: list[Island] = []
        digits = "".join(cell.digit for cell in self.cells)
        expected = bool(self._recent) and (self.paying or bool(self.after_card))
        for island in islands:
            if self.said_before(turn, island):
                continue
            pairs = repeated(digits, island, any_length=dictated or self.paying) if digits else []
            for at, atom in pairs:
                place = Place(turn.number, atom.start, atom.end)
                cell = self.cells[at].id
                self._memory.echoes[cell] = (*self._memory.echoes.get(cell, ()), place)
            echoed = bool(pairs) or (expected and (dictated or bool(repeated(self._recent, island, any_length=True))))
            if echoed and expected:
                self._memory.strike(turn, [(island.start, island.end)], "PAN_SUSPECT", "payment-read-back")
            if not echoed or len(island.atoms) < _ECHO or island.digits not in digits:
                left.append(island)
        return left

    def learn(self, digits: str) -> None:
        """A card is known: what was said of it goes, and what is said of it from now on."""
        if digits not in self.known:
            self.known = [*self.known[1 - _KNOWN :], digits]
        if said_of(digits, "".join(cell.digit for cell in self.cells)):
            self._mark(self.cells, "PAN", "card-said-again", digits, card=True)

    def settle(self, ask: Ask | None, *, closing: bool) -> None:
        """Decides what can be decided after a turn; `ask`, `closing` as in `decide`."""
        if self._fresh or closing:
            self.decide(ask, closing=closing)
            self._fresh = 0

    def decide(self, ask: Ask | None, *, closing: bool) -> None:
        """Marks the cards that are whole. `ask`: what was asked for last. `closing`: no more digits will come."""
        while True:
            since = 0 if closing else self._fresh
            window = card_in(self.cells, self._tail, context=self.paying, closing=closing, since=since)
            if window is None:
                return
            self._card_over_turns(window, ask)

    def end_card(self) -> None:
        """A card that was found grows no more."""
        self._tail = ()

    def close(self, ask: Ask | None) -> None:
        """Decides everything: no more digits will come. `ask`: what was asked for last."""
        self.decide(ask, closing=True)
        digits = "".join(cell.digit for cell in self.cells)
        if self.paying and len(digits) in _SUSPECT_LENGTHS:
            self._mark(self.cells, "PAN_SUSPECT", "payment-digits", digits, card=False)
            self.after_card = _AFTER_CARD
        self.cells, self._tail = [], ()

    def hold(self) -> None:
        """Holds back what cannot be decided, and forgets what is harmless."""
        if self.paying:
            self._memory.hold(self._name, self._memory.places(self.cells))
            return
        self.cells = self.cells[undecided(self.cells, self._tail) :]
        begun = next((i for i, cell in enumerate(self.cells) if not cell.free), len(self.cells))
        held = (c for i, c in enumerate(self.cells) if i >= begun or not self._memory.editable(c.turn))
        self._memory.hold(self._name, self._memory.places(held))

    def forget(self, gone: Iterable[Turn]) -> bool:
        """Drops the cells of turns that the memory has dropped; whether there were any."""
        numbers = {turn.number for turn in gone}
        if not any(cell.turn in numbers for cell in (*self.cells, *self._tail)):
            return False
        self.cells = [cell for cell in self.cells if cell.turn not in numbers]
        self._tail = ()
        return True

    def _card_alone(self, turn: Turn, finding: Finding, island: Island, digits: str) -> None:
        self.learn(digits)
        self._mark(dictated_last(self.cells), "PAN_SUSPECT", "amid-a-card", None, card=False)
        self.cells = []
        self._whole = self._whole | {digits}
        self.after_card = _AFTER_CARD
        atoms = [a for a in island.atoms if finding.start <= a.start and a.end <= finding.end]
        whole = "".join(a.digit for a in atoms) == digits and len(atoms) == len(island.atoms)
        self._tail = tuple(self._cells_of(turn, island)) if whole and _may_grow(digits) else ()

    def _card_over_turns(self, window: Window, ask: Ask | None) -> None:
        digits = window.digits
        first, last = window.around[0].id, window.around[-1].id
        self._mark(window.around, "PAN_SUSPECT", "amid-a-card", None, card=False)
        self._mark(window.cells, "PAN", "issuer-length-luhn-over-turns", digits, card=True)
        self.cells, later = [c for c in self.cells if c.id < first], [c for c in self.cells if c.id > last]
        self.learn(digits)
        self.cells = self._companions(later, ask)
        self._tail = window.cells if _may_grow(digits) else ()
        self.after_card = _AFTER_CARD

    def _companions(self, cells: Sequence[Cell], ask: Ask | None) -> list[Cell]:
        """Marks what came right after a card: codes and dates, or the rest of a longer number. Gives back all."""
        for part in parts_of(cells)[:_AFTER_CARD]:
            entity = "CVV" if len(part) in (3, 4) and ask is not Ask.CARD else "PAN_SUSPECT"
            self._mark(part, entity, "payment-digits", None, card=False)
        return list(cells)

    def _cells_of(self, turn: Turn, island: Island) -> list[Cell]:
        return cells_of(island, turn.number, self._memory.cell_id, self._limits.edge)

    def _mark(self, cells: Iterable[Cell], entity: str, rule: str, value: str | None, *, card: bool) -> None:
        self._memory.mark(self._memory.places(cells), entity, rule, value, card=card)


def _may_grow(digits: str) -> bool:
    """Whether a card found over turns may be the beginning of a longer one.

    Past the usual length only where longer numbers are common: else a security code would be taken in.
    """
    return len(digits) < USUAL or brand_of(digits) in _LONG_BRANDS
