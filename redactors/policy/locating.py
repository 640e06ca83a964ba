"""The line of a policy file that an error is on."""

import json
import tomllib
from collections.abc import Sequence
from typing import Any

_MOST_READ = 20_000_000
"""Characters read to find a line."""
_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


def toml_line(source: str, path: Sequence[str | int]) -> int | None:
    """The line, from 1, where what is at `path` (or the last table above it) ends: the first one that, read with all
    before it, holds it."""
    lines = source.splitlines()
    if len(lines) * len(source) > _MOST_READ:
        return None
    whole = tomllib.loads(source)
    while path and not _holds(whole, path):
        path = path[:-1]
    for count in range(1, len(lines) + 1) if path else ():
        try:
            values = tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        if _holds(values, path):
            return count
    return None


def json_line(source: str, path: Sequence[str | int]) -> int | None:
    """The line, from 1, where the value at `path`, or the last one above it, begins. Where a key comes twice, the last
    counts."""
    at = _after_space(source, 0)
    for key in path:
        found = _member(source, at, key) if source[at : at + 1] == "{" else _element(source, at, key)
        if found is None:
            break
        at = found
    return source.count("\n", 0, at) + 1


def _holds(values: Any, path: Sequence[str | int]) -> bool:
    for key in path:
        if isinstance(key, int):
            if not isinstance(values, list) or key >= len(values):
                return False
        elif not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True


def _member(source: str, at: int, key: str | int) -> int | None:
    found = None
    at = _after_space(source, at + 1)
    while source[at] != "}":
        name, at = _DECODER.raw_decode(source, at)
        at = _after_space(source, _after_space(source, at) + 1)
        if name == key:
            found = at
        at = _next(source, at)
    return found


def _element(source: str, at: int, key: str | int) -> int | None:
    if source[at : at + 1] != "[" or not isinstance(key, int):
        return None
    at = _after_space(source, at + 1)
    for _ in range(key):
        if source[at] == "]":
            return None
        at = _next(source, at)
    return None if source[at] == "]" else at


def _next(source: str, at: int) -> int:
    """After the value at `at` and the comma behind it."""
    _, at = _DECODER.raw_decode(source, at)
    at = _after_space(source, at)
    return _after_space(source, at + 1) if source[at] == "," else at


def _after_space(source: str, at: int) -> int:
    while at < len(source) and source[at] in _SPACE:
        at += 1
    return at
