"""Turns that arrive in pieces: what of an unfinished turn may be shown already.

Until the turn is over no digit of it is shown but those that count something ("2 minutes", "10:30"), whatever the
state of the conversation: the others are dots, what is found in the turn by itself is `[ENTITY]`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace

from carddata import Entity, InputError
from gateway.api.models import TurnFrame, TurnRequest
from gateway.workers.jobs import redactor
from redactors import Redactor
from redactors.conversation.scan import Kind, scan
from redactors.conversation.settings import Bounds
from redactors.conversation.stream import Span, TextStream
from redactors.digits import digit_atoms
from redactors.names import needs_names
from redactors.policy import Plan

_MAX_OPEN = 16
_MAX_TURN = 500_000
_SLICE = 128
"""Characters taken before other work of the event loop has its turn."""
_BOUNDS = Bounds(characters=256, number=40, code=40, context=192, kept=256)
"""Little is looked at at once: no digit depends on it, and the event loop does not wait."""
_COUNTED_DIGITS = 4
_NOTHING = Redactor(frozenset())


@dataclass(slots=True)
class _Turn:
    first: TurnFrame
    stream: TextStream
    silent: bool
    until: float
    pieces: list[str] = field(default_factory=list)
    length: int = 0


class Typing:
    """The unfinished turns of one socket. `plan_for(channel, role)`; `clock`: seconds that never go back.

    Held digits go as dots after `hold` seconds, an unfinished turn is given up after `keep` seconds; of each turn at
    most `limit` characters are taken. Where the plan looks for more than digits tell, as names and phrases are, nothing
    of an unfinished turn is shown: any word may be one.
    """

    def __init__(
        self,
        plan_for: Callable[[str | None, str | None], Plan],
        clock: Callable[[], float],
        *,
        hold: float,
        keep: float,
        limit: int = _MAX_TURN,
    ) -> None:
        self._plan_for = plan_for
        self._clock = clock
        self._bounds = replace(_BOUNDS, seconds=hold)
        self._keep = keep
        self._limit = min(limit, _MAX_TURN)
        self._turns: dict[str, _Turn] = {}

    async def add(self, frame: TurnFrame) -> AsyncIterator[str]:
        """The next pieces of a turn that can be shown now. Raises InputError for a frame out of place."""
        if (frame.text is None) == (frame.delta is None and not frame.end):
            raise InputError("give either text, or delta, or end", path="delta")
        if frame.text is not None:
            return
        turn = self._turns.get(frame.turn_id) or self._opened(frame)
        delta = frame.delta or ""
        turn.length += len(delta)
        if turn.length > self._limit:
            del self._turns[frame.turn_id]
            raise InputError("the turn is too long: end it earlier", path="delta")
        turn.pieces.append(delta)
        if turn.silent:
            return
        for start in range(0, len(delta), _SLICE):
            if start:
                await asyncio.sleep(0)
            yield turn.stream.feed(delta[start : start + _SLICE], self._clock())

    def complete(self, frame: TurnFrame) -> TurnRequest | None:
        """The whole turn, if this frame ends it."""
        if frame.text is not None:
            return self._request(frame, frame.text)
        turn = self._turns[frame.turn_id]
        return self._request(turn.first, "".join(turn.pieces)) if frame.end else None

    def done(self, turn_id: str) -> None:
        """The turn was answered. Until then an `end` may be sent again."""
        self._turns.pop(turn_id, None)

    @property
    def wait(self) -> float | None:
        """Seconds until something is held too long; None: nothing is."""
        times = [time for turn in self._turns.values() for time in (turn.stream.due, turn.until) if time is not None]
        return max(0.001, min(times) - self._clock()) if times else None

    def late(self) -> Iterator[tuple[str, str]]:
        """What was held too long, by turn."""
        now = self._clock()
        for turn_id, turn in self._turns.items():
            yield turn_id, turn.stream.feed("", now)

    def forgotten(self) -> list[str]:
        """Gives up the turns that nobody has ended in time."""
        now = self._clock()
        gone = [turn_id for turn_id, turn in self._turns.items() if turn.until <= now]
        for turn_id in gone:
            del self._turns[turn_id]
        return gone

    def _opened(self, frame: TurnFrame) -> _Turn:
        if frame.role is None:
            raise InputError("the first frame of a turn names its role", path="role")
        if len(self._turns) >= _MAX_OPEN:
            raise InputError("too many unfinished turns: end some first", path="turn_id")
        plan = self._plan_for(frame.channel, frame.role)
        stream = TextStream(redactor(plan), bounds=self._bounds, hide=_undecided)
        turn = self._turns[frame.turn_id] = _Turn(frame, stream, _wordy(plan), self._clock() + self._keep)
        return turn

    def _request(self, frame: TurnFrame, text: str) -> TurnRequest:
        if frame.role is None:
            raise InputError("a turn names its role", path="role")
        return TurnRequest.model_construct(
            turn_id=frame.turn_id,
            role=frame.role,
            text=text,
            speaker=frame.speaker,
            at=frame.at,
            recall=frame.recall,
            channel=frame.channel,
            render=frame.render,
        )


def _wordy(plan: Plan) -> bool:
    """Whether it looks for what may be words without a digit."""
    mail = Entity.EMAIL in plan.entities  # also "jane dot doe at example dot com"
    return mail or needs_names(plan.entities) or bool(plan.policy.denied) or bool(plan.policy.patterns)


def _undecided(text: str) -> list[Span]:
    """The digits of a turn that its conversation might hold back, in whatever state it is."""
    read = scan(_NOTHING, text)
    hidden = [i for i in read.islands if i.kind is not Kind.COUNTED or len(i.atoms) > _COUNTED_DIGITS]
    atoms = [atom for island in hidden for atom in island.atoms]
    if read.middle is not None:
        atoms += digit_atoms(text)
    return [(atom.start, atom.end) for atom in atoms]
