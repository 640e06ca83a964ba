"""One speaker of a conversation: what was asked of him, his undecided digits, and what they turn out to be."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from carddata import Brand, brand_of
from redactors.conversation.echoes import repeated
from redactors.conversation.ledger import USUAL, Cell, Window, card_in, undecided
from redactors.conversation.memory import Memory
from redactors.conversation.payment import entity_of
from redactors.conversation.requests import Ask
from redactors.conversation.scan import Island, Kind, Scan
from redactors.conversation.settings import Limits
from redactors.conversation.spans import Place
from redactors.conversation.turns import Turn
from redactors.digits import Between
from redactors.finding import Finding

_DECIDED = frozenset({"PAN", "TRACK_DATA", "IBAN", "EMAIL", "TOKEN"})
_SUSPECT_LENGTHS = range(12, 20)
_LONG_BRANDS = frozenset({Brand.UNIONPAY, Brand.MAESTRO})
_PATIENCE = 3
_KNOWN = 8


class Voice:
    """`ask`: what was asked for last. `paying`: his digits are payment data. `after_card`: a card was given."""

    def __init__(self, name: str, memory: Memory, limits: Limits) -> None:
        self.name = name
        self._memory = memory
        self._limits = limits
        self._cells: list[Cell] = []
        self._tail: tuple[Cell, ...] = ()
        self._known: list[str] = []
        self._ask: Ask | None = None
        self._paying = False
        self._dictating = False
        self._after_card = False
        self._unheeded = 0
        self._last_turn = 0
        self._last_at: float | None = None
        self._silent = 0

    def copy(self, memory: Memory) -> "Voice":
        """The same voice over another memory."""
        other = Voice(self.name, memory, self._limits)
        other.__dict__.update({**self.__dict__, "_memory": memory})
        other._cells, other._known = list(self._cells), list(self._known)
        return other

    def asked(self, ask: Ask) -> None:
        """An agent asks for `ask`. In the middle of a number another question changes nothing."""
        if ask is Ask.OTHER:
            if not self._cells or not (self._paying or self._dictating):
                self._cells = []
                self._ask, self._paying, self._after_card, self._unheeded = ask, False, False, 0
            return
        if ask is not Ask.CARD:
            if self._paying:
                self._decide(closing=True)
            self._tail = ()
        self._open(ask)

    def heard(self, turn: Turn, read: Scan, at: float | None) -> None:
        """A customer's turn."""
        if read.announced:
            self._open(Ask.CARD)
        elif self._ask is Ask.OTHER and read.islands:
            self._unheeded += 1
            if self._unheeded > _PATIENCE:
                self._ask = None
        islands = [i for i in read.islands if not self._decided(turn, i) and not self._said_before(turn, i)]
        if read.middle is not None and self._paying:
            self._memory.mark([Place(turn.number, *read.middle)], "PAN_SUSPECT", "payment-digits", None, card=False)
        if read.corrects:
            self._soften(sum(len(i.atoms) for i in islands if i.kind is Kind.SOLID))
        taken = [island for island in islands if self._taken(island)]
        self._add(turn, self._pay_islands(turn, taken) if self._paying or self._after_card else taken)
        if taken:
            self._dictating = read.dictated or (self._dictating and bool(self._cells))
            self._touched(turn, at)

    def dictated(self, turn: Turn, islands: Sequence[Island], at: float | None) -> None:
        """Digits of an agent's or a bot's own."""
        islands = [i for i in islands if not self._decided(turn, i) and not i.date]
        self._add(turn, islands)
        if islands:
            self._touched(turn, at)

    def read_back(self, turn: Turn, islands: Sequence[Island], *, dictated: bool) -> list[Island]:
        """Takes out of another's `islands` those that repeat this voice's digits; they share their fate."""
        left: list[Island] = []
        digits = "".join(cell.digit for cell in self._cells)
        for island in islands:
            if self._said_before(turn, island):
                continue
            found = list(repeated(digits, island, any_length=dictated or self._paying)) if digits else []
            for at, atoms in found:
                for cell, atom in zip(self._cells[at : at + len(atoms)], atoms, strict=True):
                    place = Place(turn.number, atom.start, atom.end)
                    self._memory.echoes[cell.id] = (*self._memory.echoes.get(cell.id, ()), place)
                if self._paying:
                    places = [Place(turn.number, a.start, a.end) for a in atoms]
                    self._memory.mark(places, "PAN_SUSPECT", "payment-read-back", None, card=False)
            if not found:
                left.append(island)
        return left

    def settle(self) -> None:
        """Decides what can be decided and holds back what cannot."""
        quiet = self._silent >= self._limits.quiet_turns
        self._silent += 1
        self._decide(closing=quiet)
        self._hold()

    def age(self, number: int, at: float | None, limits: Limits) -> None:
        """Closes the ledger if the voice was silent for too long before turn `number`."""
        if not (self._cells or self._known or self._ask):
            return
        late = at is not None and self._last_at is not None and at - self._last_at >= limits.seconds
        if late or (self._last_turn and number - self._last_turn >= limits.turns):
            self.close()
            self.wipe()

    def close(self) -> None:
        """No more digits will come: decides what is open."""
        self._decide(closing=True)
        digits = "".join(cell.digit for cell in self._cells)
        if self._paying and len(digits) in _SUSPECT_LENGTHS:
            self._mark(self._cells, "PAN_SUSPECT", "payment-digits", digits, card=False)
        self._cells, self._tail = [], ()
        self._hold()

    def wipe(self) -> None:
        """Forgets all digits and what was asked for."""
        self._cells, self._tail, self._known = [], (), []
        self._ask, self._paying, self._after_card, self._unheeded = None, False, False, 0
        self._last_turn, self._last_at = 0, None

    def forget(self, gone: Iterable[Turn]) -> None:
        """Turns that the memory has dropped: their digits join with nothing any more."""
        numbers = {turn.number for turn in gone}
        if numbers:
            self._cells = [cell for cell in self._cells if cell.turn not in numbers]
            self._tail = () if any(cell.turn in numbers for cell in self._tail) else self._tail

    def _touched(self, turn: Turn, at: float | None) -> None:
        self._last_turn, self._silent = turn.number, 0
        self._last_at = at if at is not None else self._last_at

    def _open(self, ask: Ask) -> None:
        self._ask, self._paying = ask, True
        self._mark(self._cells, "PAN_SUSPECT", "payment-digits", None, card=False)

    def _decided(self, turn: Turn, island: Island) -> bool:
        """Whether the turn by itself decided about `island`. A card in it ends what was open before."""
        first = max(0, bisect_right(turn.own, island.start, key=lambda f: f.start) - 1)
        for finding in takewhile(lambda f: f.start < island.end, islice(turn.own, first, None)):
            if finding.entity not in _DECIDED or finding.end <= island.start:
                continue
            if finding.entity in ("PAN", "TRACK_DATA") and finding.value is not None:
                self._card_alone(turn, finding, island, finding.value.expose())
            return True
        return False

    def _card_alone(self, turn: Turn, finding: Finding, island: Island, digits: str) -> None:
        self._learn(digits)
        self._cells = []
        self._after_card = True
        atoms = [a for a in island.atoms if finding.start <= a.start and a.end <= finding.end]
        last = bool(atoms) and atoms[-1] == island.atoms[-1]
        whole = last and "".join(a.digit for a in atoms) == digits
        alone = whole and len(atoms) == len(island.atoms) and _may_grow(digits)
        self._tail = tuple(self._new_cells(turn, island)) if alone else ()

    def _learn(self, digits: str) -> None:
        if digits not in self._known:
            self._known = [*self._known[1 - _KNOWN :], digits]
        said = "".join(cell.digit for cell in self._cells)
        for start in range(len(said)):
            size = 0
            while start + size < len(said) and said[start : start + size + 1] in digits:
                size += 1
            if size >= 3:
                self._mark(self._cells[start : start + size], "PAN", "card-said-again", digits, card=True)

    def _said_before(self, turn: Turn, island: Island) -> bool:
        """Whether `island` repeats a card that is known; its last four may be said by anybody."""
        for digits in self._known:
            if len(island.atoms) == 4 and digits.endswith(island.digits) and not self._paying:
                return True
            found = [atoms for _, atoms in repeated(digits, island, any_length=False) if len(atoms) >= 3]
            if not found:
                continue
            for atoms in found:
                places = [Place(turn.number, a.start, a.end) for a in atoms]
                self._memory.mark(places, "PAN", "card-said-again", digits, card=True)
            if sum(map(len, found)) == len(island.atoms):
                return True
        return False

    def _taken(self, island: Island) -> bool:
        if island.kind is Kind.COUNTED:
            return False
        if island.kind is Kind.WORD and not (self._paying or self._cells):
            return False
        if self._paying:
            return island.kind is not Kind.AGAINST or bool(self._cells) or island.digits[0] in "3456"
        return island.kind is not Kind.AGAINST and self._ask is not Ask.OTHER and (self._after_card or not island.date)

    def _new_cells(self, turn: Turn, island: Island) -> list[Cell]:
        cells: list[Cell] = []
        edge = self._limits.edge
        whole = len(island.atoms) <= 2 * edge
        for atom in island.atoms if whole else (*island.atoms[:edge], *island.atoms[-edge:]):
            begins = not cells or atom.start != cells[-1].end or atom.before is not Between.NOTHING
            soft = island.kind in (Kind.SOFT, Kind.WORD)
            cells.append(Cell(self._memory.cell_id(), atom.digit, turn.number, atom.start, atom.end, begins, soft))
        return cells

    def _add(self, turn: Turn, islands: Sequence[Island]) -> None:
        fresh = [cell for island in islands for cell in self._new_cells(turn, island)]
        edge = self._limits.edge
        if len(fresh) > 2 * edge:
            fresh = [*fresh[:edge], *fresh[-edge:]]
        if len(fresh) >= 3 and [c.digit for c in self._cells[-len(fresh) :]] == [c.digit for c in fresh]:
            fresh = [cell._replace(soft=True) for cell in fresh]
        self._cells = [*self._cells, *fresh][-self._limits.cells :]

    def _soften(self, count: int) -> None:
        """The last `count` cells were taken back."""
        if count:
            self._cells[-count:] = [cell._replace(soft=True) for cell in self._cells[-count:]]

    def _pay_islands(self, turn: Turn, islands: Sequence[Island]) -> list[Island]:
        """Marks payment data. Gives back the islands that may still be part of a card number."""
        rest: list[Island] = []
        amid = bool(self._cells or self._tail)
        for island in islands:
            entity = "PAN_SUSPECT" if amid else entity_of(island, self._ask, after_card=self._after_card)
            if self._paying or amid or entity != "PAN_SUSPECT":
                place = Place(turn.number, island.start, island.end)
                self._memory.mark([place], entity, "payment-digits", None, card=False)
            if entity == "PAN_SUSPECT":
                rest.append(island)
        return rest

    def _decide(self, *, closing: bool) -> None:
        while True:
            window = card_in(self._cells, self._tail, context=self._paying, closing=closing)
            if window is None:
                return
            self._card_over_turns(window)

    def _card_over_turns(self, window: Window) -> None:
        digits = window.digits
        ids = {cell.id for cell in window.cells}
        last = max(ids)
        before = [cell for cell in self._cells if cell.id < last and cell.id not in ids]
        self._mark(window.cells, "PAN", "issuer-length-luhn-over-turns", digits, card=True)
        self._cells, after = before, [cell for cell in self._cells if cell.id > last]
        self._learn(digits)
        self._cells = after
        self._tail = window.cells if _may_grow(digits) else ()
        self._after_card = True

    def _mark(self, cells: Iterable[Cell], entity: str, rule: str, value: str | None, *, card: bool) -> None:
        self._memory.mark(self._memory.places(cells), entity, rule, value, card=card)

    def _hold(self) -> None:
        if self._paying:
            self._memory.hold(self.name, self._memory.places(self._cells))
            return
        held, first = undecided(self._cells, self._tail)
        fixed = frozenset(turn.number for turn in self._memory.turns.values() if not turn.editable)
        if fixed:
            any_, _ = undecided(self._cells, self._tail, shown=0)
            held |= {cell.id for cell in self._cells if cell.turn in fixed and cell.id in any_}
        self._memory.hold(self.name, self._memory.places(c for c in self._cells if c.id in held))
        self._cells = self._cells[first:]


def _may_grow(digits: str) -> bool:
    """Whether a card found over turns may be the beginning of a longer one.

    Past the usual length only where longer numbers are common: else a security code would be taken in.
    """
    return len(digits) < USUAL or brand_of(digits) in _LONG_BRANDS
