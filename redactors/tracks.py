"""Magnetic-stripe data (ISO/IEC 7813): tracks 1 and 2 as a whole, discretionary data included."""

import re
from collections.abc import Iterator

from redactors.recognizer import Hit

_HINT = re.compile(r"[0-9](?:\s?\^|[=Dd][0-9]{4})")
_TRACK_1 = re.compile(r"%?\s?[Bb](?:[0-9](?:[ ]?[0-9]){11,18})\s?\^[^^\r\n]{2,30}\^[0-9A-Za-z ^=/.\-]{4,80}+\??")
_TRACK_2 = re.compile(r"(?:;\s?|(?<![0-9;]))(?:[0-9]{12,19})[=Dd][0-9]{7,40}+\??|;[0-9]{12,19}=[0-9]{4,40}+\??")
_PAN = re.compile(r"[0-9](?:[ ]?[0-9]){11,18}")


def tracks(text: str) -> Iterator[Hit]:
    """Tracks in `text`; the value of a hit is the card number in it."""
    if _HINT.search(text) is None:
        return
    for rule, pattern in (("track-1", _TRACK_1), ("track-2", _TRACK_2)):
        for match in pattern.finditer(text):
            pan = _PAN.search(match[0])
            if pan is not None:
                yield Hit("TRACK_DATA", *match.span(), 1.0, rule, pan[0].replace(" ", ""))
