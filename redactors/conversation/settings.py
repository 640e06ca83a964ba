"""The bounds of a conversation's memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a conversation keeps, and for how long.

    `turns`, `seconds`: a speaker's digits age out when so many turns of the conversation, or so many
    seconds of the caller's clock, have passed since that speaker's last digit. `bytes`: of the texts of
    all turns kept, as UTF-8; `kept_turns`: how many; the oldest go first. `speakers`: voices told apart.
    `edge`: digits at each end of a turn, and of an island, that can still join with another turn's (19 make
    a card). `cells`: undecided digits of a speaker. `islands`: of a turn; the middle ones are left out. `quiet_turns`:
    so many without a digit end a number that may be complete. `gap`: characters between two digits of an island.
    """

    turns: int = 20
    seconds: float = 120.0
    bytes: int = 262_144
    kept_turns: int = 400
    speakers: int = 16
    edge: int = 48
    cells: int = 192
    islands: int = 128
    quiet_turns: int = 3
    gap: int = 24


LIMITS = Limits()
