"""What a turn gives back. Texts are sequences of parts, so that each reader may put his own words for findings."""

from collections.abc import Callable
from dataclasses import dataclass, field

from redactors.finding import Finding

Parts = tuple[str | Finding, ...]
"""A turn's text as it may be read: literal text, and findings in place of what they cover."""


def spelled(parts: Parts, replacement: Callable[[Finding], str] | None = None) -> str:
    """`parts` as text; a finding becomes `[ENTITY]` unless `replacement` says otherwise."""
    word = replacement or _placeholder
    return "".join(part if isinstance(part, str) else word(part) for part in parts)


def _placeholder(finding: Finding) -> str:
    return f"[{finding.entity}]"


@dataclass(frozen=True, slots=True)
class Recall:
    """An earlier turn held card digits at `finding` (its offsets); `text` is how that turn shall now read."""

    turn_id: str
    finding: Finding
    parts: Parts = field(repr=False)

    @property
    def text(self) -> str:
        """The whole turn, as it shall now read."""
        return spelled(self.parts)


@dataclass(frozen=True, slots=True)
class Release:
    """Held digits of an earlier turn proved harmless; `text` is how that turn may now read."""

    turn_id: str
    parts: Parts = field(repr=False)

    @property
    def text(self) -> str:
        """The whole turn, as it may now read."""
        return spelled(self.parts)


@dataclass(frozen=True, slots=True)
class Released:
    """What may be shown of a turn now, what was found in it, and what changes in earlier turns."""

    parts: Parts = field(repr=False)
    findings: tuple[Finding, ...]
    recalls: tuple[Recall, ...] = ()
    releases: tuple[Release, ...] = ()

    @property
    def text(self) -> str:
        """The turn as it may be shown now."""
        return spelled(self.parts)
