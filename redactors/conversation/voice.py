"""One speaker of a conversation: what was asked of him, and what he says to it. His digits go into his ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from redactors.conversation.answers import Answer
from redactors.conversation.ledger import Ledger
from redactors.conversation.memory import Memory
from redactors.conversation.payment import entity_of
from redactors.conversation.requests import Ask
from redactors.conversation.scan import Island, Kind, Scan
from redactors.conversation.settings import Limits
from redactors.conversation.turns import Turn

_FREE = frozenset({Ask.OTHER, Ask.FACT, Ask.CODE})
"""Asked for these, a customer says numbers that are no card's."""
_ONCE = frozenset({Ask.CVV, Ask.EXPIRY, Ask.PIN})
"""What is said in one turn."""
_GIVEN = 15
"""Digits that are a card, even if a wrong one: another question then ends it."""
_ANSWERED = 4
_TOLD = 4
_SHORT_DATE = 4
_AFTER_CODE = 5
"""Turns with digits after a code in which a date, or another code, may come unasked."""


class Voice:
    """One speaker's state.

    `ledger`: his digits. `ask`: what was asked for last; `owed`: he has not answered yet; `dated`: when something
    expires was asked.
    """

    def __init__(self, name: str, memory: Memory, limits: Limits) -> None:
        self.name = name
        self.ledger = Ledger(name, memory, limits)
        self._memory = memory
        self._limits = limits
        self._ask: Ask | None = None
        self._answer = Answer()
        self._owed = False
        self._dated = False
        self._dictating = False
        self._last_turn = 0
        self._last_at: float | None = None
        self._asked_turn = 0
        self._silent = 0

    def copy(self, memory: Memory) -> "Voice":
        """The same voice over another memory."""
        other = Voice(self.name, memory, self._limits)
        other.__dict__.update({**self.__dict__, "_memory": memory, "ledger": self.ledger.copy(memory)})
        return other

    def asked(self, ask: Ask, turn: int) -> None:
        """An agent asks in turn number `turn`. In the middle of a number a question for another changes nothing."""
        meant = self._meant(ask)
        if meant is None:
            return
        ask, self._asked_turn = meant, turn
        enough = self.ledger.enough
        if ask in _FREE:
            if self._amid():
                return
            if self._owed and self._ask in _ONCE:
                return
            self.ledger.close(self._ask)
            self._ask, self._answer = ask, Answer(one_turn=ask is not Ask.OTHER)
            self.ledger.paying = False
            return
        if ask in _ONCE and self.ledger.paying and self._ask is Ask.CARD and not (enough or self.ledger.after_card):
            return
        if ask is not Ask.CARD:
            self.ledger.decide(self._ask, closing=True)
            self.ledger.end_card()
            if self.ledger.paying and enough:
                self.ledger.close(self._ask)
        self._open(ask)

    def _amid(self) -> bool:
        """Whether he is in the middle of a number that may be a card's."""
        if self.ledger.paying:
            return 0 < len(self.ledger.cells) < _GIVEN
        return bool(self.ledger.cells) and self._dictating and not self.ledger.after_card

    def _meant(self, ask: Ask) -> Ask | None:
        """What an unclear request means now; None: nothing new."""
        going_on = self.ledger.paying or bool(self.ledger.cells)
        if ask is Ask.NEXT:
            return Ask.CARD if going_on and not (self._ask in _FREE and self._answer.digits) else None
        if ask is Ask.LAST:
            return Ask.CARD if going_on else Ask.FACT
        if ask is Ask.CODE:
            return Ask.CVV if going_on or self.ledger.after_card else Ask.CODE
        if ask is Ask.DATE:
            self._dated = True
            return Ask.EXPIRY if self.ledger.carded else None
        return ask

    def heard(self, turn: Turn, read: Scan, at: float | None, told: str) -> None:
        """A customer's turn. `told`: numbers that the other side has said before, so that they are no secret."""
        if read.announced:
            self._open(Ask.CARD)
        ledger = self.ledger
        islands = [rest for i in read.islands for rest in ledger.open_of(turn, i) if not ledger.said_before(turn, rest)]
        if read.named is not None and ledger.carded:
            islands = self._name(turn, islands, read.named)
        if self._ask in _FREE:
            islands = self._answered(turn, islands)
        months = [island for island in islands if island.month]
        if months and ledger.enough:
            ledger.decide(self._ask, closing=True)
        if ledger.known or self._dated:
            self._name(turn, months, Ask.EXPIRY)
            islands = [island for island in islands if not island.month]
        if read.middle is not None and ledger.paying:
            self._memory.strike(turn, [read.middle], "PAN_SUSPECT")
        taken = [
            replace(island, kind=Kind.TOLD) if len(island.atoms) >= _TOLD and f" {island.digits} " in told else island
            for island in islands
            if self._taken(island)
        ]
        ledger.hear("".join(island.digits for island in taken))
        if ledger.paying or ledger.after_card:
            taken = self._pay(turn, taken)
        ledger.add(turn, taken, corrects=read.corrects)
        if taken and self._ask in _ONCE:
            self._ask, ledger.paying, ledger.after_card = None, False, max(ledger.after_card, _AFTER_CODE)
        if taken or months:
            self._owed = self._dated = False
            self._dictating = read.dictated or (self._dictating and bool(ledger.cells))
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
        ledger = self.ledger
        islands = [rest for i in islands for rest in ledger.open_of(turn, i) if ledger.cells or not _long_date(i)]
        if ledger.after_card and dictated:
            islands = self._pay(turn, [island for island in islands if self._taken(island)])
        if not dictated:
            islands = [i for i in islands if ledger.cells and i.kind in (Kind.SOLID, Kind.SOFT)]
        ledger.add(turn, islands, corrects=False)
        if islands:
            self._silent = 0
        self._touch(turn, at, islands)

    def settle(self, turn: int) -> None:
        """Decides what can be decided and holds back what cannot, after turn number `turn`."""
        quiet = self._silent >= self._limits.quiet_turns
        self._silent += 1
        self.ledger.settle(self._ask, closing=quiet)
        if self._last_turn and turn - self._last_turn >= self._limits.turns:
            self._age(turn)
        self.ledger.hold()

    def late(self, turn: int, at: float | None) -> None:
        """Closes the ledger if at `at`, when turn number `turn` comes, the voice has been silent for too long."""
        if at is not None and self._last_at is not None and at - self._last_at >= self._limits.seconds:
            self._age(turn)
            self.ledger.hold()

    def close(self) -> None:
        """No more digits will come: decides what is open."""
        self.ledger.close(self._ask)
        self.ledger.hold()

    def wipe(self) -> None:
        """Forgets all digits and what was asked for."""
        self.__dict__.update(Voice(self.name, self._memory, self._limits).__dict__)

    def forget(self, gone: Iterable[Turn]) -> None:
        """Turns that the memory has dropped. If they held digits back, what goes on from there is masked."""
        if self.ledger.forget(gone):
            self._open(Ask.CARD)

    def _age(self, turn: int) -> None:
        asked = self._asked_turn > self._last_turn and turn - self._asked_turn < self._limits.turns
        ask, paying = self._ask, self.ledger.paying
        self.ledger.close(self._ask)
        self.wipe()
        if asked:
            self._ask, self.ledger.paying = ask, paying

    def _answered(self, turn: Turn, islands: Sequence[Island]) -> list[Island]:
        """Gives back what of `islands` is more than the answer to a question for a number that is no card's."""
        said = [i for i in islands if i.kind is not Kind.COUNTED]
        answer = self._answer.after(said)
        if answer is None:
            self._ask = None
            return list(islands)
        if self._ask is Ask.CODE:
            self._name(turn, said, Ask.CVV)
        if self.ledger.after_card:
            self._name(turn, [i for i in said if i.month], Ask.EXPIRY)
        self._answer = answer
        return []

    def _name(self, turn: Turn, islands: Sequence[Island], named: Ask) -> list[Island]:
        """Marks what the customer's words name; gives back the other islands."""
        rest: list[Island] = []
        for island in islands:
            entity = entity_of(island, named, after_card=False)
            if entity == "PAN_SUSPECT":
                rest.append(island)
            else:
                self._memory.strike(turn, [(island.start, island.end)], entity)
        return rest

    def _touch(self, turn: Turn, at: float | None, islands: Sequence[Island]) -> None:
        if islands:
            self._last_turn = turn.number
            self._last_at = at if at is not None else self._last_at

    def _open(self, ask: Ask) -> None:
        self._ask, self._owed = ask, True
        self.ledger.pay()

    def _taken(self, island: Island) -> bool:
        if island.kind is Kind.COUNTED:
            return False
        if island.kind is Kind.ORDINAL and not (self.ledger.paying or self.ledger.cells):
            return not self.ledger.after_card
        if self.ledger.paying:
            return island.kind is not Kind.AGAINST or bool(self.ledger.cells) or island.digits[0] in "3456"
        going_on = bool(self.ledger.after_card or self.ledger.cells)
        return island.kind is not Kind.AGAINST and (going_on or not _long_date(island))

    def _pay(self, turn: Turn, islands: Sequence[Island]) -> list[Island]:
        """Marks payment data. Gives back the islands that may still be part of a card number."""
        rest: list[Island] = []
        amid = bool(self.ledger.cells) and self._ask not in _ONCE
        for island in islands:
            entity = "PAN_SUSPECT" if amid else entity_of(island, self._ask, after_card=bool(self.ledger.after_card))
            self._memory.strike(turn, [(island.start, island.end)], entity)
            if entity == "PAN_SUSPECT" or not self.ledger.paying:
                rest.append(island)
        if islands and self.ledger.after_card:
            self.ledger.after_card -= 1
        return rest


def _long_date(island: Island) -> bool:
    """A date with its year; what has less digits may be a group of a number."""
    return island.date and len(island.atoms) > _SHORT_DATE
