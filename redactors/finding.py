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
    `shape`: the normalised text with every digit as `d` and every letter as `a` (`dddd dddd dddd dddd`).
    `flags`: what speaks for it ("issuer", "length", "luhn", "card-context") and how it was written ("decoded",
    "encoded", "look-alike", "spoken", "listed", "repaired", "reversed"); "split": a part of a number spread over
    turns, "continued": not its first part. All parts have the whole number as their value.
    """

    entity: str
    start: int
    end: int
    score: float
    rule: str
    value: Secret[str] | None = field(default=None, repr=False, compare=False)
    shape: str = field(default="", compare=False)
    flags: tuple[str, ...] = field(default=(), compare=False)

    def moved(self, by: int) -> "Finding":
        """The same finding, `by` characters further on."""
        return Finding(
            self.entity, self.start + by, self.end + by, self.score, self.rule, self.value, self.shape, self.flags
        )


class _Shape(dict[int, str]):
    """For `str.translate`: digits as d, letters as a, all other characters as they are."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = "d" if char.isdigit() else "a" if char.isalnum() else char if char.isprintable() else " "
        self[code] = kept
        return kept


_SHAPE = _Shape()
_LONGEST_SHAPE = 64


def shape_of(text: str) -> str:
    """What `text` looks like, without what it says: at most 64 characters."""
    return text[:_LONGEST_SHAPE].translate(_SHAPE)
