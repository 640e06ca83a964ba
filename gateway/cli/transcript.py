"""A whole conversation at once: the turns of one `--jsonl` line, as they read after all recalls and releases."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from carddata import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactors import Finding, Redactor

_ROLES = ("agent", "bot", "customer", "system")
_MAX_TURNS = 10_000


def final(turns: Any, by_role: "Callable[[str], Redactor]") -> "tuple[list[tuple[int, Finding]], list[str]]":
    """The findings with their turns' indexes, and the final texts. Raises InputError with the turn's path.

    `by_role`: what finds in the turns of a role.
    """
    from redactors import Conversation
    from redactors.conversation import Limits
    from redactors.conversation.scan import scan

    if not isinstance(turns, list):
        raise InputError("turns: must be a list", path="turns")
    if len(turns) > _MAX_TURNS:
        raise InputError(f"turns: at most {_MAX_TURNS}; split the conversation", path="turns")
    checked = [_checked(turn, index) for index, turn in enumerate(turns)]
    conversation = Conversation(by_role("customer"), Limits(bytes=sys.maxsize, kept_turns=len(checked) + 1))
    for index, turn in enumerate(checked):
        role, text = turn["role"], turn["text"]
        read = scan(by_role(role), text, question=conversation.question(role))
        conversation.turn(str(index), role, text, _seconds(turn, index), turn.get("speaker"), read=read)
    return conversation.finished()


def _checked(turn: Any, index: int) -> dict[str, Any]:
    path = f"turns[{index}]"
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str) or turn.get("role") not in _ROLES:
        raise InputError(f"{path}: needs a role ({', '.join(_ROLES)}) and a text", path=path)
    if not isinstance(turn.get("speaker"), str | None):
        raise InputError(f"{path}: speaker must be a string", path=path)
    return turn


def _seconds(turn: dict[str, Any], index: int) -> float | None:
    at = turn.get("at")
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except (TypeError, ValueError):
        raise InputError(f"turns[{index}]: at must be ISO 8601", path=f"turns[{index}]") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
