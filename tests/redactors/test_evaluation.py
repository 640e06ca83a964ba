"""Scores on samples small enough to count by hand."""

import pytest

from carddata import InputError
from redactors.evaluation import Sample, presidio_samples, scored

TEXT = "Jane Doe lives at 5 Elm Street since Monday"
SAMPLE = Sample(TEXT, [("PERSON", 0, 8), ("ADDRESS", 18, 30), ("", 37, 43)])


def test_tokens_count_as_pii_whatever_their_kind() -> None:
    """The name under another label, one of three of the address, a wrong word, and one that does not count."""
    scores = scored(
        [SAMPLE], lambda _: [("LOCATION", 0, 8), ("ADDRESS", 20, 23), ("PERSON", 9, 14), ("PERSON", 37, 43)]
    )
    everything = scores.tokens[""]
    assert (everything.gold, everything.found, everything.given, everything.right) == (5, 3, 4, 3)
    assert everything.precision == 3 / 4
    assert everything.recall == 3 / 5
    assert everything.f2 == pytest.approx(5 * 0.75 * 0.6 / (4 * 0.75 + 0.6))
    assert scores.tokens["PERSON"].recall == 1
    assert scores.tokens["PERSON"].precision == 0
    assert scores.confusion == {("PERSON", "LOCATION"): 2}


def test_a_span_is_found_when_all_of_it_is() -> None:
    """Half of a finding must be right."""
    scores = scored([SAMPLE], lambda _: [("PERSON", 0, 8), ("ADDRESS", 12, 23), ("PERSON", 9, 19)])
    assert (scores.spans[""].gold, scores.spans[""].found) == (2, 1)
    assert (scores.spans[""].given, scores.spans[""].right) == (3, 2)


def test_misses_are_told_without_a_letter_of_theirs() -> None:
    (miss,) = scored([SAMPLE], lambda _: [("PERSON", 0, 8)]).worst(10)
    assert (miss.sample, miss.entity, miss.start, miss.end, miss.tokens) == (0, "ADDRESS", 18, 30, 3)
    assert miss.shape == "Aaaa Aaa aaaaa aa [9 Aaa Aaaaaa] aaaaa Aaaaaa"


def test_nothing_found_and_nothing_there_are_no_division_by_zero() -> None:
    scores = scored([Sample("ok", [])], lambda _: [])
    assert (scores.tokens[""].precision, scores.tokens[""].recall) == (1, 1)
    assert scored([SAMPLE], lambda _: []).tokens[""].f2 == 0


def test_presidio_researchs_names_become_ours() -> None:
    """Kinds that are left out have no name; kinds that are ours stay."""
    spans = [
        {"entity_type": kind, "entity_value": "ab", "start_position": 0, "end_position": 2}
        for kind in ("CREDIT_CARD", "ZIP_CODE", "GPE", "DATE_TIME", "IP_ADDRESS")
    ]
    (sample,) = presidio_samples([{"full_text": "ab", "spans": spans, "template_id": 1}])
    assert [kind for kind, _, _ in sample.spans] == ["PAN", "ADDRESS", "LOCATION", "", "IP_ADDRESS"]


@pytest.mark.parametrize(
    "item",
    [
        None,
        {},
        {"full_text": 4, "spans": []},
        {"full_text": "ab", "spans": 4},
        {"full_text": "ab", "spans": [{"entity_type": "X", "start_position": 0, "end_position": 3}]},
        {"full_text": "ab", "spans": [{"entity_type": "X", "start_position": "0", "end_position": 1}]},
    ],
)
def test_a_sample_that_cannot_be_used_is_named(item: object) -> None:
    with pytest.raises(InputError, match=r"\[1\]"):
        presidio_samples([{"full_text": "ok", "spans": []}, item])


def test_a_document_of_another_form_is_refused() -> None:
    with pytest.raises(InputError):
        presidio_samples({"full_text": "ok"})
