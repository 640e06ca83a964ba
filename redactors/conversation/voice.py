"""One speaker of a conversation: what was asked of him, his undecided digits, and what they turn out to be."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from carddata import Brand, brand_of
from redactors.conversation.answers import Answer
from redactors.conversation.echoes import repeated, said_of
from redactors.conversation.ledger import Cell, dictated_last, undecided
from redactors.conversation.memory import Memory
from redactors.conversation.payment import entity_of
from redactors.conversation.requests import Ask
from redactors.conversation.said import after, cells_of, parts_of
from redactors.conversation.scan import Island, Kind, Scan
from redactors.conversation.settings import Limits
from redactors.conversation.spans import Place
from redactors.conversation.turns import Span, Turn
from redactors.conversation.windows import USUAL, Window, card_in
from redactors.digits import Atom
from redactors.finding import Finding

_DECIDED = frozenset({"PAN", "TRACK_DATA", "IBAN", "EMAIL", "TOKEN"})
_SUSPECT_LENGTHS = range(12, 20)
_LONG_BRANDS = frozenset({Brand.UNIONPAY, Brand.MAESTRO})
_FREE = frozenset({Ask.OTHER, Ask.FACT, Ask.CODE})
"""Asked for these, a customer says numbers that are no card's."""
_ONCE = frozenset({Ask.CVV, Ask.EXPIRY, Ask.PIN})
"""What is said in one turn."""
_KNOWN = 8
_GIVEN = 15
"""Digits that are a card, even if a wrong one: another question then ends it."""
_MOST = 8
"""Digits that are most of a card."""
_ANSWERED = 4
_TOLD = 4
_ECHO = 4
"""Digits from which on an agent's exact repetition is no number of his own."""
_RECENT = 64
_LAST = 4
_SHORT_DATE = 4
_AFTER_CODE = 5
_AFTER_CARD = 10
"""Turns with digits after a code or a card in which a code or a date, or the rest of the number, may come unasked."""


class Voice:
    """One speaker's state.

    `ask`: what was asked for last; `owed`: he has not answered yet; `dated`: when something expires was asked.
    `paying`: his digits are payment data. `after_card`: turns left for codes and dates. `tail`: a card that may
    grow. `known`: cards that were given; `whole`: those that stood in one turn. `recent`: digits heard, decided
    or not. `fresh`: the first cell that was not searched yet.
    """

    def __init__(self, name: str, memory: Memory, limits: Limits) -> None:
        self.name = name
        self._memory = memory
        self._limits = limits
        self._cells: list[Cell] = []
        self._tail: tuple[Cell, ...] = ()
        self._recent = ""
        self._whole: frozenset[str] = frozenset()
        self._known: list[str] = []
        self._ask: Ask | None = None
        self._answer = Answer()
        self._paying = False
        self._owed = False
        self._dated = False
        self._dictating = False
        self._after_card = 0
        self._fresh = 0
        self._last_turn = 0
        self._last_at: float | None = None
        self._asked_turn = 0
        self._silent = 0

    def copy(self, memory: Memory) -> "Voice":
        """The same voice over another memory."""
        other = Voice(self.name, memory, self._limits)
        other.__dict__.update({**self.__dict__, "_memory": memory})
        other._cells, other._known = list(self._cells), list(self._known)
        return other

    def asked(self, ask: Ask, turn: int) -> None:
        """An agent asks in turn number `turn`. In the middle of a number a question for another changes nothing."""
        meant = self._meant(ask)
        if meant is None:
            return
        ask, self._asked_turn = meant, turn
        enough = len(self._cells) >= _SUSPECT_LENGTHS.start
        if ask in _FREE:
            if self._amid():
                return
            if self._owed and self._ask in _ONCE:
                return
            self._close()
            self._ask, self._answer = ask, Answer(one_turn=ask is not Ask.OTHER)
            self._paying = False
            return
        if ask in _ONCE and self._paying and self._ask is Ask.CARD and not (enough or self._after_card):
            return
        if ask is not Ask.CARD:
            self._decide(closing=True)
            self._tail = ()
            if self._paying and enough:
                self._close()
        self._open(ask)

    def _amid(self) -> bool:
        """Whether he is in the middle of a number that may be a card's."""
        if self._paying:
            return 0 < len(self._cells) < _GIVEN
        return bool(self._cells) and self._dictating and not self._after_card

    def _meant(self, ask: Ask) -> Ask | None:
        """What an unclear request means now; None: nothing new."""
        going_on = self._paying or bool(self._cells)
        if ask is Ask.NEXT:
            return Ask.CARD if going_on and not (self._ask in _FREE and self._answer.digits) else None
        if ask is Ask.LAST:
            return Ask.CARD if going_on else Ask.FACT
        if ask is Ask.CODE:
            return Ask.CVV if going_on or self._after_card else Ask.CODE
        if ask is Ask.DATE:
            self._dated = True
            return Ask.EXPIRY if self._carded() else None
        return ask

    def heard(self, turn: Turn, read: Scan, at: float | None, told: str) -> None:
        """A customer's turn. `told`: numbers that the other side has said before, so that they are no secret."""
        if read.announced:
            self._open(Ask.CARD)
        islands = [rest for i in read.islands for rest in self._open_of(turn, i) if not self._said_before(turn, rest)]
        if read.named is not None and self._carded():
            islands = self._name(turn, islands, read.named)
        if self._ask in _FREE:
            islands = self._answered(turn, islands)
        months = [island for island in islands if island.month]
        if months and len(self._cells) >= _SUSPECT_LENGTHS.start:
            self._decide(closing=True)
        if self._known or self._dated:
            self._name(turn, months, Ask.EXPIRY)
            islands = [island for island in islands if not island.month]
        if read.middle is not None and self._paying:
            self._strike(turn, [read.middle], "PAN_SUSPECT")
        taken = [
            replace(island, kind=Kind.TOLD) if len(island.atoms) >= _TOLD and f" {island.digits} " in told else island
            for island in islands
            if self._taken(island)
        ]
        self._recent = (self._recent + "".join(island.digits for island in taken))[-_RECENT:]
        if self._paying or self._after_card:
            taken = self._pay(turn, taken)
        self._add(turn, taken, corrects=read.corrects)
        if taken and self._ask in _ONCE:
            self._ask, self._paying, self._after_card = None, False, max(self._after_card, _AFTER_CODE)
        if taken or months:
            self._owed = self._dated = False
            self._dictating = read.dictated or (self._dictating and bool(self._cells))
            self._silent = 0
        self._touch(turn, at, read.islands)

    @property
    def answered(self) -> bool:
        """Whether he has answered a question for a number that is no card's."""
        return self._ask in _FREE and bool(self._answer.digits)

    def acknowledged(self) -> None:
        """The other side says something that asks for nothing: an answer of some digits is over."""
        if self._ask in _FREE and self._answer.digits >= _ANSWERED:
            self._ask = None

    def passed_over(self) -> None:
        """Another customer has answered that question."""
        if self._ask in _FREE and not self._answer.digits:
            self._ask = None

    def gave(self, turn: Turn, islands: Sequence[Island], at: float | None, *, dictated: bool) -> None:
        """Digits of an agent's or a bot's own; unless they are `dictated`, they only go on with a number."""
        islands = [rest for i in islands for rest in self._open_of(turn, i) if self._cells or not _long_date(i)]
        if self._after_card and dictated:
            islands = self._pay(turn, [island for island in islands if self._taken(island)])
        if not dictated:
            islands = [i for i in islands if self._cells and i.kind in (Kind.SOLID, Kind.SOFT)]
        self._add(turn, islands, corrects=False)
        if islands:
            self._silent = 0
        self._touch(turn, at, islands)

    def read_back(self, turn: Turn, islands: Sequence[Island], *, dictated: bool) -> list[Island]:
        """Takes out of another's `islands` those that repeat this voice's digits; they share their fate."""
        left: list[Island] = []
        digits = "".join(cell.digit for cell in self._cells)
        expected = bool(self._recent) and (self._paying or bool(self._after_card))
        for island in islands:
            if self._said_before(turn, island):
                continue
            pairs = repeated(digits, island, any_length=dictated or self._paying) if digits else []
            for at, atom in pairs:
                place = Place(turn.number, atom.start, atom.end)
                cell = self._cells[at].id
                self._memory.echoes[cell] = (*self._memory.echoes.get(cell, ()), place)
            echoed = bool(pairs) or (expected and (dictated or bool(repeated(self._recent, island, any_length=True))))
            if echoed and expected:
                self._strike(turn, [(island.start, island.end)], "PAN_SUSPECT", "payment-read-back")
            if not echoed or len(island.atoms) < _ECHO or island.digits not in digits:
                left.append(island)
        return left

    def learn(self, digits: str) -> None:
        """A card is known: what was said of it goes, and what is said of it from now on."""
        if digits not in self._known:
            self._known = [*self._known[1 - _KNOWN :], digits]
        if said_of(digits, "".join(cell.digit for cell in self._cells)):
            self._mark(self._cells, "PAN", "card-said-again", digits, card=True)

    def settle(self, turn: int) -> None:
        """Decides what can be decided and holds back what cannot, after turn number `turn`."""
        quiet = self._silent >= self._limits.quiet_turns
        self._silent += 1
        if self._fresh or quiet:
            self._decide(closing=quiet)
            self._fresh = 0
        if self._last_turn and turn - self._last_turn >= self._limits.turns:
            self._age(turn)
        self._hold()

    def late(self, turn: int, at: float | None) -> None:
        """Closes the ledger if at `at`, when turn number `turn` comes, the voice has been silent for too long."""
        if at is not None and self._last_at is not None and at - self._last_at >= self._limits.seconds:
            self._age(turn)
            self._hold()

    def close(self) -> None:
        """No more digits will come: decides what is open."""
        self._close()
        self._hold()

    def wipe(self) -> None:
        """Forgets all digits and what was asked for."""
        self.__dict__.update(Voice(self.name, self._memory, self._limits).__dict__)

    @property
    def cells(self) -> Sequence[Cell]:
        """His undecided digits."""
        return self._cells

    def forget(self, gone: Iterable[Turn]) -> None:
        """Turns that the memory has dropped. If they held digits back, what goes on from there is masked."""
        numbers = {turn.number for turn in gone}
        if any(cell.turn in numbers for cell in (*self._cells, *self._tail)):
            self._cells = [cell for cell in self._cells if cell.turn not in numbers]
            self._tail = ()
            self._open(Ask.CARD)

    def _age(self, turn: int) -> None:
        asked = self._asked_turn > self._last_turn and turn - self._asked_turn < self._limits.turns
        ask, paying = self._ask, self._paying
        self._close()
        self.wipe()
        if asked:
            self._ask, self._paying = ask, paying

    def _close(self) -> None:
        self._decide(closing=True)
        digits = "".join(cell.digit for cell in self._cells)
        if self._paying and len(digits) in _SUSPECT_LENGTHS:
            self._mark(self._cells, "PAN_SUSPECT", "payment-digits", digits, card=False)
            self._after_card = _AFTER_CARD
        self._cells, self._tail = [], ()

    def _answered(self, turn: Turn, islands: Sequence[Island]) -> list[Island]:
        """Gives back what of `islands` is more than the answer to a question for a number that is no card's."""
        said = [i for i in islands if i.kind is not Kind.COUNTED]
        answer = self._answer.after(said)
        if answer is None:
            self._ask = None
            return list(islands)
        if self._ask is Ask.CODE:
            self._name(turn, said, Ask.CVV)
        if self._after_card:
            self._name(turn, [i for i in said if i.month], Ask.EXPIRY)
        self._answer = answer
        return []

    def _carded(self) -> bool:
        """Whether a card was given, or most of one."""
        return bool(self._known or self._after_card) or self._paying or len(self._recent) >= _MOST

    def _name(self, turn: Turn, islands: Sequence[Island], named: Ask) -> list[Island]:
        """Marks what the customer's words name; gives back the other islands."""
        rest: list[Island] = []
        for island in islands:
            entity = entity_of(island, named, after_card=False)
            if entity == "PAN_SUSPECT":
                rest.append(island)
            else:
                self._strike(turn, [(island.start, island.end)], entity)
        return rest

    def _touch(self, turn: Turn, at: float | None, islands: Sequence[Island]) -> None:
        if islands:
            self._last_turn = turn.number
            self._last_at = at if at is not None else self._last_at

    def _open(self, ask: Ask) -> None:
        self._ask, self._paying, self._owed = ask, True, True
        self._mark(self._cells, "PAN_SUSPECT", "payment-digits", None, card=False)

    def _open_of(self, turn: Turn, island: Island) -> list[Island]:
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

    def _card_alone(self, turn: Turn, finding: Finding, island: Island, digits: str) -> None:
        self.learn(digits)
        self._mark(dictated_last(self._cells), "PAN_SUSPECT", "amid-a-card", None, card=False)
        self._cells = []
        self._whole = self._whole | {digits}
        self._after_card = _AFTER_CARD
        atoms = [a for a in island.atoms if finding.start <= a.start and a.end <= finding.end]
        whole = "".join(a.digit for a in atoms) == digits and len(atoms) == len(island.atoms)
        self._tail = tuple(self._cells_of(turn, island)) if whole and _may_grow(digits) else ()

    def _said_before(self, turn: Turn, island: Island) -> bool:
        """Whether `island` repeats a card that is known; its last four may be said by anybody."""
        for digits in self._known:
            last = len(island.atoms) == _LAST and digits.endswith(island.digits)
            if last and digits in self._whole and not self._paying:
                return True
            atoms = [atom for _, atom in repeated(digits, island, any_length=False)]
            if len(atoms) >= 3:
                places = [Place(turn.number, a.start, a.end) for a in atoms]
                self._memory.mark(places, "PAN", "card-said-again", digits, card=True)
            if atoms and len(atoms) == len(island.atoms):
                return len(atoms) >= 3
        return False

    def _taken(self, island: Island) -> bool:
        if island.kind is Kind.COUNTED:
            return False
        if island.kind is Kind.ORDINAL and not (self._paying or self._cells):
            return not self._after_card
        if self._paying:
            return island.kind is not Kind.AGAINST or bool(self._cells) or island.digits[0] in "3456"
        going_on = bool(self._after_card or self._cells)
        return island.kind is not Kind.AGAINST and (going_on or not _long_date(island))

    def _cells_of(self, turn: Turn, island: Island) -> list[Cell]:
        return cells_of(island, turn.number, self._memory.cell_id, self._limits.edge)

    def _add(self, turn: Turn, islands: Sequence[Island], *, corrects: bool) -> None:
        fresh = [cell for island in islands for cell in self._cells_of(turn, island)]
        edge = self._limits.edge
        if len(fresh) > 2 * edge:
            fresh = [*fresh[:edge], *fresh[-edge:]]
        if fresh:
            self._fresh = self._fresh or fresh[0].id
            cells = after(self._cells, fresh, corrects=corrects)
            kept = self._limits.cells
            self._mark(cells[:-kept], "PAN_SUSPECT", "too-many-digits", None, card=False)
            self._cells = cells[-kept:]

    def _pay(self, turn: Turn, islands: Sequence[Island]) -> list[Island]:
        """Marks payment data. Gives back the islands that may still be part of a card number."""
        rest: list[Island] = []
        amid = bool(self._cells) and self._ask not in _ONCE
        for island in islands:
            entity = "PAN_SUSPECT" if amid else entity_of(island, self._ask, after_card=bool(self._after_card))
            self._strike(turn, [(island.start, island.end)], entity)
            if entity == "PAN_SUSPECT" or not self._paying:
                rest.append(island)
        if islands and self._after_card:
            self._after_card -= 1
        return rest

    def _decide(self, *, closing: bool) -> None:
        while True:
            since = 0 if closing else self._fresh
            window = card_in(self._cells, self._tail, context=self._paying, closing=closing, since=since)
            if window is None:
                return
            self._card_over_turns(window)

    def _card_over_turns(self, window: Window) -> None:
        digits = window.digits
        first, last = window.around[0].id, window.around[-1].id
        self._mark(window.around, "PAN_SUSPECT", "amid-a-card", None, card=False)
        self._mark(window.cells, "PAN", "issuer-length-luhn-over-turns", digits, card=True)
        self._cells, later = [c for c in self._cells if c.id < first], [c for c in self._cells if c.id > last]
        self.learn(digits)
        self._cells = self._companions(later)
        self._tail = window.cells if _may_grow(digits) else ()
        self._after_card = _AFTER_CARD

    def _companions(self, cells: Sequence[Cell]) -> list[Cell]:
        """Marks what came right after a card: codes and dates, or the rest of a longer number. Gives back all."""
        for part in parts_of(cells)[:_AFTER_CARD]:
            entity = "CVV" if len(part) in (3, 4) and self._ask is not Ask.CARD else "PAN_SUSPECT"
            self._mark(part, entity, "payment-digits", None, card=False)
        return list(cells)

    def _strike(self, turn: Turn, spans: Iterable[Span], entity: str, rule: str = "payment-digits") -> None:
        self._memory.mark([Place(turn.number, *span) for span in spans], entity, rule, None, card=False)

    def _mark(self, cells: Iterable[Cell], entity: str, rule: str, value: str | None, *, card: bool) -> None:
        self._memory.mark(self._memory.places(cells), entity, rule, value, card=card)

    def _hold(self) -> None:
        if self._paying:
            self._memory.hold(self.name, self._memory.places(self._cells))
            return
        self._cells = self._cells[undecided(self._cells, self._tail) :]
        begun = next((i for i, cell in enumerate(self._cells) if not cell.free), len(self._cells))
        held = (c for i, c in enumerate(self._cells) if i >= begun or not self._memory.editable(c.turn))
        self._memory.hold(self.name, self._memory.places(held))


def _long_date(island: Island) -> bool:
    """A date with its year; what has less digits may be a group of a number."""
    return island.date and len(island.atoms) > _SHORT_DATE


def _may_grow(digits: str) -> bool:
    """Whether a card found over turns may be the beginning of a longer one.

    Past the usual length only where longer numbers are common: else a security code would be taken in.
    """
    return len(digits) < USUAL or brand_of(digits) in _LONG_BRANDS
