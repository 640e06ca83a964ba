"""Structured fields with parameters, Content-Type and Content-Disposition (RFC 2045, 2183, 2231)."""

from email.message import Message as Headers
from email.utils import collapse_rfc2231_value, encode_rfc2231, quote
from typing import TypeAlias

from documents.headers import Undecodable, decoded_words

NAMES = frozenset({"name", "filename"})

Parameters: TypeAlias = list[tuple[str, str]]


def parameters(headers: Headers, header: str) -> Parameters:
    """(name, decoded value) of each parameter; the first is (main value, ""). Raises `Undecodable`."""
    raw = headers.get_params(header=header, failobj=[])
    out: Parameters = []
    for i, (name, value) in enumerate(raw):
        try:
            text = collapse_rfc2231_value(value)
        except (LookupError, UnicodeError, ValueError):
            raise Undecodable from None
        out.append((name if i == 0 else name.lower(), decoded_words(text)[0]))
    return out


def composed(params: Parameters, line_end: bytes) -> bytes:
    """The value of a field with these parameters, one on each line."""
    main, *rest = params
    pieces = [main[0]]
    for name, value in rest:
        if value.isascii():
            pieces.append(f'{name}="{quote(value)}"')
        else:
            safe = value.encode("utf-8", "replace").decode("utf-8")
            pieces.append(f"{name}*={encode_rfc2231(safe, 'utf-8')}")
    return (";" + line_end.decode("ascii") + "\t").join(pieces).encode("ascii", "replace")
