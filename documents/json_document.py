"""`JsonDocument`: JSON whose strings, numbers and keys are searched; every other character stays.

The source is cut into tokens, so number texts, key order, repeated keys and white space are kept.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from carddata import InputError
from documents.located import Located
from documents.nested_json import PIECE, edited
from redactors import Finding, Redactor, splice

_COMMA = re.compile(r"\s*,\s*")
_NAMING = re.compile(
    r"name|nombre|nom\b|person|contact|customer|client|agent|holder|owner|author|signature|recipient|payee|city|town"
    r"|county|state|province|region|country|street|address|line ?_?-?[1-4]|company|employer|org|vendor|merchant"
    r"|birth|dob|village|suburb",
    re.IGNORECASE,
)
_MAX_DEPTH = 500
_MAX_CONTEXT = 200
_MAX_POINTER = 2_000


@dataclass(slots=True)
class _Scalar:
    path: tuple[str | int, ...]
    start: int
    end: int
    text: str
    key: str
    is_key: bool


def open_json(source: str) -> "JsonDocument":
    """Opens a JSON text (RFC 8259). Raises `InputError` if it is none or deeper than 500 levels."""
    try:
        # Numbers stay text: an integer of a million digits costs nothing here.
        json.loads(source, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise InputError("the document is not valid JSON: correct it and send it again") from None
    return JsonDocument(source, list(_scalars(source)))


def json_member(source: str, name: str) -> str:
    """The source text of a member of the object `source`, the last one if `name` repeats.

    `source` is valid JSON and has such a member, else ValueError.
    """
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    at = _past(source, 0, "{")
    found: str | None = None
    while True:
        key, at = decoder.raw_decode(source, at)
        at = _past(source, at, ":")
        _, end = decoder.raw_decode(source, at)
        if key == name:
            found = source[at:end]
        comma = _COMMA.match(source, end)
        if comma is None:
            break
        at = comma.end()
    if found is None:
        raise ValueError("no such member")
    return found


def _past(source: str, at: int, mark: str) -> int:
    match = re.compile(rf"\s*{re.escape(mark)}\s*").match(source, at)
    if match is None:
        raise ValueError("not an object")
    return match.end()


def _no_constant(_: str) -> str:
    raise ValueError


class JsonDocument:
    """`find`, then `render`. A place is an RFC 6901 pointer, cut in its middle beyond 2,000 characters."""

    def __init__(self, source: str, scalars: list[_Scalar]) -> None:
        self._source = source
        self._scalars = scalars
        self._found: list[tuple[_Scalar, list[Located]]] = []

    def find(self, redactor: Redactor) -> list[Located]:
        """Findings in keys and values, in the order of the document. A value is read after its key."""
        self._found = []
        shown: dict[str, str] = {}
        for scalar in self._scalars:
            findings = _searched(scalar, redactor)
            if not findings:
                continue
            if scalar.is_key:
                # A pointer may be logged: it names a key that holds a card as the output does.
                shown[scalar.text] = splice(scalar.text, findings, lambda f: f"[{f.entity}]")
            pointer = "".join(f"/{_escaped(shown.get(str(step), str(step)))}" for step in scalar.path)
            pointer = _bounded(pointer)
            located = [Located(pointer, finding, in_key=scalar.is_key) for finding in findings]
            self._found.append((scalar, located))
        return [found for _, all_found in self._found for found in all_found]

    def render(self, replacement: Callable[[Located], str | None]) -> str:
        """The document with findings replaced; a number becomes a string, also in JSON inside a string."""
        out: list[str] = []
        at = 0
        for scalar, located in self._found:
            answers = [(found.finding, replacement(found)) for found in located]
            edits = [(finding.start, finding.end, text) for finding, text in answers if text is not None]
            if not edits:
                continue
            new = edited(scalar.text, edits)
            out += (self._source[at : scalar.start], json.dumps(new, ensure_ascii=False))
            at = scalar.end
        out.append(self._source[at:])
        return "".join(out)


def _searched(scalar: _Scalar, redactor: Redactor) -> list[Finding]:
    # A long key must not be read again with each of a thousand values.
    prefix = f"{scalar.key[-_MAX_CONTEXT:]}: " if scalar.key else ""
    # A model takes keys and codes for names: it reads sentences, and what a key says to be a name or an address.
    worded = not scalar.is_key and (" " in scalar.text.strip() or _NAMING.search(scalar.key) is not None)
    findings = (redactor if worded else redactor.by_rules).find(prefix + scalar.text)
    return [_shifted(finding, len(prefix)) for finding in findings if finding.end > len(prefix)]


def _shifted(finding: Finding, by: int) -> Finding:
    return replace(finding, start=max(0, finding.start - by), end=finding.end - by) if by else finding


def _scalars(source: str) -> Iterator[_Scalar]:
    stack: list[list[str | int]] = []
    key, pending_key = "", False
    for match in PIECE.finditer(source):
        piece = match[0]
        if piece in "{[":
            if len(stack) >= _MAX_DEPTH:
                raise InputError(f"the document is nested deeper than {_MAX_DEPTH} levels: flatten it")
            stack.append(["{" if piece == "{" else "[", "" if piece == "{" else 0])
            pending_key = piece == "{"
        elif piece in "}]":
            stack.pop()
        elif piece == ",":
            pending_key = stack[-1][0] == "{"
            if stack[-1][0] == "[":
                stack[-1][1] = int(stack[-1][1]) + 1
        elif piece == ":":
            pending_key = False
        elif piece[0] == '"' or piece[0] in "-0123456789":
            text = json.loads(piece) if piece[0] == '"' else piece
            if pending_key:
                stack[-1][1] = text
            key = next((str(step) for kind, step in reversed(stack) if kind == "{"), "")
            path = tuple(step for _, step in stack)
            yield _Scalar(path, *match.span(), text, "" if pending_key else key, pending_key)


def _bounded(pointer: str) -> str:
    if len(pointer) <= _MAX_POINTER:
        return pointer
    half = _MAX_POINTER // 2
    return f"{pointer[:half]}\u2026{pointer[-half:]}"


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
