"""Our recognisers as Presidio's, Presidio's as ours, its engine over our model. Nothing else imports Presidio.

Ours need no NLP artifacts, so they work in an `AnalyzerEngine` over any engine, also a blank pipeline.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import re2

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what these packages use of each other
    import spacy
    import tldextract
    from presidio_analyzer import (
        AnalyzerEngine,
        EntityRecognizer,
        PatternRecognizer,
        RecognizerRegistry,
        RecognizerResult,
        predefined_recognizers,
    )
    from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model as Network
    from thinc.api import NumpyOps

from threadpoolctl import ThreadpoolController

from redactors.barriers import BARRIERS
from redactors.names import ENTITIES, SCORE, ModelUnavailable, Named, windows
from redactors.patterns import encodable, options
from redactors.recognizer import Hit, Recognizer
from redactors.redactor import RECOGNIZERS, Redactor
from redactors.view import View

_RULE = re.compile(r"[^a-z]+")
MODEL = Path(__file__).parent / "models" / "contact_center_en"
_LANGUAGE = "en"
_Loaded = TypeVar("_Loaded")
_BATCH = 32
"""Windows of texts in one memory zone."""
_WORDS = 250_000
"""New words until a pipeline is renewed, which takes about 0.2 s."""
_NATIONALS = {
    "AuAbnRecognizer": "TAX_ID",
    "AuAcnRecognizer": "TAX_ID",
    "AuMedicareRecognizer": "NATIONAL_ID",
    "DeHealthInsuranceRecognizer": "NATIONAL_ID",
    "InVoterRecognizer": "NATIONAL_ID",
    "KrBrnRecognizer": "TAX_ID",
    "KrDriverLicenseRecognizer": "DRIVER_LICENSE",
    "KrRrnRecognizer": "NATIONAL_ID",
    "NgNinRecognizer": "NATIONAL_ID",
    "PhUmidRecognizer": "NATIONAL_ID",
    "SeOrganisationsnummerRecognizer": "TAX_ID",
    "SgFinRecognizer": "NATIONAL_ID",
    "SgUenRecognizer": "TAX_ID",
    "ThTninRecognizer": "NATIONAL_ID",
    "UsMbiRecognizer": "NATIONAL_ID",
    "ZaIncomeTaxNumberRecognizer": "TAX_ID",
    "ZaTrafficRegisterNumberRecognizer": "NATIONAL_ID",
    "ZaVatNumberRecognizer": "TAX_ID",
}
_NEAR_CUE = 60
_MOST_CUES = 256
_TELLING = 0.3
"""Presidio's score of a pattern; what passes a check has 1."""
_CUED_SCORE = 0.8
_NAMES_OF_OTHERS = {"PER": "PERSON", "ORG": "ORGANIZATION", "GPE": "LOCATION", "LOC": "LOCATION", "FAC": "ADDRESS"}


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


class Cued:
    """One of Presidio's recognisers of national identifiers, asked only about what stands near a word that names it.

    What fails its check is nothing; of those without a check the pattern must say something by itself.
    """

    def __init__(self, recognizer: PatternRecognizer, entity: str) -> None:
        self._foreign = Foreign(recognizer, dict.fromkeys(recognizer.get_supported_entities(), entity))
        words = sorted((word.strip().lower() for word in recognizer.context or ()), key=len, reverse=True)
        self._cue = re2.compile(r"(?i)\b(?:" + "|".join(map(re2.escape, words)) + r")\b", options())
        self.entities = self._foreign.entities

    def wanted(self, view: View) -> bool:
        """Whether one of its words is there."""
        return view.clues.digits > 0 and self._cue.search(encodable(view.text)) is not None

    def find(self, view: View) -> Iterator[Hit]:
        """What it finds near its words, at most so many of them."""
        for start, end in islice(self._near(encodable(view.text)), _MOST_CUES):
            for hit in self._foreign.find(View(view.text[start:end])):
                if hit.score >= _TELLING:
                    yield hit._replace(start=start + hit.start, end=start + hit.end, score=_CUED_SCORE)

    def _near(self, text: str) -> Iterator[tuple[int, int]]:
        begin = reach = -1
        for match in self._cue.finditer(text):
            low, high = max(0, match.start() - _NEAR_CUE), match.end() + _NEAR_CUE
            if low > reach:
                if begin >= 0:
                    yield begin, reach
                begin = low
            reach = high
        if begin >= 0:
            yield begin, reach


@cache
def nationals() -> tuple[Cued, ...]:
    """Presidio's recognisers of what `redactors/identifiers` has no row for."""
    made = []
    for name, entity in _NATIONALS.items():
        made.append(Cued(getattr(predefined_recognizers, name)(), entity))
    return tuple(made)


class LoadedEngine(SpacyNlpEngine):
    """Presidio's NLP engine over a pipeline that is loaded already: nothing is ever fetched."""

    def __init__(self, nlp: Language) -> None:
        labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
        names = {label: _NAMES_OF_OTHERS.get(label, label) for label in labels}
        self.entities = frozenset(names.values()) & ENTITIES
        configuration = NerModelConfiguration(
            default_score=SCORE,
            model_to_presidio_entity_mapping=names,
            labels_to_ignore=[label for label, name in names.items() if name not in ENTITIES],
        )
        super().__init__([{"lang_code": _LANGUAGE, "model_name": "loaded"}], configuration)
        vars(self)["nlp"] = {_LANGUAGE: nlp}


class BareEngine(LoadedEngine):
    """Without lemmas and keywords: only the names of the pipeline are read, and no recogniser looks for context."""

    def artifacts(self, doc: Doc) -> NlpArtifacts:
        """What recognisers get to see of `doc`."""
        return self._doc_to_nlp_artifact(doc, _LANGUAGE)

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        names, scores = self._get_updated_entities(self._get_entities(doc), self._get_scores_for_entities(doc))
        return NlpArtifacts(names, doc, [], [], self, language, scores)


class Model:
    """A spaCy pipeline behind Presidio's `AnalyzerEngine`: a `NameFinder`.

    It reads texts in micro-batches, and forgets the words of each batch: the pipeline's memory stays as it was.
    """

    def __init__(self, nlp: Language) -> None:
        self._saved = nlp.to_bytes()
        _quicken(nlp)
        self.nlp = nlp
        self._most_words = len(nlp.vocab) + _WORDS
        self.engine = BareEngine(nlp)
        self.entities = self.engine.entities
        self.recognizers: Sequence[Recognizer] = nationals()
        names = SpacyRecognizer(_LANGUAGE, sorted(self.entities), SCORE)
        registry = RecognizerRegistry([names], supported_languages=[_LANGUAGE])
        self._analyzer = AnalyzerEngine(registry, self.engine, supported_languages=[_LANGUAGE])
        self._zone = Lock()  # a pipeline has one memory zone at a time

    def find(self, text: str) -> list[Named]:
        """The names in `text`, which may have any length: it is read in windows that overlap."""
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str]) -> list[list[Named]]:
        """The names in each of `texts`, as `find` gives them, for much less time a text."""
        read = [[(window, text[window.start : window.end]) for window in windows(text)] for text in texts]
        names = self._read(dict.fromkeys(piece for pieces in read for _, piece in pieces))
        return [
            [
                Named(entity, window.start + start, window.start + end)
                for window, piece in pieces
                for entity, start, end in names[piece]
                if window.start + start < window.core
            ]
            for pieces in read
        ]

    def _renewed(self) -> Language:
        """The pipeline; a new one if words of memory zones, which leave gaps in its index of words, were many."""
        if len(self.nlp.vocab) > self._most_words:
            fresh = type(self.nlp).from_config(self.nlp.config).from_bytes(self._saved)
            _quicken(fresh)
            self.nlp = fresh
            vars(self.engine)["nlp"] = {_LANGUAGE: fresh}
            self._most_words = len(fresh.vocab) + _WORDS
        return self.nlp

    def _read(self, pieces: Iterable[str]) -> dict[str, list[Named]]:
        """The names in each of `pieces`, which differ, in order."""
        names: dict[str, list[Named]] = {}
        rest = iter(pieces)
        while batch := list(islice(rest, _BATCH)):
            with self._zone, _one_core(), self._renewed().memory_zone():
                # spaCy's NER works on a quarter of what it is told is a batch.
                for text, doc in zip(batch, self.nlp.pipe(batch, batch_size=4 * _BATCH), strict=True):
                    artifacts = self.engine.artifacts(doc)
                    if not artifacts.entities:  # its recogniser has nothing to read
                        names[text] = []
                        continue
                    results = self._analyzer.analyze(text, _LANGUAGE, nlp_artifacts=artifacts)
                    names[text] = sorted(
                        (Named(r.entity_type, r.start, r.end) for r in results), key=lambda named: named.start
                    )
        return names


@contextmanager
def _one_core() -> Iterator[None]:
    """numpy's threads take longer to meet than to multiply, and much longer on a busy machine."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def _quicken(nlp: Language) -> None:
    """Lets `nlp` multiply with numpy, three times as fast as BLIS, and remember its own and the commonest words."""
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        network = getattr(pipe, "model", None)
        if isinstance(network, Network):
            for node in network.walk():
                if type(node.ops) is NumpyOps:
                    node.ops = ops
    known = {word for word in (*nlp.vocab.strings, *nlp.Defaults.stop_words) if word.isalpha()}
    for word in sorted(known | {word.title() for word in known}):
        nlp.make_doc(word)  # the tokenizer's memory grows outside memory zones only


@cache
def model(name: str | None = None) -> Model:
    """Our model, or the spaCy package or folder `name`, loaded once.

    Raises `ModelUnavailable` if it is not there, does not load or finds no names.
    """
    loaded = _loaded(name, Model)
    if not loaded.entities:
        raise ModelUnavailable("the NER model has no label for names: name another")
    return loaded


def _loaded(name: str | None, into: Callable[[Language], _Loaded]) -> _Loaded:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # spaCy warns of a model made for another version
            return into(spacy.load(MODEL if name is None else name))
    except Exception as error:
        raise ModelUnavailable(
            f"the NER model does not load ({type(error).__name__}): install the package that is named in the "
            "configuration, or name none and use ours"
        ) from None


def stock(name: str | None = None) -> Callable[[str], list[Named]]:
    """Presidio and spaCy as they come, over the same model as `model(name)`: what ours is measured against."""
    # It looks up domain suffixes in the network at the first address; its snapshot serves as well.
    vars(tldextract)["extract"] = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = _loaded(name, LoadedEngine)
    registry = RecognizerRegistry(supported_languages=[_LANGUAGE])
    registry.load_predefined_recognizers([_LANGUAGE], engine)
    analyzer = AnalyzerEngine(registry, engine, supported_languages=[_LANGUAGE])
    return lambda text: [Named(r.entity_type, r.start, r.end) for r in analyzer.analyze(text, _LANGUAGE)]
