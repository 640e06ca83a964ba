"""Identity, account and tax numbers of our own making, by the check digits of python-stdnum."""

import random
from importlib import import_module

_DIGITS, _LETTERS = "0123456789", "ABCDEFGHJKLMNPRSTUVWXYZ"
_TRIES = 200_000


def valid(number: str, check: str) -> bool:
    """Whether `check`, a module of python-stdnum, takes the letters and digits of `number`."""
    module = import_module(f"stdnum.{check}")
    return bool(module.is_valid(number) or module.is_valid("".join(filter(str.isalnum, number))))


def made(form: str, check: str = "", seed: int = 1) -> str:
    """`form` with random digits for `#` and letters for `@`, so that its check digits are right."""
    rnd = random.Random(f"{form} {check} {seed}")
    for _ in range(_TRIES):
        number = "".join(rnd.choice(_DIGITS) if c == "#" else rnd.choice(_LETTERS) if c == "@" else c for c in form)
        if not check or valid(number, check):
            return number
    raise AssertionError(f"no such number: {check}")


def spoiled(number: str, check: str) -> str:
    """`number` with one digit changed, so that its check digits are wrong."""
    for at in range(len(number) - 1, -1, -1):
        for digit in _DIGITS if number[at].isdigit() else "":
            other = number[:at] + digit + number[at + 1 :]
            if other != number and not valid(other, check):
                return other
    raise AssertionError(f"every number is right: {check}")
