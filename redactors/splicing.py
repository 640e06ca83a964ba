"""Findings out, replacements in."""

from collections.abc import Callable, Iterable

from redactors.finding import Finding


def splice(text: str, findings: Iterable[Finding], replacement: Callable[[Finding], str]) -> str:
    """`text` with each finding's span replaced; all else unchanged.

    `findings` are sorted and disjoint, as `Redactor.find` gives them; ValueError if they are not.
    """
    out: list[str] = []
    at = 0
    for finding in findings:
        if not at <= finding.start <= finding.end <= len(text):
            raise ValueError("findings must be sorted, disjoint and inside the text")
        out += (text[at : finding.start], replacement(finding))
        at = finding.end
    out.append(text[at:])
    return "".join(out)
