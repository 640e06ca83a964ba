"""How well a finder does on texts whose entities are known.

A token is a word or a sign. Whether it is PII counts, not what kind: of a gold entity's tokens, how many lie in any
finding (recall); of a finding's tokens, how many lie in any gold entity (precision). Tokens of kinds that the samples
leave out count neither way. A gold span is found when all its tokens are, a finding is right when half of its are.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from carddata import InputError

Find = Callable[[str], Iterable[tuple[str, int, int]]]
"""Text in, `(entity, start, end)` out."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_CONTEXT = 24
_LEFT_OUT = ""
# The entities of presidio-research by our names; those of no name of ours are left out.
_PRESIDIO = {
    "STREET_ADDRESS": "ADDRESS",
    "ZIP_CODE": "ADDRESS",
    "GPE": "LOCATION",
    "CREDIT_CARD": "PAN",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "IBAN",
    "DOMAIN_NAME": "URL",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE",
    **dict.fromkeys(("DATE_TIME", "TITLE", "PREFIX", "AGE", "NRP"), _LEFT_OUT),
}


class Sample(NamedTuple):
    """A text and its gold spans `(entity, start, end)`; an entity without a name is left out of the count."""

    text: str
    spans: list[tuple[str, int, int]]


def presidio_samples(document: object) -> list[Sample]:
    """presidio-research's JSON, a list of `full_text` with `spans`, as samples. Raises `InputError` with the place."""
    if not isinstance(document, list):
        raise InputError("the file is no list of samples: give presidio-research's JSON")
    return [_sample(item, f"[{place}]") for place, item in enumerate(document)]


def _sample(item: Any, path: str) -> Sample:
    try:
        text, spans = item["full_text"], item["spans"]
        gold = [(span["entity_type"], span["start_position"], span["end_position"]) for span in spans]
    except (TypeError, KeyError):
        gold, text = [], None
    if not isinstance(text, str) or not all(
        isinstance(kind, str) and isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)
        for kind, start, end in gold
    ):
        raise InputError(f"{path}: needs full_text and spans with entity_type, start_position, end_position", path=path)
    return Sample(text, [(_PRESIDIO.get(kind, kind), start, end) for kind, start, end in gold])


class Tally:
    """Right, wrong and missed ones."""

    def __init__(self) -> None:
        self.gold = self.found = self.given = self.right = 0

    @property
    def precision(self) -> float:
        """Of what was given, how much is right; 1 if nothing was."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found; 1 if nothing is."""
        return self.found / self.gold if self.gold else 1.0

    @property
    def f2(self) -> float:
        """Recall weighs twice as much as precision."""
        p, r = self.precision, self.recall
        return 5 * p * r / (4 * p + r) if p + r else 0.0


class Miss(NamedTuple):
    """A gold span that was not found whole: sample, characters, tokens that are missing, its shape in its context."""

    sample: int
    entity: str
    start: int
    end: int
    tokens: int
    shape: str


class Scores:
    """`tokens` and `spans` by entity, the empty name for all; `confusion`: tokens by gold and given entity."""

    def __init__(self) -> None:
        self.tokens: defaultdict[str, Tally] = defaultdict(Tally)
        self.spans: defaultdict[str, Tally] = defaultdict(Tally)
        self.confusion: Counter[tuple[str, str]] = Counter()
        self.misses: list[Miss] = []

    def worst(self, count: int) -> list[Miss]:
        """The misses with most tokens."""
        return sorted(self.misses, key=lambda miss: -miss.tokens)[:count]


def scored(samples: Iterable[Sample], find: Find) -> Scores:
    """`find` held against all `samples`."""
    scores = Scores()
    for number, sample in enumerate(samples):
        _score(scores, number, sample, list(find(sample.text)))
    return scores


def _score(scores: Scores, number: int, sample: Sample, given: list[tuple[str, int, int]]) -> None:
    words = [match.span() for match in _TOKEN.finditer(sample.text)]
    gold, told = _labels(words, sample.spans), _labels(words, given)
    counted = [_LEFT_OUT not in kinds for kinds in gold]
    for kinds, guesses, counts in zip(gold, told, counted, strict=True):
        if counts:
            _count(scores.tokens, kinds, guesses)
            if kinds and guesses and kinds[0] not in guesses:
                scores.confusion[kinds[0], guesses[0]] += 1
    for entity, start, end in sample.spans:
        inside = [bool(told[i]) for i in _over(words, start, end) if counted[i]]
        if inside:
            _add(scores.spans, entity, gold=1, found=int(all(inside)))
            if not all(inside):
                shape = _masked(sample.text, start, end)
                scores.misses.append(Miss(number, entity, start, end, inside.count(False), shape))
    for entity, start, end in given:
        inside = [bool(gold[i]) for i in _over(words, start, end) if counted[i]]
        if inside:
            _add(scores.spans, entity, given=1, right=int(2 * sum(inside) >= len(inside)))


def _count(tallies: defaultdict[str, Tally], kinds: list[str], guesses: list[str]) -> None:
    if kinds:
        _add(tallies, kinds[0], gold=1, found=int(bool(guesses)))
    if guesses:
        _add(tallies, guesses[0], given=1, right=int(bool(kinds)))


def _add(
    tallies: defaultdict[str, Tally], entity: str, *, gold: int = 0, found: int = 0, given: int = 0, right: int = 0
) -> None:
    for tally in (tallies[entity], tallies[""]):
        tally.gold += gold
        tally.found += found
        tally.given += given
        tally.right += right


def _labels(words: list[tuple[int, int]], spans: Iterable[tuple[str, int, int]]) -> list[list[str]]:
    labels: list[list[str]] = [[] for _ in words]
    for entity, start, end in spans:
        for place in _over(words, start, end):
            labels[place].append(entity)
    return labels


def _over(words: list[tuple[int, int]], start: int, end: int) -> Iterator[int]:
    return (place for place, (first, last) in enumerate(words) if first < end and start < last)


def _masked(text: str, start: int, end: int) -> str:
    def shape(part: str) -> str:
        kept = ("A" if c.isupper() else "a" if c.isalpha() else "9" if c.isdigit() else c for c in part)
        return "".join(c if c.isprintable() else " " for c in kept)

    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return f"{shape(before)}[{shape(text[start:end])}]{shape(after)}"
