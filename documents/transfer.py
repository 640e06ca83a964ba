"""Content-Transfer-Encodings (RFC 2045 section 6), decoded strictly and with a way back."""

import base64
import binascii
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter

from documents.patches import Patch, patched
from redactors import Edit, View

_IDENTITY = frozenset({"", "7bit", "8bit", "binary"})
_QUOTED = re.compile(r"=(?:(?P<hex>[0-9A-Fa-f]{2})|[ \t]*(?:\r\n|\r|\n))|[ \t]+(?=\r|\n|\Z)")
_SPACE = re.compile(rb"[ \t\r\n]+")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_TO_QUOTE = re.compile(rb"[^\t\x20-\x3c\x3e-\x7e]")
_LINE_LIMIT = 76


class Damaged(Exception):
    """The body does not decode cleanly: readers differ on what it says."""


@dataclass(slots=True)
class Body:
    """A decoded body and how to write it again. `encoding`: `identity`, `quoted-printable` or `base64`.

    `view` maps quoted-printable data back to its source; the other encodings need none.
    """

    raw: bytes
    encoding: str
    data: bytes
    view: View

    def rewritten(self, patches: list[Patch]) -> bytes:
        """The raw body after `patches` to `data`; what they do not touch stays where encoding allows."""
        if self.encoding == "identity":
            return patched(self.raw, patches)
        if self.encoding == "base64":
            return _base64(patched(self.data, patches), self.raw)
        line_end, breaks = _line_end(self.raw), [match.span() for match in _LINE_END.finditer(self.raw)]
        return patched(self.raw, [self._quoted(patch, line_end, breaks) for patch in patches])

    def whole(self, data: bytes) -> bytes:
        """The raw body for other content, in the same encoding."""
        if self.encoding == "identity":
            return data
        if self.encoding == "base64":
            return _base64(data, self.raw)
        return _wrapped(data, _line_end(self.raw))

    def _quoted(self, patch: Patch, line_end: bytes, breaks: list[tuple[int, int]]) -> Patch:
        start, end = self.view.span(patch.start, patch.end)
        quoted = _quote(patch.data)
        before, after = bisect_right(breaks, start, key=itemgetter(1)), bisect_left(breaks, end, key=itemgetter(0))
        line_start = breaks[before - 1][1] if before else 0
        rest = (breaks[after][0] if after < len(breaks) else len(self.raw)) - end
        if start - line_start + len(quoted) + rest >= _LINE_LIMIT:
            soft = b"=" + line_end
            quoted = (soft if start > line_start else b"") + quoted + (soft if rest else b"")
        return Patch(start, end, quoted)


def opened(raw: bytes, encoding: str) -> Body:
    """The body decoded. Raises `Damaged` for an unknown encoding and for base64 that is not clean."""
    encoding = encoding.strip().lower()
    if encoding in _IDENTITY:
        return Body(raw, "identity", raw, View(""))
    if encoding == "quoted-printable":
        text = raw.decode("latin-1")
        edits = (
            Edit(*match.span(), chr(int(match["hex"], 16)) if match["hex"] else "") for match in _QUOTED.finditer(text)
        )
        view = View(text).edited(edits)
        return Body(raw, encoding, view.text.encode("latin-1"), view)
    if encoding == "base64":
        try:
            return Body(raw, encoding, base64.b64decode(_SPACE.sub(b"", raw), validate=True), View(""))
        except binascii.Error:
            raise Damaged("damaged base64") from None
    raise Damaged("unknown transfer encoding")


def _line_end(raw: bytes) -> bytes:
    match = _LINE_END.search(raw)
    return match[0] if match is not None else b"\r\n"


def _base64(data: bytes, like: bytes) -> bytes:
    line_end = _line_end(like)
    encoded = base64.b64encode(data)
    first, *more = like.split() or [b""]
    width = len(first) // 4 * 4 if more else _LINE_LIMIT
    width = width or _LINE_LIMIT
    lines = [encoded[i : i + width] for i in range(0, len(encoded), width)]
    tail = like[len(like.rstrip()) :]
    return line_end.join(lines) + tail


def _quote(data: bytes) -> bytes:
    return _TO_QUOTE.sub(lambda m: b"=%02X" % m[0][0], data)


def _wrapped(data: bytes, line_end: bytes) -> bytes:
    lines = []
    for line in _LINE_END.split(data):
        quoted = _quote(line)
        if quoted.endswith((b" ", b"\t")):
            quoted = quoted[:-1] + b"=%02X" % quoted[-1]
        while len(quoted) > _LINE_LIMIT:
            cut = _LINE_LIMIT - 1
            # An escape stays in one piece.
            escape = quoted.rfind(b"=", cut - 2, cut)
            cut = escape if escape > 0 else cut
            lines.append(quoted[:cut] + b"=")
            quoted = quoted[cut:]
        lines.append(quoted)
    return line_end.join(lines)
