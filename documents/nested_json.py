"""JSON inside a JSON string: edits to it that leave it JSON.

What replaces a number is quoted, and what goes into a string is escaped, at every level down to the edit.
"""

import json
import re
from bisect import bisect_left, bisect_right
from typing import TypeAlias

from documents.patches import spliced

PIECE = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
"""A token of valid JSON (RFC 8259)."""

Edits: TypeAlias = list[tuple[int, int, str]]
"""(start, end, new text), sorted and disjoint."""

_UNIT = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.DOTALL)
_SCALAR_STARTS = frozenset("-0123456789tfn")


def edited(text: str, edits: Edits) -> str:
    """`text` with `edits`; if it is a JSON object or list it stays one."""
    if not _is_container(text):
        return spliced(text, edits)
    pieces = [match.span() for match in PIECE.finditer(text)]
    out = spliced(text, [_fitted(text, pieces, group) for group in _grouped(text, pieces, edits)])
    return out if _is_container(out) else spliced(text, edits)


def _is_container(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return True


def _grouped(text: str, pieces: list[tuple[int, int]], edits: Edits) -> list[Edits]:
    """Edits that share a token go together."""
    groups: list[Edits] = []
    last = -1
    for edit in edits:
        index = bisect_right(pieces, (edit[0], len(text))) - 1
        if groups and index <= last:
            groups[-1].append(edit)
        else:
            groups.append([edit])
        last = max(last, bisect_left(pieces, (edit[1], 0)) - 1)
    return groups


def _fitted(text: str, pieces: list[tuple[int, int]], group: Edits) -> tuple[int, int, str]:
    first = pieces[max(0, bisect_right(pieces, (group[0][0], len(text))) - 1)]
    last = pieces[max(0, bisect_left(pieces, (group[-1][1], 0)) - 1)]
    start, end = min(first[0], group[0][0]), max(last[1], group[-1][1])
    source = text[start:end]
    moved = [(low - start, high - start, new) for low, high, new in group]
    if first == last and source[0] == '"':
        return start, end, _string(source, moved)
    if text[first[0]] in _SCALAR_STARTS and text[last[0]] in _SCALAR_STARTS:
        return start, end, json.dumps(spliced(source, moved), ensure_ascii=False)
    return (
        start,
        end,
        spliced(source, [(low, high, json.dumps(new, ensure_ascii=False)[1:-1]) for low, high, new in moved]),
    )


def _string(source: str, edits: Edits) -> str:
    starts = [match.start() for match in _UNIT.finditer(source, 1, len(source) - 1)]
    value: str = json.loads(source)
    inner = [(bisect_right(starts, low) - 1 if low else 0, bisect_left(starts, high), new) for low, high, new in edits]
    return json.dumps(edited(value, inner), ensure_ascii=False)
