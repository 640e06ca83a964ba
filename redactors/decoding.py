"""Written encodings: HTML tags and entities, percent-encoding, JSON and C escapes, quoted-printable."""

import html
import re
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
    | (?P<escape>\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]{1,6}\}))
    | (?P<control>\\[nrt](?=[0-9"\\]))
    | (?P<quoted>(?:=[0-9A-F]{2}){2,}+|=(?:3[0-9]|20|2D|09))
    | (?P<soft>=\r?\n)""",
    re.VERBOSE,
)
_HINT = re.compile(r"[%&<\\=]")
_COMMENT_CLOSE = "-->"
_INLINE_TAGS = """
    a abbr b bdi bdo big cite code data del em font i ins kbd mark q s samp small span strike strong sub sup
    time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_TAG_NAME = re.compile(r"</?([A-Za-z0-9:]*)")
_UTF8_LENGTHS = ((0x80, 1), (0xC2, 0), (0xE0, 2), (0xF0, 3), (0xF5, 4))


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
        if kind == "percent":
            yield from _percent(match[0], start)
        elif kind == "entity":
            yield from _entity(match[0], start)
        elif kind == "quoted":
            yield from _percent(match[0], start)
        elif kind == "escape":
            code = int(match[0][2:].strip("{}"), 16)
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


def _percent(source: str, start: int) -> Iterator[Edit]:
    data = bytes.fromhex(source.replace("%", "").replace("=", ""))
    if data.isascii() and (text := data.decode("ascii")).isprintable():
        yield from (Edit(start + 3 * i, start + 3 * i + 3, char) for i, char in enumerate(text))
        return
    at = 0
    while at < len(data):
        size = next((n for limit, n in _UTF8_LENGTHS if data[at] < limit), 0)
        try:
            char = data[at : at + size].decode("utf-8")
        except UnicodeDecodeError:
            char = ""
        if char and (char.isprintable() or char.isspace()):
            yield Edit(start + 3 * at, start + 3 * (at + size), char)
        at += max(size, 1)
