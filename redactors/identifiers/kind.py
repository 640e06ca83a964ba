"""One kind of identifier, and the table of them (`identifiers.toml`)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module, resources
from typing import Any, cast

import re2

from redactors.gate import latin_options


@dataclass(frozen=True)
class Identifier:
    """`entity` and `rule` name it. `shape` (Python) is what it looks like; `alone` (RE2) a stricter shape that needs no
    cue; `cues` (RE2) words, one of which stands near otherwise; `unless` and `needs` (Python) words that must not, and
    one that must, stand near; `check` a module of python-stdnum that proves it, empty if nothing does; `typed`: it
    reads the separators too; `capitals`: without a cue its letters must be capitals."""

    entity: str
    rule: str
    shape: str
    score: float = 0.85
    cues: tuple[str, ...] = ()
    alone: str = ""
    unless: str = ""
    needs: str = ""
    capitals: bool = False
    check: str = ""
    typed: bool = False

    @property
    def clue(self) -> str:
        """What RE2 must see somewhere in a text for this kind to be looked for."""
        return "|".join(filter(None, (self._cue_source, self._alone_source)))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The shape as a whole: nothing that belongs to it stands before or behind."""
        return re.compile(
            rf"(?<![^\W_])(?<![0-9][.:/-])(?:{self.shape})(?![^\W_]|[.:][0-9]|[-/][^\W_]|,[0-9]{{1,3}}(?![0-9]))",
            re.IGNORECASE,
        )

    def suits(self, before: str, after: str) -> bool:
        """Whether the words around a number allow it."""
        if self._unwanted is not None and (self._unwanted.search(before) or self._unwanted.search(after)):
            return False
        return self._needed is None or bool(self._needed.search(before) or self._needed.search(after))

    def named(self, data: bytes) -> list[tuple[int, int]]:
        """Where the cues stand in `data` (`gate.latin`)."""
        return [match.span() for match in self._cue.finditer(data)] if self.cues else []

    def standing_alone(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where something like the shape that needs no cue stands in `data`, its edge before it included."""
        if self.alone:
            yield from (match.span() for match in self._alone.finditer(data))

    def load(self) -> None:
        """Compiles and imports now what else the first number of this kind would wait for."""
        self.pattern.search("")
        self.suits("", "")
        self.named(b"")
        list(self.standing_alone(b""))
        self.holds("", "")

    def holds(self, typed: str, compact: str) -> bool:
        """Whether the check digits are right; `compact`: letters and digits alone, in upper case."""
        if not self.check:
            return True
        return cast(bool, import_module(f"stdnum.{self.check}").is_valid(typed if self.typed else compact))

    @cached_property
    def _unwanted(self) -> re.Pattern[str] | None:
        # "Customer:" begins a line of a chat.
        return _words(self.unless, "(?!:)")

    @cached_property
    def _needed(self) -> re.Pattern[str] | None:
        return _words(self.needs)

    @cached_property
    def _cue(self) -> Any:
        return re2.compile(self._cue_source.encode("latin-1"), latin_options())

    @cached_property
    def _alone(self) -> Any:
        return re2.compile(self._alone_source.encode("latin-1"), latin_options())

    @property
    def _cue_source(self) -> str:
        # A sign is its own edge: "account #12345678".
        ends = (cue if cue.endswith("#") else rf"{cue}\b" for cue in self.cues)
        return rf"\b(?:{'|'.join(ends)})" if self.cues else ""

    @property
    def _alone_source(self) -> str:
        return rf"(?:^|[^0-9a-z])(?:{self.alone})" if self.alone else ""


def identifiers() -> tuple[Identifier, ...]:
    """The table, in its own order."""
    source = resources.files("redactors.identifiers").joinpath("identifiers.toml").read_text("utf-8")
    records = tomllib.loads(source)["identifier"]
    return tuple(Identifier(**{**record, "cues": tuple(record.get("cues", ()))}) for record in records)


def _words(source: str, behind: str = "") -> re.Pattern[str] | None:
    return re.compile(rf"(?<![^\W_])(?:{source})(?![^\W_]){behind}", re.IGNORECASE) if source else None
