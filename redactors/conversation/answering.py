"""What a question makes of its answer: "and your date of birth?" "3/4/1980"."""

from collections.abc import Sequence
from typing import NamedTuple

from carddata import POLICIES
from redactors.finding import Finding
from redactors.redactor import Redactor

_CARDS = POLICIES["cards"]
_LONGEST_ANSWER = 200
LONGEST_QUESTION = 300


class Said(NamedTuple):
    """A turn, and what another side has said right before it."""

    text: str
    question: str = ""


def found(redactor: Redactor, said: Sequence[Said]) -> list[list[Finding]]:
    """The findings in each text, by itself and as an answer. Cards have a ledger of their own, so not by the latter."""
    asked = [each for each in said if each.question and len(each.text) <= _LONGEST_ANSWER]
    read = redactor.find_all([*(each.text for each in said), *(f"{each.question}\n{each.text}" for each in asked)])
    alone, together = read[: len(said)], iter(read[len(said) :])
    results: list[list[Finding]] = []
    for each, findings in zip(said, alone, strict=True):
        if each.question and len(each.text) <= _LONGEST_ANSWER:
            begin = len(each.question) + 1
            more = [f.moved(-begin) for f in next(together) if f.start >= begin and f.entity not in _CARDS]
            findings = _with_answers(findings, more)
        results.append(findings)
    return results


def _with_answers(alone: Sequence[Finding], answers: Sequence[Finding]) -> list[Finding]:
    """Both; an answer takes the place of what it covers whole, but of no card's. Nothing of either is uncovered."""
    kept = list(alone)
    for answer in answers:
        over = [f for f in kept if f.start < answer.end and answer.start < f.end]
        if all(answer.start <= f.start and f.end <= answer.end and f.entity not in _CARDS for f in over):
            kept = [*(f for f in kept if f not in over), answer]
    return sorted(kept, key=lambda f: f.start)
