"""Magnetic-stripe data (ISO/IEC 7813): tracks 1 and 2 as a whole, discretionary data included.

Sentinels may be missing; with them spaces and line ends may stand in the data. `D` and `F` are what chips (EMV tag 57)
write for the separator and the padding.
"""

import re
from collections.abc import Iterator

from carddata import issuer_of, luhn_valid
from redactors.recognizer import Hit

_HINT = re.compile(r"[0-9]\s?(?:\^|[=Dd]{1,2}\s{0,2}[0-9]{4})")
_PAN = r"(?P<pan>[0-9](?:[ -]?[0-9]){11,18})"
_TRACK_1 = re.compile(
    rf"%?\s?[Bb]{_PAN}\s?\^(?P<name>[^^]{{0,40}})\^(?P<data>(?:[0-9A-Za-z ^=/.\-]|\r?\n(?=[0-9])){{4,80}}+\??)"
)
_TRACK_2 = re.compile(
    r";\s?(?P<pan>[0-9](?:[ \r\n-]{0,2}[0-9]){11,18})\s?=\s{0,2}=?[0-9](?:[ \r\n]{0,2}[0-9]){3,40}+(?:\s?\?)?"
)
_BARE_2 = re.compile(rf"(?<![0-9;])(?:57[01][0-9A-Fa-f])?{_PAN}(?:=|[Dd])[0-9]{{7,40}}+[?Ff]?")
_BEFORE, _AFTER = 48, 160
"""Characters around a separator in which its track begins and ends."""


def tracks(text: str) -> Iterator[Hit]:
    """Tracks in `text`; the value of a hit is the card number in it."""
    for begin, end in _stretches(text):
        for rule, pattern in (("track-1", _TRACK_1), ("track-2", _TRACK_2), ("track-2", _BARE_2)):
            for match in pattern.finditer(text, begin, end):
                pan = "".join(filter(str.isdigit, match["pan"]))
                if pattern is not _BARE_2 or _sure(match[0], pan):
                    yield Hit("TRACK_DATA", *match.span(), 1.0, rule, pan)


def _sure(track: str, pan: str) -> bool:
    """Whether digits and a separator without a sentinel are a track; a `D` may be hexadecimal."""
    return issuer_of(pan) is not None and ("=" in track or luhn_valid(pan))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    begin, end = 0, 0
    for hint in _HINT.finditer(text):
        start = max(0, hint.start() - _BEFORE)
        if start > end:
            if end:
                yield begin, end
            begin = start
        end = hint.end() + _AFTER
    if end:
        yield begin, end
