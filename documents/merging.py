"""One list of findings out of several readings of the same text."""

from collections.abc import Iterable
from dataclasses import replace

from redactors import Finding

_ORDER = ("TRACK_DATA", "PAN", "IBAN", "PAN_SUSPECT")


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted and disjoint. Findings that overlap become one that covers them all, named by the gravest of them."""
    out: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if not out or finding.start >= out[-1].end:
            out.append(finding)
            continue
        first = min(out[-1], finding, key=_rank)
        out[-1] = replace(first, start=out[-1].start, end=max(out[-1].end, finding.end))
    return out


def _rank(finding: Finding) -> tuple[int, int]:
    place = _ORDER.index(finding.entity) if finding.entity in _ORDER else len(_ORDER)
    return place, finding.start - finding.end
