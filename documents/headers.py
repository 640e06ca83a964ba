"""Header fields: decoded for the detectors, rewritten with as few bytes changed as possible (RFC 2047)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import Header, decode_header
from operator import itemgetter

from documents.mime_tree import Field
from documents.patches import Patch, spliced
from redactors import Edit, View

_FOLD = re.compile(r"[\r\n]+(?=[ \t])|[\r\n]+\Z")
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]*\?=")
_GAP = re.compile(r"[ \t\r\n]+")
_WORD_LENGTH = 60

# Changed for card data only: a reply must still find its way and its thread.
_IDENTITY_NAMES = """
    from to cc bcc reply-to sender return-path delivered-to message-id references in-reply-to received date
    dkim-signature authentication-results received-spf x-original-to envelope-to errors-to mime-version
    domainkey-signature disposition-notification-to
"""
_IDENTITY = frozenset(_IDENTITY_NAMES.split())
_IDENTITY_PREFIXES = ("resent-", "arc-", "list-", "content-")


class Undecodable(Exception):
    """An encoded word that does not decode."""


def is_identity(name: str) -> bool:
    """Whether the field routes or threads the message: only card data is replaced in it."""
    name = name.lower()
    return name in _IDENTITY or name.startswith(_IDENTITY_PREFIXES)


@dataclass(slots=True)
class Value:
    """A field's value. `text` is what a reader sees, `_view` maps it back to `source`.

    `_words` are the spans of `text` that one encoded word each gave.
    """

    name: str
    start: int
    text: str
    source: str
    _view: View
    _words: list[tuple[int, int]]

    def patches(self, edits: list[tuple[int, int, str]], line_end: bytes) -> Iterator[Patch]:
        """The raw patches for `edits` (sorted, disjoint) to `text`. Linear in text and edits together."""
        at, offset = 0, self.start
        for first, last, new in self._clusters(edits):
            low, high = self._view.span(first, last)
            begin = offset + len(_bytes(self.source[at:low]))
            at, offset = high, begin + len(_bytes(self.source[low:high]))
            yield Patch(begin, offset, self._encoded(new, low, high, line_end))

    def _clusters(self, edits: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
        # An encoded word can only be replaced whole: edits that share one go together, and what it says
        # beside them is kept.
        groups: list[tuple[int, int, list[tuple[int, int, str]]]] = []
        for edit in edits:
            first, last = self._word_at(edit[0])[0], self._word_at(edit[1] - 1)[1]
            if groups and first < groups[-1][1]:
                groups[-1][2].append(edit)
                groups[-1] = (groups[-1][0], max(last, groups[-1][1]), groups[-1][2])
            else:
                groups.append((first, last, [edit]))
        for first, last, group in groups:
            yield first, last, spliced(self.text[first:last], [(a - first, b - first, new) for a, b, new in group])

    def _word_at(self, at: int) -> tuple[int, int]:
        """The text of the encoded word that the character at `at` stems from, or that character alone."""
        index = bisect_right(self._words, at, key=itemgetter(0)) - 1
        if index >= 0 and at < self._words[index][1]:
            return self._words[index]
        return at, at + 1

    def _encoded(self, new: str, low: int, high: int, line_end: bytes) -> bytes:
        if new.isascii() and _ENCODED_WORD.search(self.source[low:high]) is None:
            return new.encode("ascii")
        if is_identity(self.name) and new.isascii():
            return new.encode("ascii")
        if is_identity(self.name) and _ENCODED_WORD.search(self.source[low:high]) is None:
            return new.replace("\u2022", "*").encode("ascii", "replace")
        encoded = Header(new.encode("utf-8", "replace").decode("utf-8"), "utf-8", maxlinelen=_WORD_LENGTH).encode(
            linesep=line_end.decode("ascii")
        )
        before = "" if low == 0 or self.source[low - 1].isspace() else " "
        after = "" if high >= len(self.source) or self.source[high].isspace() else " "
        return f"{before}{encoded}{after}".encode("ascii")


def value_of(raw: bytes, field: Field) -> Value:
    """The value of a field, unfolded and decoded. Raises `Undecodable`."""
    data = raw[field.value_start : field.end]
    start = field.value_start + len(data) - len(data.lstrip(b" \t"))
    source = data.lstrip(b" \t").decode("utf-8", "surrogateescape")
    return Value(field.name, start, *decoded_words(source))


def decoded_words(source: str) -> tuple[str, str, View, list[tuple[int, int]]]:
    """The text that a reader sees in a raw value, the value, the map, and in the text the span of each encoded word.

    Raises `Undecodable`.
    """
    edits: list[Edit] = []
    at = 0
    for match in _ENCODED_WORD.finditer(source):
        start, end = match.span()
        # White space between two encoded words is not text.
        adjacent = edits and at == edits[-1].end and _GAP.fullmatch(source, at, start)
        if adjacent and edits[-1].text:
            edits.append(Edit(at, start, ""))
        else:
            edits += _unfolded(source, at, start)
        edits.append(Edit(start, end, _word(match[0])))
        at = end
    edits += _unfolded(source, at, len(source))
    view = View(source).edited(edits)
    words: list[tuple[int, int]] = []
    grown = 0
    for edit in edits:
        first = edit.start + grown
        if edit.text:
            words.append((first, first + len(edit.text)))
        grown += len(edit.text) - (edit.end - edit.start)
    return view.text, source, view, words


def _unfolded(source: str, start: int, end: int) -> list[Edit]:
    return [Edit(*match.span(), "") for match in _FOLD.finditer(source, start, end)]


def _word(word: str) -> str:
    try:
        return "".join(
            part.decode(charset or "ascii") if isinstance(part, bytes) else part
            for part, charset in decode_header(word)
        )
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        raise Undecodable from None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
