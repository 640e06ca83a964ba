"""A finding and the place in a container that it was found in."""

from dataclasses import dataclass

from redactors import Finding

QUARANTINED = "QUARANTINED"


@dataclass(frozen=True, slots=True)
class Located:
    """`part`: `1.2`, `header:Subject`, `filename:1.4`; in JSON an RFC 6901 pointer.

    The finding's offsets count code points of that place's decoded text. `in_key`: the text is a JSON
    object's key. `reason`: why a QUARANTINED part could not be opened, in our own words.
    """

    part: str
    finding: Finding
    reason: str = ""
    in_key: bool = False


def quarantined(part: str, reason: str) -> Located:
    """The finding for a part that could not be opened."""
    return Located(part, Finding(QUARANTINED, 0, 0, 1.0, "not-opened"), reason)


def note(reason: str) -> str:
    """What stands in the place of a part that could not be opened."""
    return f"[{QUARANTINED}: {reason}]"
