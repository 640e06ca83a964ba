"""What the decoder reports."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ToneEvent:
    """A key: accepted while `end_ms` is None, over once it is set. `repr` hides the digit.

    Attributes:
        channel: index of the channel, from 0.
        digit: one of ``0123456789*#ABCD``.
        start_ms: onset in ms since the first sample of the input.
        end_ms: end in ms since the first sample of the input.
        level_dbm0: mean power of the two tones, dBm0; each tone's level when both are equal.
        twist_db: level of the high tone less that of the low tone, dB.
    """

    channel: int
    digit: str = field(repr=False)
    start_ms: float
    end_ms: float | None
    level_dbm0: float
    twist_db: float
