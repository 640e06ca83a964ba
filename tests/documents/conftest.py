"""What the tests of containers share."""

from collections.abc import Callable

import pytest

from documents import open_message
from redactors import Redactor

Redacted = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    """Cards, identifiers, mail addresses and telephone numbers."""
    return Redactor("pci+pii")


@pytest.fixture(scope="session")
def redacted(redactor: Redactor) -> Redacted:
    """A raw message -> the same with `[ENTITY]` for each finding."""

    def render(raw: bytes) -> bytes:
        message = open_message(raw)
        message.find(redactor)
        return message.render(lambda found: f"[{found.finding.entity}]")

    return render
