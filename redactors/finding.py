"""`Finding`: what was found and where, without showing it."""

from dataclasses import dataclass, field

from carddata import Secret


@dataclass(frozen=True, slots=True)
class Finding:
    """One span of the original text.

    `start`, `end`: code points of the original, end excluded; they cover the whole obfuscated span.
    `score`: 0 to 1. `rule`: which rule decided, made of our own words only.
    `value`: the canonical value for the vault (digits of a card, IBAN without spaces, e-mail as
    typed; for TRACK_DATA the card number in it); never shown, never part of equality.
    """

    entity: str
    start: int
    end: int
    score: float
    rule: str
    value: Secret[str] | None = field(default=None, repr=False, compare=False)
