"""Encoded islands in a text: base64 (also URL-safe, unpadded, wrapped), base32, hexadecimal and character codes.

An island is read only where it holds text; a finding in it covers the encoded characters that carry a digit.
"""

import base64
import binascii
import re
from collections.abc import Iterator

from redactors.gate import LONG, SPACED, places
from redactors.view import Edit, View

_SPACED = re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{2}(?:[ :,-]{1,2}(?:0x)?[0-9A-Fa-f]{2}(?![0-9A-Za-z])){11,}+")
_WORD = re.compile(r"(?<!\S)\S{16,}+")
_ISLAND = re.compile(
    r"""(?P<hex>(?<![0-9A-Za-z])(?:0x|\\x)?(?:[0-9A-Fa-f]{2}){12,}+(?![0-9A-Za-z+/_=-]))
    | (?P<base64>(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+)""",
    re.VERBOSE,
)
_HEX_PAIR = re.compile(r"(?:0x|\\x)?([0-9A-Fa-f]{2})")
_CODE = re.compile(r"[0-9]{2,3}")
_CODES = re.compile(
    r"(?<![0-9A-Za-z])(?:[1-9][0-9]|1[0-2][0-9])(?:[ :,;-]{1,2}(?:[1-9][0-9]|1[0-2][0-9])(?![0-9A-Za-z])){11,}+"
)
_BASE32 = re.compile(r"[A-Z2-7]{16,}")
_CARD = re.compile(rb"[0-9](?:[ -]?[0-9]){11}")
_PART = re.compile(r"[A-Za-z0-9]{16,}")
_CARD_DIGITS = 12
_URL_SAFE = str.maketrans("-_", "+/")


def unfolded(view: View) -> View | None:
    """`view` with islands decoded; None where there are none."""
    text = view.text
    bits = view.clues.bits
    pairs = _SPACED.finditer(text) if bits & SPACED else ()
    edits = [edit for match in pairs for edit in _hex(match[0], match.start())]
    if bits & SPACED:
        edits += [edit for match in _CODES.finditer(text) for edit in _codes(match[0], match.start())]
    spaced = bool(edits)
    for begin, end in places(text, LONG, 0, 0) if bits & LONG else ():
        for word in _WORD.finditer(text, begin, end):
            if not word[0].isalpha():
                edits += _edits(text, *word.span())
    if not edits:
        return None
    return view.edited(_disjoint(edits) if spaced else edits, "encoded")


def _disjoint(edits: list[Edit]) -> Iterator[Edit]:
    at = 0
    for edit in sorted(edits):
        if edit.start >= at:
            yield edit
            at = edit.end


def _edits(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _ISLAND.finditer(text, start, end):
        source, first = match[0], match.start()
        edits = _hex(source, first) if match.lastgroup == "hex" else []
        edits = edits or _base64(source, first) or _base32(source, first)
        if not edits and not source.isalnum():
            edits = [edit for part in _PART.finditer(source) for edit in _base64(part[0], first + part.start())]
        yield from edits


def _hex(source: str, start: int) -> list[Edit]:
    pairs = list(_HEX_PAIR.finditer(source))
    text = _text(bytes.fromhex("".join(pair[1] for pair in pairs)))
    if text is None:
        return []
    if len(text) != len(pairs):
        return [Edit(start, start + len(source), text)]
    ends = [*(pair.start() for pair in pairs[1:]), len(source)]
    return [Edit(start + pair.start(), start + end, char) for pair, end, char in zip(pairs, ends, text, strict=True)]


def _codes(source: str, start: int) -> list[Edit]:
    """Characters as decimal codes: "52 48 49 50"."""
    codes = list(_CODE.finditer(source))
    text = _text(bytes(int(code[0]) for code in codes))
    if text is None or sum(map(str.isdigit, text)) < _CARD_DIGITS:
        return []
    ends = [*(code.start() for code in codes[1:]), len(source)]
    return [Edit(start + code.start(), start + end, char) for code, end, char in zip(codes, ends, text, strict=True)]


def _base32(source: str, start: int) -> list[Edit]:
    if _BASE32.fullmatch(source) is None:
        return []
    try:
        data = base64.b32decode(source + "=" * (-len(source) % 8))
    except binascii.Error:
        return []
    text = _text(data)
    return [] if text is None else _blocks(start, len(source), text, len(data), 8, 5)


def _blocks(start: int, length: int, text: str, size: int, wide: int, narrow: int) -> list[Edit]:
    """`text` over `length` encoded characters from `start` on: `wide` of them hold `narrow` bytes of all `size`."""
    if len(text) != size:
        return [Edit(start, start + length, text)]
    return [
        Edit(start + wide * i, min(start + wide * (i + 1), start + length), text[narrow * i : narrow * (i + 1)])
        for i in range(-(-len(text) // narrow))
    ]


def _base64(source: str, start: int) -> list[Edit]:
    if source.isdigit() or source.isalpha():
        return []
    whole = source[: len(source) - (len(source) % 4 == 1)].translate(_URL_SAFE)
    try:
        data = base64.b64decode(whole + "=" * (-len(whole) % 4), validate=True)
    except (binascii.Error, ValueError):
        return []
    text = _text(data)
    return [] if text is None else _blocks(start, len(whole), text, len(data), 4, 3)


def _text(data: bytes) -> str | None:
    """`data` as text if it is one, or holds what may be a card number."""
    if b"\0" in data and _CARD.search(data) is not None:
        return data.decode("latin-1")  # UTF-16 has no two digits side by side
    for encoding in ("utf-16-le", "utf-16-be") if b"\0" in data else ("utf-8",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(char.isprintable() or char in "\r\n\t" for char in text):
            return text
    return data.decode("latin-1") if _CARD.search(data) is not None else None
