"""Our recognisers in a real Presidio engine over a blank spaCy pipeline."""

import warnings

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import MedicalLicenseRecognizer, UsItinRecognizer

from redactors import Redactor, View, splice
from redactors.gate import DIGIT, SIX
from redactors.presidio import Cued, Foreign, model, nationals, recognizers


@pytest.fixture(scope="module")
def engine() -> AnalyzerEngine:
    """Nobody's model: the pipeline is only a tokenizer."""

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            """A tokenizer only: nothing to fetch."""
            vars(self)["nlp"] = {"en": spacy.blank("en")}

    registry = RecognizerRegistry(recognizers=recognizers(), supported_languages=["en"])
    return AnalyzerEngine(
        nlp_engine=Blank(models=[{"lang_code": "en", "model_name": "blank"}]),
        registry=registry,
        supported_languages=["en"],
    )


def test_an_engine_finds_what_we_find_with_exact_offsets(engine: AnalyzerEngine) -> None:
    """Obfuscated numbers included."""
    text = "card ４111\u200b 1111 1111 1111 exp 12/27, jane@example.com, +44 20 7946 0958, DE89370400440532013000"
    spans = [
        (r.entity_type, text[r.start : r.end])
        for r in sorted(engine.analyze(text, language="en"), key=lambda r: r.start)
    ]
    assert spans == [
        ("PAN", "４111\u200b 1111 1111 1111"),
        ("CARD_EXPIRY", "12/27"),
        ("EMAIL", "jane@example.com"),
        ("PHONE", "+44 20 7946 0958"),
        ("IBAN", "DE89370400440532013000"),
    ]


def test_an_engine_can_ask_for_one_entity(engine: AnalyzerEngine) -> None:
    """Others stay out of the answer."""
    results = engine.analyze("4111111111111111 jane@example.com", language="en", entities=["EMAIL"])
    assert [r.entity_type for r in results] == ["EMAIL"]


def test_results_do_not_show_values(engine: AnalyzerEngine) -> None:
    """A result is logged as it is."""
    assert "4111" not in str(engine.analyze("4111111111111111", language="en"))


def test_a_recogniser_of_presidios_works_among_ours_on_what_ours_read() -> None:
    """Full-width digits, which its own pattern does not know; and our card stays a card."""
    redactor = Redactor("cards", [Foreign(UsItinRecognizer(), {"US_ITIN": "TAX_ID"}, clues=SIX)])
    text = "itin \uff19\uff11\uff11-70-1234, card 4539148803436467"
    findings = redactor.find(text)
    assert [(f.entity, text[f.start : f.end]) for f in findings] == [
        ("TAX_ID", "\uff19\uff11\uff11-70-1234"),
        ("PAN", "4539148803436467"),
    ]
    assert findings[0].rule == "presidio-usitinrecognizer"
    once = splice(text, findings, lambda finding: f"[{finding.entity}]")
    assert redactor.find(once) == []


def test_it_keeps_its_own_entities_and_is_not_asked_without_its_clues() -> None:
    licence = Foreign(MedicalLicenseRecognizer(), clues=DIGIT)
    assert licence.entities == {"MEDICAL_LICENSE"}
    assert [f.entity for f in Redactor(frozenset(), [licence]).find("licence BB1388568")] == ["MEDICAL_LICENSE"]
    assert Redactor(frozenset(), [licence]).find("licence of no number") == []


_IDENTIFIERS = [
    ("ABN", "51 824 753 556", "TAX_ID"),
    ("our ACN is", "004 085 616", "TAX_ID"),
    ("medicare", "2123 45670 1", "NATIONAL_ID"),
    ("Krankenversichertennummer", "A123456780", "NATIONAL_ID"),
    ("voter id", "ABC1234567", "NATIONAL_ID"),
    ("RRN", "960121-1234567", "NATIONAL_ID"),
    ("organisationsnummer", "556703-7485", "TAX_ID"),
    ("NRIC", "S1234567D", "NATIONAL_ID"),
    ("UEN", "00192200M", "TAX_ID"),
    ("medicare beneficiary", "1EG4-TE5-MK73", "NATIONAL_ID"),
    ("my UMID is", "0111-2223334-5", "NATIONAL_ID"),
]


@pytest.fixture(scope="module")
def with_model() -> Redactor:
    """All of a policy, names too."""
    return Redactor("pci+pii", ner=True)


def _of_presidio(redactor: Redactor, text: str) -> list[tuple[str, str]]:
    found = [finding for finding in redactor.find(text) if finding.rule.startswith("presidio-")]
    return [(finding.entity, text[finding.start : finding.end]) for finding in found]


@pytest.mark.parametrize(("cue", "number", "entity"), _IDENTIFIERS)
def test_presidios_national_identifiers_are_found_beside_a_word_that_names_them(
    with_model: Redactor, cue: str, number: str, entity: str
) -> None:
    for text in (f"{cue} {number}", f"hello, {cue.upper()}: {number} thanks", "no. " * 500 + f"{cue} {number}"):
        assert _of_presidio(with_model, text) == [(entity, number)]


@pytest.mark.parametrize(("cue", "number", "entity"), _IDENTIFIERS)
def test_without_that_word_or_under_another_policy_they_are_nothing(
    with_model: Redactor, cue: str, number: str, entity: str
) -> None:
    del entity
    assert _of_presidio(with_model, f"order {number}") == []
    assert _of_presidio(Redactor("pci", ner=model()), f"{cue} {number}") == []


def test_of_a_text_full_of_their_words_only_so_much_is_read() -> None:
    (recognizer,) = [r for r in nationals() if _of(r, "ABN 51 824 753 556")]
    assert _of(recognizer, ("abn 51 824 753 556" + " " * 200) * 3_000) == 256


def _of(recognizer: Cued, text: str) -> int:
    return sum(hit.entity == "TAX_ID" for hit in recognizer.find(View(text)))
