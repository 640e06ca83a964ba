"""What the other side repeats of a number that is being split over turns: "Customer: 4012 / Agent: 4012, ok"."""

import re
from collections.abc import Iterable, Iterator

from redactors.finding import Finding, shape_of

_GROUP = re.compile(r"(?<!\w)[0-9](?:[ -]?[0-9]){2,18}(?!\w)")
_AFTER = 200
"""Characters after the last part in which a part may still be repeated."""
_LONGEST = 8_000


def read_back(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Groups of at least three digits near a split number of `findings` that repeat a part of it."""
    numbers: dict[str, list[Finding]] = {}
    for finding in findings:
        if "split" in finding.flags and finding.value is not None:
            numbers.setdefault(finding.value.expose(), []).append(finding)
    for digits, parts in numbers.items():
        start = parts[0].start
        for match in _GROUP.finditer(text, start, min(parts[-1].end + _AFTER, start + _LONGEST)):
            said = match[0].replace(" ", "").replace("-", "")
            if said in digits and not any(p.start < match.end() and match.start() < p.end for p in parts):
                flags = (*parts[0].flags, "continued", "read-back")
                first = parts[0]
                yield Finding(
                    first.entity, *match.span(), first.score, first.rule, first.value, shape_of(match[0]), flags
                )
