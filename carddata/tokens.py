"""The shape of a token and its check characters, so that minter and detectors agree offline.

`tok_<class>_<22 base58 characters of randomness><2 base58 check characters>`. The check characters
are the first eight bytes of SHA-256 over all that stands before them, modulo 58^2: they tell a token
from look-alike text; they are no proof that the vault knows it.
"""

import hashlib
import re
from collections.abc import Callable

from carddata.luhn import luhn_valid

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RANDOM_LENGTH = 22
_MAX_DIGIT_RUN = 5
_FOREIGN_DIGIT_RUN = 12
_CLASS = re.compile(r"[a-z][a-z0-9]{0,15}")

TOKEN_PATTERN = re.compile(rf"tok_{_CLASS.pattern}_[{ALPHABET}]{{24}}(?![0-9A-Za-z])")
"""The shape only; `is_token` decides."""

_DIGIT_RUN = re.compile(r"[0-9]+")


def _check_characters(head: str) -> str:
    number = int.from_bytes(hashlib.sha256(head.encode("ascii")).digest()[:8]) % 58**2
    return ALPHABET[number // 58] + ALPHABET[number % 58]


def _longest_digit_run(text: str) -> int:
    return max(map(len, _DIGIT_RUN.findall(text)), default=0)


def is_token(text: str) -> bool:
    """Whether `text` is one whole token: shape, check characters, and no run of 12 or more digits."""
    return (
        TOKEN_PATTERN.fullmatch(text) is not None
        and _longest_digit_run(text) < _FOREIGN_DIGIT_RUN
        and _check_characters(text[:-2]) == text[-2:]
    )


def mint_token(cls: str, randbelow: Callable[[int], int]) -> str:
    """A new token of class `cls`. `randbelow(n)` is uniform in [0, n), as `secrets.randbelow`.

    Never Luhn-valid (its digits joined), no run of more than five digits. About 128 bits of
    randomness. Raises ValueError for a class name that has another form.
    """
    if _CLASS.fullmatch(cls) is None:
        raise ValueError("a token class is a lower-case letter and up to 15 letters or digits")
    while True:
        body = "".join(ALPHABET[randbelow(58)] for _ in range(_RANDOM_LENGTH))
        head = f"tok_{cls}_{body}"
        token = head + _check_characters(head)
        if _longest_digit_run(token) > _MAX_DIGIT_RUN:
            continue
        if not luhn_valid("".join(_DIGIT_RUN.findall(token))):
            return token
