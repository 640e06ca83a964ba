"""Uniform small numbers out of random bytes, by rejection: one system call a token instead of one a character."""

from collections.abc import Callable, Iterator
from typing import Final

_BLOCK: Final = 48
_BYTE: Final = 256


def dice(urandom: Callable[[int], bytes]) -> Callable[[int], int]:
    """A `randbelow(n)`, uniform in [0, n), for n from 1 to 256. Make a new one for each use: it holds bytes ahead,
    which a forked process would share."""
    ahead: Iterator[int] = iter(b"")

    def randbelow(n: int) -> int:
        nonlocal ahead
        bound = _BYTE - _BYTE % n
        while True:
            for byte in ahead:
                if byte < bound:
                    return byte % n
            ahead = iter(urandom(_BLOCK))

    return randbelow
