"""Our recognisers as Presidio's, and Presidio's as ours. The only module that imports Presidio.

Ours need no NLP artifacts, so they work in an `AnalyzerEngine` over any engine, also a blank pipeline.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redactors.barriers import BARRIERS
from redactors.recognizer import Hit
from redactors.redactor import RECOGNIZERS, Redactor
from redactors.view import View

_RULE = re.compile(r"[^a-z]+")


class GettoneRecognizer(EntityRecognizer):
    """One family of our entities. Offsets are code points of the text given to `analyze`."""

    def __init__(self, entities: frozenset[str], language: str) -> None:
        self._entities = entities
        self._redactor = Redactor(entities)
        self._label = f"Gettone{min(entities).title().replace('_', '')}Recognizer"
        super().__init__(supported_entities=sorted(entities), name=self._label, supported_language=language)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: object = None,
    ) -> list[RecognizerResult]:
        """Our findings of those `entities` that are ours; all of ours if none are named."""
        del nlp_artifacts  # ours read the text alone
        wanted = Redactor(self._entities.intersection(entities)) if entities else self._redactor
        return [
            RecognizerResult(
                entity_type=str(finding.entity),
                start=finding.start,
                end=finding.end,
                score=finding.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self._label,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for finding in wanted.find(text)
        ]


def recognizers(language: str = "en") -> list[EntityRecognizer]:
    """Our recognisers for anybody's registry: `registry.recognizers += recognizers()`."""
    return [GettoneRecognizer(recognizer.entities, language) for recognizer in RECOGNIZERS]


class Foreign:
    """A recogniser of Presidio's, or anybody's of its kind, among ours: `Redactor(policy, [Foreign(…)])`.

    `entities`: its names -> ours; a name that is not there stays as it is. `clues`: bits of `redactors.gate`, one of
    which must stand in a text for it to be asked; 0: it reads every text. It gets no NLP artifacts, and takes its own
    time: most of Presidio's patterns are not linear, so texts of strangers belong in a worker with a deadline.
    """

    def __init__(
        self, recognizer: EntityRecognizer, entities: Mapping[str, str] | None = None, *, clues: int = 0
    ) -> None:
        self._recognizer = recognizer
        self._names = {name: (entities or {}).get(name, name) for name in recognizer.get_supported_entities()}
        self._clues = clues
        self._rule = f"presidio-{_RULE.sub('-', str(recognizer.to_dict()['name']).lower()).strip('-')}"
        self.entities = frozenset(self._names.values())

    def wanted(self, view: View) -> bool:
        """Whether one of its clues is there."""
        return not self._clues or view.clues.bits & self._clues != 0

    def find(self, view: View) -> Iterator[Hit]:
        """What it finds, but for what lies over something that was found before."""
        no_artifacts: Any = None
        for result in self._recognizer.analyze(view.text, list(self._names), no_artifacts) or ():
            value = view.text[result.start : result.end]
            if value and not any(barrier in value for barrier in BARRIERS):
                entity = self._names.get(result.entity_type, result.entity_type)
                yield Hit(entity, result.start, result.end, float(result.score), self._rule, value)
