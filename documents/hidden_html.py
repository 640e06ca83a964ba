"""HTML that is never shown: style sheets, scripts, templates, the head, comments (HTML Living Standard, 13.2).

A card may be written around it (`4111<style>p{}</style>1111…` is one number on the screen) or inside it. A text
is therefore read in its source, as it is shown, and each hidden piece by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from documents.merging import merged
from redactors import Edit, Finding, Redactor, View

_NAMES = "style|script|template|title|iframe|noembed|noframes"
_OPEN = re.compile(rf"<!--|<(?P<name>{_NAMES})(?=[\s/>])", re.IGNORECASE)
_OPEN_OR_HEAD = re.compile(rf"<!--|<(?P<name>{_NAMES}|head)(?=[\s/>])", re.IGNORECASE)
_COMMENT_END = re.compile(r"--!?>")
_TAG = {
    name: re.compile(rf"<(?P<close>/?){name}(?=[\s/>])[^>]*+>?", re.IGNORECASE) for name in (*_NAMES.split("|"), "head")
}


class _Piece(NamedTuple):
    start: int
    end: int
    inside: int
    outside: int


def found_in_html(redactor: Redactor, text: str) -> list[Finding]:
    """The findings in HTML source; one that stands around hidden markup covers it."""
    findings = redactor.find(text)
    pieces = list(_hidden(text, _OPEN))
    heads = list(_hidden(text, _OPEN_OR_HEAD))
    for reading in [pieces, heads] if heads != pieces else [pieces]:
        if reading:
            view = View(text).edited(Edit(piece.start, piece.end, "") for piece in reading)
            for finding in redactor.find(view.text):
                start, end = view.span(finding.start, finding.end)
                findings.append(replace(finding, start=start, end=end))
    for piece in pieces:
        findings += (
            replace(finding, start=finding.start + piece.inside, end=finding.end + piece.inside)
            for finding in redactor.find(text[piece.inside : piece.outside])
        )
    return merged(findings)


def _hidden(text: str, opens: re.Pattern[str]) -> Iterator[_Piece]:
    """The hidden pieces, outermost ones only. One that is never closed goes on to the end, as in a browser."""
    at = 0
    while (match := opens.search(text, at)) is not None:
        if match["name"] is None:
            # `<!-->` is a whole comment.
            close = _COMMENT_END.search(text, match.end() - 2)
            inside = match.end()
            outside, at = close.span() if close is not None else (len(text), len(text))
            inside = min(inside, outside)
        else:
            inside, outside, at = _element(text, match.start(), match["name"].lower())
        yield _Piece(match.start(), at, inside, outside)


def _element(text: str, start: int, name: str) -> tuple[int, int, int]:
    """Beginning and end of the content, and the end of the element. Only templates nest."""
    inside, depth = start, 0
    for tag in _TAG[name].finditer(text, start):
        if not depth:
            inside = tag.end()
        depth += -1 if tag["close"] else 1 if name == "template" or not depth else 0
        if not depth:
            return inside, tag.start(), tag.end()
    return inside, len(text), len(text)
