"""Written encodings: HTML tags and entities, percent-encoding, JSON and C escapes, quoted-printable."""

import html
import re
import unicodedata
from collections.abc import Iterator

from redactors.view import Edit, View

# No tag is longer: "a <b" far before "c > d" hides nothing.
# Each alternative stops at the next character that cannot belong to it: linear on any input.
_ENCODED = re.compile(
    r"""(?P<percent>(?:%[0-9A-Fa-f]{2})++)
    | (?P<entity>&(?:\#[0-9]{1,7}+|\#[xX][0-9A-Fa-f]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);?)
    | (?P<comment><!--)
    | (?P<tag><[A-Za-z/!?][^<>]{0,2000}+>)
    | (?P<pair>\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2})
    | (?P<escape>[\\%]u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[ux]\{[0-9A-Fa-f]{1,6}\})
    | (?P<css>\\(?:3[0-9]|0{2,4}[2-7][0-9A-Fa-f])(?:[ ]|(?![0-9A-Fa-f])))
    | (?P<byte>(?:\\x[0-9A-Fa-f]{2})++)
    | (?P<octal>\\0?(?:0[4-7][0-7]|1[0-7]{2})(?![0-9]))
    | (?P<decimal>\\u[0-9]{2,5}\?)
    | (?P<control>\\[nrt](?=[0-9"\\]))
    | (?P<quoted>(?:=[0-9A-F]{2}){2,}+|=(?:3[0-9]|20|2D|09|0[AD]|3D(?=[0-9A-F]{2})))
    | (?P<soft>=\r?\n)""",
    re.VERBOSE,
)
_BYTE_MARKS = {"percent": "%", "quoted": "=", "byte": "\\x"}
_CODES = {"escape": 16, "css": 16, "octal": 8, "decimal": 10}
_HINT = re.compile(r"[%&<\\=]")
_COMMENT_CLOSE = "-->"
_INLINE_TAGS = """
    a abbr b bdi bdo big cite code data del em font i ins kbd mark q s samp small span strike strong sub sup
    time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_TAG_NAME = re.compile(r"</?([A-Za-z0-9:]*)")
_UTF8_LENGTHS = ((0x80, 1), (0xC2, 1), (0xE0, 2), (0xF0, 3), (0xF5, 4))


def decoded(view: View) -> View | None:
    """`view` as its reader would see it once decoded; None where nothing is encoded."""
    if _HINT.search(view.text) is None:
        return None
    edits = list(_edits(view.text))
    return view.edited(edits, "decoded") if edits else None


def _edits(text: str) -> Iterator[Edit]:
    at, closable = 0, True
    while (match := _ENCODED.search(text, at)) is not None:
        start, at = match.span()
        kind = match.lastgroup
        if kind in _BYTE_MARKS:
            yield from _bytes(match[0], start, _BYTE_MARKS[kind])
        elif kind == "entity":
            yield from _entity(match[0], start)
        elif kind in _CODES:
            code = int(match[0].strip("\\%uUx{}? "), _CODES[kind])
            yield Edit(start, at, chr(code) if code < 0x110000 else "")
        elif kind == "pair":
            yield Edit(start, at, _pair(match[0]))
        elif kind == "tag":
            yield Edit(start, at, tag_text(match[0]))
        elif kind == "comment":
            close = text.find(_COMMENT_CLOSE, start + 2) if closable else -1
            closable = close >= 0
            if closable:
                at = close + len(_COMMENT_CLOSE)
                yield Edit(start, at, "")
        else:
            yield Edit(start, at, "\n" if kind == "control" else "")


def _pair(source: str) -> str:
    high, low = int(source[2:6], 16), int(source[8:12], 16)
    return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))


def tag_text(tag: str) -> str:
    """What a tag looks like between two characters: nothing for inline markup, else a space."""
    name = _TAG_NAME.match(tag)
    return "" if name is not None and name[1].lower() in _INLINE else " "


def _entity(source: str, start: int) -> Iterator[Edit]:
    text = html.unescape(source)
    if text == source:
        return
    # html.unescape may resolve a prefix only (`&notit` -> `¬it`): the rest stays literal.
    rest = 0
    while rest < len(text) - 1 and source.endswith(text[len(text) - rest - 1 :]) and source[-rest - 1] != ";":
        rest += 1
    yield Edit(start, start + len(source) - rest, text[: len(text) - rest])


def _bytes(source: str, start: int, mark: str) -> Iterator[Edit]:
    """The characters whose bytes (UTF-8, else Latin-1) stand in `source`, each as `mark` and two hexadecimal digits."""
    data = bytes.fromhex(source.replace(mark, ""))
    width = len(mark) + 2
    if data.isascii() and (text := data.decode("ascii")).isprintable():
        yield from (Edit(start + width * i, start + width * (i + 1), char) for i, char in enumerate(text))
        return
    at = 0
    while at < len(data):
        size = next((n for limit, n in _UTF8_LENGTHS if data[at] < limit), 1)
        try:
            char = data[at : at + size].decode("utf-8")
        except UnicodeDecodeError:
            # `%B4111…` begins a track, `\xa0` is a space.
            char, size = chr(data[at]) if mark == "\\x" else "", 1
        if char and (char.isprintable() or char.isspace() or unicodedata.category(char) == "Cf"):
            yield Edit(start + width * at, start + width * (at + size), char)
        at += size
