"""The turns of a conversation, and the repetitions that stand beside their digits."""

from collections.abc import Iterable, Iterator

from carddata import Secret
from redactors.conversation.cells import Cell
from redactors.conversation.settings import Limits
from redactors.conversation.spans import Place, by_turn, joined
from redactors.conversation.turns import Span, Turn
from redactors.finding import Finding


class Memory:
    """Turns by number. `echoes`: places where a cell's digit was said again. `size`: bytes of the texts, as UTF-8."""

    def __init__(self) -> None:
        self.turns: dict[int, Turn] = {}
        self.echoes: dict[int, tuple[Place, ...]] = {}
        self.size = 0
        self._number = 0
        self._cell = 0

    def copy(self) -> "Memory":
        """An independent memory."""
        other = Memory()
        other.turns = {number: turn.copy() for number, turn in self.turns.items()}
        other.echoes = dict(self.echoes)
        other.size, other._number, other._cell = self.size, self._number, self._cell
        return other

    def add(self, turn_id: str, text: str, own: Iterable[Finding], *, editable: bool) -> Turn:
        """The next turn."""
        self._number += 1
        turn = self.turns[self._number] = Turn(self._number, turn_id, text, tuple(own), editable)
        self.size += _bytes(turn)
        return turn

    def editable(self, number: int) -> bool:
        """Whether turn `number` can be recalled."""
        turn = self.turns.get(number)
        return turn is not None and turn.editable

    def cell_id(self) -> int:
        """A number for a new cell."""
        self._cell += 1
        return self._cell

    def places(self, cells: Iterable[Cell]) -> Iterator[Place]:
        """Where these cells' digits stand, said first or again."""
        for cell in cells:
            yield Place(cell.turn, cell.start, cell.end)
            yield from self.echoes.get(cell.id, ())

    def mark(self, places: Iterable[Place], entity: str, rule: str, value: str | None, *, card: bool) -> None:
        """Findings over `places`, in every turn that is still there; `card`: they outrank all else."""
        secret = None if value is None else Secret(value)
        for number, group in by_turn(places):
            turn = self.turns.get(number)
            for start, end in joined(turn.text, group) if turn is not None else ():
                finding = Finding(entity, start, end, 0.9 if card else 0.6, rule, secret)
                if turn is not None:
                    (turn.card if card else turn.payment)(finding)

    def strike(self, turn: Turn, spans: Iterable[Span], entity: str, rule: str = "payment-digits") -> None:
        """Payment data over these spans of `turn`."""
        self.mark([Place(turn.number, *span) for span in spans], entity, rule, None, card=False)

    def hold(self, name: str, places: Iterable[Place]) -> None:
        """Just these places are held back for the voice `name`."""
        held = {number: frozenset((p.start, p.end) for p in group) for number, group in by_turn(places)}
        for number, turn in self.turns.items():
            if number in held or name in turn.held:
                turn.hold(name, held.get(number, frozenset()))

    def trim(self, limits: Limits) -> list[Turn]:
        """Takes out the oldest turns past the limits. What they held back is never shown."""
        gone: list[Turn] = []
        while len(self.turns) > 1 and (self.size > limits.bytes or len(self.turns) > limits.kept_turns):
            turn = self.turns.pop(next(iter(self.turns)))
            self.size -= _bytes(turn)
            gone.append(turn)
        return gone

    def keep_echoes(self, cells: Iterable[Cell]) -> None:
        """Forgets the repetitions of all other cells."""
        self.echoes = {cell.id: self.echoes[cell.id] for cell in cells if cell.id in self.echoes}

    def wipe(self) -> None:
        """Forgets every text."""
        self.turns.clear()
        self.echoes.clear()
        self.size = 0


def _bytes(turn: Turn) -> int:
    return len(turn.text.encode(errors="surrogatepass"))
