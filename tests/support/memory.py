"""How the memory of a process that reads names grows: `python -m tests.support.memory WARM COUNT` prints bytes."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from resource import getpagesize

from redactors.presidio import model
from tests.support.lines import random_messages


def grown(warm: int, count: int) -> int:
    """Bytes of resident memory that `count` new messages add after the first `warm`; negative if it shrinks."""
    messages = random_messages(warm + count)
    _read(islice(messages, warm))
    before = _resident()
    _read(messages)
    return _resident() - before


def _read(messages: Iterator[str]) -> None:
    while batch := list(islice(messages, 32)):
        model().find_all(batch)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * getpagesize()


if __name__ == "__main__":
    sys.stdout.write(str(grown(*map(int, sys.argv[1:]))))
