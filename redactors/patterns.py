"""A tenant's own patterns, as entities `CUSTOM_<NAME>`, on RE2: linear in the text, whatever is written in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import re2

from carddata import InputError
from redactors.barriers import BARRIERS
from redactors.recognizer import Hit
from redactors.view import View

_PREFIX = "CUSTOM_"
_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,47}")
_MOST = 64
_LONGEST = 1_000
_MEMORY = 8 << 20
_BESIDE_WALLS = re.compile(f"[^{BARRIERS}]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


class PatternRecognizer:
    """Patterns by name, in the syntax of RE2 (no look-around, no back-references). A group `(?P<value>…)` in one is
    what is found, the rest its context.

    Raises `InputError`, which names the pattern: a name that is not `[A-Z][A-Z0-9_]{0,47}`, a pattern that RE2 does not
    take, is longer than 1,000 characters or matches the empty text, and more than 64 of them.
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        if len(patterns) > _MOST:
            raise InputError(f"at most {_MOST} patterns: merge some")
        self.entities = frozenset(_PREFIX + name for name in patterns)
        self._patterns = [(_PREFIX + name, _compiled(name, source)) for name, source in patterns.items()]
        self._gate = re2.Set.SearchSet(options())
        for source in patterns.values():
            self._gate.Add(source)
        if patterns:
            self._gate.Compile()

    def wanted(self, view: View) -> bool:
        """One pass for all patterns."""
        return bool(self._patterns) and bool(self._gate.Match(encodable(view.text)))

    def find(self, view: View) -> Iterator[Hit]:
        """Every match, of each pattern by itself."""
        text = encodable(view.text)
        for entity, pattern in self._patterns:
            group = pattern.groupindex.get("value", 0)
            for match in pattern.finditer(text):
                begin, value = match.start(group), match[group] or ""
                # What was found before stands as walls: a pattern finds what is left beside them.
                for piece in _BESIDE_WALLS.finditer(value):
                    start = begin + piece.start()
                    yield Hit(entity, start, start + len(piece[0]), 1.0, "tenant-pattern", piece[0])


def _compiled(name: str, source: str) -> Any:
    if _NAME.fullmatch(name) is None:
        raise InputError("a pattern's name is capital letters, digits and underscores: rename it")
    if len(source) > _LONGEST:
        raise InputError(f"pattern {name}: longer than {_LONGEST} characters; split it")
    try:
        pattern = re2.compile(source, options())
        empty = pattern.search("") is not None
    except re2.error:
        raise InputError(f"pattern {name}: is no RE2 pattern (look-around and back-references are not)") from None
    if empty:
        raise InputError(f"pattern {name}: matches the empty text; make some of it required")
    return pattern


def options() -> re2.Options:
    """For patterns of tenants: bounded in memory, silent."""
    chosen = re2.Options()
    chosen.max_mem = _MEMORY
    chosen.log_errors = False
    return chosen


def encodable(text: str) -> str:
    """`text` as RE2 can read it, in the same length: lone surrogates are no UTF-8."""
    return text if text.isascii() else _SURROGATES.sub("?", text)
