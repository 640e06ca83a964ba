"""The bounds of a conversation's memory, and of what a growing text holds back."""

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


@dataclass(frozen=True, slots=True)
class Bounds:
    """In characters and seconds. `characters`, `seconds`: how much and how long is held at most.

    Plain text after which it is decided: `number`: what may be a card; `code`: what a card that follows would
    make a code; `answer`, `turn`: what another line of a chat may continue, before and after a name.
    `context`: plain text kept of what was given out, `kept` at most.
    """

    characters: int = 8192
    seconds: float = 8.0
    number: int = 40
    code: int = 224
    answer: int = 80
    turn: int = 2200
    context: int = 320
    kept: int = 4096


BOUNDS = Bounds()
