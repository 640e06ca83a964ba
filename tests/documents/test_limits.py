"""Structured fields that no reader can take in bounded time are refused."""

import pytest

from carddata import InputError
from documents import open_message


@pytest.mark.parametrize("value", [b"a=b; " * 300, b'a="' + b'\\"' * 9_000 + b'"'])
def test_structured_fields_beyond_reason_are_refused(value: bytes) -> None:
    """Python's parser of parameters takes time that grows with the square of their number and length."""
    with pytest.raises(InputError, match="too long to be read safely"):
        open_message(b"Content-Type: text/plain; " + value + b"\n\nx\n")
