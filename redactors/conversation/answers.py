"""What a customer says when he was asked for a number that is no card's: an order number, a postal code, how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from redactors.conversation.scan import Island

_PIECE = 4
"""Digits of one turn in an answer that goes on in the next one; a longer piece is the whole answer."""
_LONGEST = 11
"""Digits of an answer over several turns; a card has more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How far the answer has come. `one_turn`: what was asked for is said at once."""

    one_turn: bool = False
    digits: int = 0
    over: bool = False

    def after(self, islands: Sequence[Island]) -> "Answer | None":
        """The answer with the next turn's digits in it; None if they are something else."""
        size = sum(len(island.atoms) for island in islands)
        if not size:
            return self if not self.digits else None
        if self.over or (self.digits and self.digits + size > _LONGEST):
            return None
        return Answer(self.one_turn, self.digits + size, self.one_turn or size > _PIECE)
