"""Where a text must be searched again: round what was found, since a finding may hide or uncover another."""

from collections.abc import Iterator, Sequence

from carddata import Secret
from redactors.chains import Gap, chains
from redactors.finding import Finding, shape_of

_REACH = 1_024
"""Characters round a finding; cues, companions and the rest of a number stand nearer."""
EDGE = 256
"""Characters at the end of such a piece in which nothing is decided: what decides may be cut off."""
_TO_A_BREAK = 256
"""Characters further to the end of a line or a word, so that nothing is cut in two."""


def around(text: str, findings: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """The pieces of `text` round `findings` (sorted), disjoint and in order; a short text is one piece."""
    begin, end = 0, -1
    for finding in findings:
        if finding.start - _REACH - _TO_A_BREAK > end:
            if end >= 0:
                yield begin, end
            begin = _broken_before(text, finding.start - _REACH)
        end = max(end, _broken_after(text, finding.end + _REACH))
    if end >= 0:
        yield begin, end


def undecided(text: str) -> Iterator[Finding]:
    """Every run of 12 and more digits, for a text in which deciding has no end."""
    for chain in chains(text, Gap.LISTED):
        start, end = chain.groups[0][0], chain.groups[-1][1]
        yield Finding("PAN_SUSPECT", start, end, 0.5, "undecided", Secret(chain.digits[:19]), shape_of(text[start:end]))


def _broken_before(text: str, at: int) -> int:
    if at <= 0:
        return 0
    low = max(0, at - _TO_A_BREAK)
    line = text.rfind("\n", low, at)
    start = line + 1 if line >= 0 else text.rfind(" ", low, at)
    return start if start >= 0 else low


def _broken_after(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    line = text.find("\n", at, at + _TO_A_BREAK)
    end = line if line >= 0 else text.find(" ", at, at + _TO_A_BREAK)
    return end if end >= 0 else at
