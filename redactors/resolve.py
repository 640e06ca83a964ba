"""Overlapping findings become disjoint ones: one span, one label.

Order of precedence: the entity's rank below, then the higher score, then the longer span, then the
earlier one. What remains of a loser is searched again by `Redactor`, with the winner as a barrier.
"""

from bisect import bisect_left
from collections.abc import Iterable

from redactors.finding import Finding

_ORDER = """
    TRACK_DATA PAN IBAN PAN_SUSPECT EMAIL CVV CARD_EXPIRY PIN US_SSN US_ITIN NATIONAL_ID TAX_ID BANK_ROUTING
    BANK_ACCOUNT PASSPORT DRIVER_LICENSE DATE_OF_BIRTH URL IP_ADDRESS PHONE
"""
_RANKS = {entity: rank for rank, entity in enumerate(_ORDER.split())}


def _precedence(finding: Finding) -> tuple[int, float, int, int]:
    length = finding.end - finding.start
    return _RANKS.get(finding.entity, len(_RANKS)), -finding.score, -length, finding.start


def resolved(findings: Iterable[Finding]) -> list[Finding]:
    """`findings` without overlaps, sorted by place.

    Two readings of one text may each see a different part of it; the better one stays.
    """
    groups: list[list[Finding]] = []
    reach = -1
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if finding.start >= reach:
            groups.append([])
        groups[-1].append(finding)
        reach = max(reach, finding.end)
    out: list[Finding] = []
    for group in groups:
        out += group if len(group) == 1 else _winners(group)
    return out


def _winners(group: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []  # sorted and disjoint, so only two neighbours can overlap
    for finding in sorted(group, key=_precedence):
        at = bisect_left(kept, finding.start, key=lambda f: f.start)
        before, after = kept[max(0, at - 1) : at], kept[at : at + 1]
        if all(other.end <= finding.start for other in before) and all(finding.end <= other.start for other in after):
            kept.insert(at, finding)
    return kept
