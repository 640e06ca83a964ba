"""`Redactor`: text in, findings out."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cache

from carddata import POLICIES, InputError, Secret
from redactors.barriers import kind_of, overlaid, walled
from redactors.birthdates import BirthDateRecognizer
from redactors.cards import CardRecognizer
from redactors.emails import EmailRecognizer
from redactors.finding import Finding, shape_of
from redactors.ibans import IbanRecognizer
from redactors.identifiers import IdentifierRecognizer
from redactors.names import NameFinder, needs_names, read_all, reading
from redactors.neighbourhood import EDGE, around, undecided
from redactors.networks import NetworkRecognizer
from redactors.normaliser import loose, views
from redactors.phones import PhoneRecognizer
from redactors.readback import read_back
from redactors.readings import Effort
from redactors.recognizer import Recognizer
from redactors.resolve import resolved
from redactors.view import View

RECOGNIZERS: tuple[Recognizer, ...] = (
    CardRecognizer(),
    IbanRecognizer(),
    IdentifierRecognizer(),
    EmailRecognizer(),
    BirthDateRecognizer(),
    NetworkRecognizer(),
    PhoneRecognizer(),
)
_SEARCHED_AT_MOST = 4
"""Times the length of a text: only hostile texts need more, and lose all long runs of digits then."""
_SHORT = 4_096
"""Characters of a text that may be searched as if it had so many."""


@cache
def _chosen(policy: str) -> frozenset[str]:
    try:
        return frozenset(POLICIES[policy])
    except KeyError:
        raise InputError(f"unknown policy: use one of {', '.join(POLICIES)}") from None


def _finder(ner: bool | str | NameFinder) -> NameFinder | None:
    if isinstance(ner, bool | str):
        if not ner:
            return None
        from redactors.presidio import model  # takes a second and 100 MB: only who asks pays

        return model(None if ner is True else ner)
    return ner


class Redactor:
    """Finds what a policy names, and all that `further` recognisers find.

    `policy`: a name of `carddata.POLICIES`, a set of entities, or None for every entity that needs no NLP.
    `further`: a tenant's patterns (`redactors.patterns`), recognisers of Presidio's (`redactors.presidio.Foreign`).
    `ner`: True adds our model's names, addresses, places, organisations and dates of birth, a string those of the spaCy
    package of that name (it must be installed: nothing is fetched), a `NameFinder` its own. `spared`: which
    findings of a text are none, as a policy says (`redactors.policy`).
    Raises `InputError` for an unknown policy, `ModelUnavailable` for a model that does not load. Without state: one
    redactor serves all threads.
    """

    def __init__(
        self,
        policy: str | frozenset[str] | None = None,
        further: Sequence[Recognizer] = (),
        *,
        ner: bool | str | NameFinder = False,
        spared: Callable[[str, Finding], bool] | None = None,
    ) -> None:
        self._names = _finder(ner)
        self._spared = spared
        known = frozenset().union(*(recognizer.entities for recognizer in RECOGNIZERS))
        if self._names is not None:
            known |= self._names.entities
        chosen = known if policy is None else _chosen(policy) if isinstance(policy, str) else policy
        self.entities = chosen.union(*(recognizer.entities for recognizer in further))
        brought = self._names.recognizers if self._names is not None and needs_names(self.entities) else ()
        self._recognizers = tuple(r for r in (*RECOGNIZERS, *brought) if r.entities & self.entities)
        self._further = tuple(further)
        self._cards = next((r for r in self._recognizers if isinstance(r, CardRecognizer)), None)

    def restricted(self, entities: frozenset[str]) -> "Redactor":
        """A redactor for those of this one's entities that `entities` names too."""
        further = [r for r in self._further if r.entities & entities]
        ner = self._names if self._names is not None and self._names.entities & self.entities & entities else False
        other = Redactor(self.entities & entities, further, ner=ner, spared=self._spared)
        other.entities &= entities
        return other

    @property
    def by_rules(self) -> "Redactor":
        """The same without a model."""
        if self._names is None:
            return self
        other = copy(self)
        other._names = None
        return other

    def find(self, text: str) -> list[Finding]:
        """The findings in `text`, sorted and disjoint.

        Text that was redacted before gives none: its tokens and placeholders are never read.
        """
        if self._names is not None:
            return self.find_all([text])[0]
        findings, _ = self._by_rules(text)
        return self._left(text, findings)

    def find_all(self, texts: Sequence[str]) -> list[list[Finding]]:
        """The findings in each text. A model reads all of them at once, which takes a fraction of the time."""
        if self._names is None:
            return [self.find(text) for text in texts]
        by_rules = [self._by_rules(text) for text in texts]
        readings = [reading(text, rest, self.entities) for text, (_, rest) in zip(texts, by_rules, strict=True)]
        found: list[list[Finding]] = []
        for text, (findings, _), names in zip(texts, by_rules, read_all(readings, self._names), strict=True):
            found.append(self._left(text, sorted([*findings, *names], key=lambda f: f.start)))
        return found

    def _left(self, text: str, findings: list[Finding]) -> list[Finding]:
        return findings if self._spared is None else [f for f in findings if not self._spared(text, f)]

    def _by_rules(self, text: str) -> tuple[list[Finding], str]:
        """What rules find, and the text with walls in its place."""
        rest, effort = walled(text), Effort()
        findings = new = self._searched(View(rest), effort)
        budget = _SEARCHED_AT_MOST * max(len(text), _SHORT)
        while new and budget >= 0:
            rest = overlaid(rest, ((f.start, f.end, kind_of(f.entity)) for f in new))
            # What was found may have hidden or uncovered something near it: look there once more.
            pieces = list(around(rest, new))
            budget -= sum(end - start for start, end in pieces)
            new = [f for start, end in pieces for f in self._round(rest, start, end, effort, hopeless=budget < 0)]
            findings += new
        # A number split over turns may reach over what an earlier round found.
        return (resolved(findings) if findings else []), rest

    def _round(self, rest: str, start: int, end: int, effort: Effort, *, hopeless: bool) -> list[Finding]:
        piece = rest[start:end]
        new = self._searched(View(piece), effort)
        if hopeless and self._cards is not None:
            new = resolved([*new, *undecided(piece)])
        # Near a cut a number or its cues may be cut off, and nothing new is so far from what was found.
        low, high = (EDGE if start else 0), len(piece) - (EDGE if end < len(rest) else 0)
        return [f.moved(start) for f in new if f.start >= low and f.end <= high] if start or high < len(piece) else new

    def _searched(self, view: View, effort: Effort) -> list[Finding]:
        if view.text.isascii() and view.clues.silent and not self._further:
            return []
        new = resolved(self._hits(view, effort))
        if any("split" in finding.flags for finding in new):
            new = resolved([*new, *read_back(view.text, new)])
        return new

    def _hits(self, plain: View, effort: Effort) -> list[Finding]:
        found: list[Finding] = []
        for view in views(plain):
            for recognizer in self._further:
                if recognizer.wanted(view):
                    found += self._findings(recognizer, view)
            if not view.clues.promising:
                continue
            for recognizer in self._recognizers:
                if recognizer.wanted(view):
                    found += self._findings(recognizer, view)
            if self._cards is not None:
                for reading in loose(view, effort):
                    if self._cards.wanted(reading):
                        found += self._findings(self._cards, reading)
        return found

    def _findings(self, recognizer: Recognizer, view: View) -> Iterator[Finding]:
        for hit in recognizer.find(view):
            if hit.entity in self.entities:
                start, end = view.span(hit.start, hit.end)
                shape = shape_of(view.text[hit.start : hit.end])
                flags = hit.flags + view.kinds
                yield Finding(hit.entity, start, end, hit.score, hit.rule, Secret(hit.value), shape, flags)
