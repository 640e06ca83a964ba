"""Turns that arrive in pieces: what of an unfinished turn may be shown already."""

from dataclasses import dataclass

from carddata import InputError
from gateway.api.models import TurnFrame, TurnRequest
from redactors.conversation.opening import Opening

_MAX_OPEN = 16
_MAX_TURN = 500_000


@dataclass(slots=True)
class _Turn:
    first: TurnFrame
    text: str
    opening: Opening


class Typing:
    """The unfinished turns of one socket."""

    def __init__(self, limit: int = _MAX_TURN) -> None:
        self._limit = min(limit, _MAX_TURN)
        self._turns: dict[str, _Turn] = {}

    def add(self, frame: TurnFrame) -> str:
        """The next piece of a turn that can be shown now. Raises InputError for a frame out of place."""
        if (frame.text is None) == (frame.delta is None and not frame.end):
            raise InputError("give either text, or delta, or end", path="delta")
        if frame.text is not None:
            return ""
        turn = self._turns.get(frame.turn_id)
        if turn is None:
            if frame.role is None:
                raise InputError("the first frame of a turn names its role", path="role")
            if len(self._turns) >= _MAX_OPEN:
                raise InputError("too many unfinished turns: end some first", path="turn_id")
            turn = self._turns[frame.turn_id] = _Turn(frame, "", Opening())
        delta = frame.delta or ""
        if len(turn.text) + len(delta) > self._limit:
            del self._turns[frame.turn_id]
            raise InputError("the turn is too long: end it earlier", path="delta")
        turn.text += delta
        return turn.opening.feed(delta)

    def complete(self, frame: TurnFrame) -> TurnRequest | None:
        """The whole turn, if this frame ends it."""
        if frame.text is not None:
            return self._request(frame, frame.text)
        turn = self._turns[frame.turn_id]
        return self._request(turn.first, turn.text) if frame.end else None

    def done(self, turn_id: str) -> None:
        """The turn was answered. Until then an `end` may be sent again."""
        self._turns.pop(turn_id, None)

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
        )
