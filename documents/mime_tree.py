"""Where each part of a message lies in its raw bytes (RFC 2045, 2046, 5322).

The cut follows `email.feedparser` rule by rule, so that a reader built on it sees the same parts;
`message` holds the two against each other and refuses a message in which they differ.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Headers
from email.parser import BytesHeaderParser

from carddata import InputError

MAX_DEPTH = 20
MAX_PARTS = 1_000
# Python's parser of parameters takes time that grows with the square of either.
MAX_PARAMETERS = 256
MAX_STRUCTURED_BYTES = 16_384

_LINE = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_HEADER_LINE = re.compile(rb"From |[\x21-\x39\x3b-\x7e]*+:|[\t ]")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LAST_LINE_END = re.compile(rb"(?:\r\n|\r|\n)\Z")
STRUCTURED = ("content-type", "content-disposition")
"""The fields with parameters (RFC 2045, 2183)."""
READING_FIELDS = (*STRUCTURED, "content-transfer-encoding")
"""The fields that say how a body is read."""
_DELIVERY_STATUS = "message/delivery-status"


@dataclass(slots=True)
class Field:
    """A header field: `raw[start:end]` with its line ends; `name` is empty for a stray line."""

    name: str
    start: int
    value_start: int
    end: int


@dataclass(slots=True)
class Part:
    """A part: its header block, its body `raw[body:end]`, and its children if it is a container.

    `extras` are a multipart's preamble and epilogue, `delimiters` the places of its boundary string.
    """

    path: str
    headers: Headers
    fields: list[Field]
    fields_end: int
    body: int
    end: int
    line_end: bytes
    children: list["Part"] = field(default_factory=list)
    extras: list[tuple[str, int, int]] = field(default_factory=list)
    delimiters: list[int] = field(default_factory=list)

    @property
    def content_type(self) -> str:
        """Lower-case `type/subtype`, defaulted as RFC 2045 says."""
        return self.headers.get_content_type()

    @property
    def is_leaf(self) -> bool:
        """Whether the body is content and not further parts."""
        return not self.children

    @property
    def is_ambiguous(self) -> bool:
        """Whether a field that says how to read the body stands twice: of two, some readers take the last."""
        names = [known.name.lower() for known in self.fields]
        return any(names.count(name) > 1 for name in READING_FIELDS)

    def close(self) -> None:
        """Makes this part a leaf: its body is one piece."""
        for pieces in (self.children, self.extras, self.delimiters):
            pieces.clear()

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def cut(raw: bytes) -> Part:
    """The parts of `raw`. Raises `InputError` beyond 20 levels, 1,000 parts, 256 parameters or 16 KiB of them."""
    return _Cutter(raw).part("1", 0, len(raw), "text/plain", 0)


class _Cutter:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._count = 0

    def part(self, path: str, start: int, end: int, default_type: str, depth: int, *, trimmed: bool = False) -> Part:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_PARTS:
            raise InputError(f"the message has more than {MAX_DEPTH} levels or {MAX_PARTS} parts: split it")
        part = self._head(path, start, end, default_type)
        if part.headers.get_content_maintype() == "multipart":
            self._multipart(part, depth, trimmed)
        elif _holds_message(part):
            part.children = [self.part(f"{path}.1", part.body, end, "text/plain", depth + 1, trimmed=trimmed)]
        return part

    def _head(self, path: str, start: int, end: int, default_type: str) -> Part:
        fields: list[Field] = []
        at = body = start
        for match in _LINE.finditer(self._raw, start, end):
            line = match[0]
            if _HEADER_LINE.match(line) is None:
                body = match.end() if _LINE_END.match(line) else match.start()
                break
            at = body = match.end()
            if line[:1] in b" \t" and fields:
                fields[-1].end = match.end()
                continue
            name, colon, _ = line.partition(b":")
            if not colon or line.startswith(b"From "):
                name, value_start = b"", match.start()
            else:
                value_start = match.start() + len(name) + 1
            fields.append(Field(name.decode("ascii", "replace"), match.start(), value_start, match.end()))
        for known in fields:
            if known.name.lower() in STRUCTURED:
                self._check_structured(known)
        headers = BytesHeaderParser().parsebytes(self._raw[start:at])
        headers.set_default_type(default_type)
        first_end = _LINE_END.search(self._raw, start, end)
        return Part(path, headers, fields, at, body, end, first_end[0] if first_end else b"\r\n")

    def _check_structured(self, known: Field) -> None:
        many = self._raw.count(b";", known.start, known.end) > MAX_PARAMETERS
        if many or known.end - known.start > MAX_STRUCTURED_BYTES:
            raise InputError("a Content-Type or Content-Disposition is too long to be read safely: shorten it")

    def _multipart(self, part: Part, depth: int, trimmed: bool) -> None:
        boundary = part.headers.get_boundary()
        if boundary is None:
            return
        try:
            marker = re.escape(b"--" + boundary.encode("ascii", "surrogateescape"))
        except UnicodeEncodeError:
            raise InputError("a multipart boundary is not ASCII: re-encode the message") from None
        pattern = re.compile(rb"(?:\A|(?<=[\r\n]))" + marker + rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
        body = self._raw[part.body : part.end]
        kind = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        opened: int | None = None
        for match in pattern.finditer(body):
            first, last = part.body + match.start(), part.body + match.end()
            part.delimiters.append(first + 2)
            if opened is None:
                if match[1]:
                    # feedparser ends here: a close delimiter without an open one leaves no part.
                    part.delimiters.clear()
                    return
                part.extras.append((f"{part.path}:preamble", part.body, first))
            elif first > opened or match[1]:
                self._child(part, opened, first, kind, depth)
            opened = last
            if match[1]:
                part.extras.append((f"{part.path}:epilogue", last, part.end))
                return
        if opened is not None:
            self._child(part, opened, part.end, kind, depth, trimmed=trimmed)

    def _child(self, part: Part, start: int, end: int, kind: str, depth: int, *, trimmed: bool = False) -> None:
        # The line end before a delimiter belongs to the delimiter.
        if not trimmed:
            tail = _LAST_LINE_END.search(self._raw, max(start, end - 2), end)
            end = tail.start() if tail is not None else end
        path = f"{part.path}.{len(part.children) + 1}"
        part.children.append(self.part(path, start, end, kind, depth + 1, trimmed=True))


def has_identity_encoding(headers: Headers) -> bool:
    """Whether the body stands in the message as it is."""
    return str(headers.get("Content-Transfer-Encoding", "7bit")).strip().lower() in (
        "7bit",
        "8bit",
        "binary",
        "",
    )


def _holds_message(part: Part) -> bool:
    if part.headers.get_content_maintype() != "message" or part.content_type == _DELIVERY_STATUS:
        return False
    return has_identity_encoding(part.headers)
