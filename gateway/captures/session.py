"""One keypad capture as a pure state machine: keys in, what changed out. No I/O, no clock.

A card ends at its brand's usual length when Luhn holds, or with `#` at any length that the brand
issues. `*` takes back the last key. A number that fails starts again, `attempts` times in all.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from carddata import Brand, Secret, issuer_of, luhn_valid

_MIN_DIGITS = 12
_MAX_DIGITS = 19
_USUAL_LENGTH = {Brand.AMEX: 15, Brand.DINERS: 14}
_DEFAULT_LENGTH = 16


class Stage(StrEnum):
    """How far the customer has come. All but `PAN` and `TOKENIZING` are final."""

    PAN = "pan"
    TOKENIZING = "tokenizing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


FINAL = frozenset({Stage.DONE, Stage.FAILED, Stage.CANCELLED, Stage.EXPIRED})


@dataclass(slots=True)
class Session:
    """The digits keyed so far and the stage. `repr` shows no digit."""

    attempts_left: int
    stage: Stage = Stage.PAN
    reason: str | None = None
    _digits: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def count(self) -> int:
        """How many digits stand now."""
        return len(self._digits)

    def key(self, key: str) -> Secret[str] | None:
        """Takes one key (`0`-`9`, `*`, `#`, `A`-`D`). Gives the card number once it is complete."""
        if self.stage is not Stage.PAN:
            return None
        if key == "*":
            self._take_back()
        elif key == "#":
            return self._end_number()
        elif key in "0123456789":
            self._digits += key.encode("ascii")
            if len(self._digits) == self._usual_length() and self._is_card():
                return self._complete()
            if len(self._digits) >= _MAX_DIGITS:
                return self._end_number()
        return None

    def finish(self, stage: Stage, reason: str | None = None) -> None:
        """Ends the capture and wipes the digits. A final stage stays what it is."""
        self._wipe()
        if self.stage not in FINAL:
            self.stage, self.reason = stage, reason

    def _text(self) -> str:
        return self._digits.decode("ascii")

    def _usual_length(self) -> int:
        issuer = issuer_of(self._text())
        return _DEFAULT_LENGTH if issuer is None else _USUAL_LENGTH.get(issuer.brand, _DEFAULT_LENGTH)

    def _is_card(self) -> bool:
        digits = self._text()
        issuer = issuer_of(digits)
        lengths = range(_MIN_DIGITS, _MAX_DIGITS + 1) if issuer is None else issuer.lengths
        return len(digits) in lengths and luhn_valid(digits)

    def _end_number(self) -> Secret[str] | None:
        if self._is_card():
            return self._complete()
        self._fail_attempt()
        return None

    def _complete(self) -> Secret[str]:
        card = Secret(self._text())
        self._wipe()
        self.stage, self.reason = Stage.TOKENIZING, None
        return card

    def _fail_attempt(self) -> None:
        self._wipe()
        self.attempts_left -= 1
        self.reason = "not-a-card"
        if self.attempts_left <= 0:
            self.stage = Stage.FAILED

    def _take_back(self) -> None:
        if self._digits:
            self._digits[-1] = 0
            del self._digits[-1]

    def _wipe(self) -> None:
        self._digits[:] = bytes(len(self._digits))
        self._digits.clear()
