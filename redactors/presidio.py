"""Our recognisers as Presidio `EntityRecognizer`s. The only module that imports Presidio.

They need no NLP artifacts, so they work in an `AnalyzerEngine` over any engine, also a blank pipeline.
"""

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redactors.redactor import RECOGNIZERS, Redactor


class GettoneRecognizer(EntityRecognizer):
    """One family of our entities. Offsets are code points of the text given to `analyze`."""

    def __init__(self, entities: frozenset[str], language: str) -> None:
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
        wanted = self._redactor
        if entities:
            wanted = wanted.restricted(frozenset(entities))
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
