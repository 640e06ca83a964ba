"""JSON: values, numbers and keys are searched; the source around them stays."""

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import InputError
from documents import open_json
from redactors import Recognizer, Redactor
from redactors.names import Named

_REDACTOR = Redactor("pci+pii")


def _redacted(source: str) -> str:
    document = open_json(source)
    document.find(_REDACTOR)
    return document.render(lambda found: f"[{found.finding.entity}]")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('{"pan": 4111111111111111}', '{"pan": "[PAN]"}'),
        ('{ "b":1.50,"a" : 1e400 }', '{ "b":1.50,"a" : 1e400 }'),
        ('{"a": "x 4111 1111 1111 1111 y"}', '{"a": "x [PAN] y"}'),
        ('{"a": "\\u0034111111111111111 \\n"}', '{"a": "[PAN] \\n"}'),
        ('["4111111111111111", 1748503543004]', '["[PAN]", 1748503543004]'),
        ('{"order_number": 4111111111111111}', '{"order_number": 4111111111111111}'),
        ('{"card": 4111111111111112}', '{"card": "[PAN_SUSPECT]"}'),
        ('{"cvv": "123", "n": "123"}', '{"cvv": "[CVV]", "n": "123"}'),
        ('{"a": 1, "a": 4111111111111111}', '{"a": 1, "a": "[PAN]"}'),
        ("4111111111111111", '"[PAN]"'),
    ],
)
def test_only_what_holds_a_finding_changes(source: str, wanted: str) -> None:
    """A number that is a card becomes a string; number texts, repeated keys and white space stay."""
    assert _redacted(source) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"c": 4111111111111111}, {"c": "[PAN]"}),
        ([1, 4111111111111111, "4111111111111111", True], [1, "[PAN]", "[PAN]", True]),
        ({"4111111111111111": "x \n\u00e9\U0001f600 4111111111111111 y"}, {"[PAN]": "x \n\u00e9\U0001f600 [PAN] y"}),
        ({"j": json.dumps({"c": 4111111111111111, "d": 'q"4111111111111111'})}, None),
        ({"j": json.dumps([json.dumps({"\U0001f600\n": 4111111111111111})])}, None),
        ({"c": [4111, 1111, 1111, 1111]}, None),
    ],
)
@pytest.mark.parametrize("replacement", ["[PAN]", 'a "quoted" \\ one'])
def test_json_in_a_string_stays_json(value: object, wanted: object, replacement: str) -> None:
    """A number that becomes text is quoted, at whatever depth it stands."""
    document = open_json(json.dumps({"card": json.dumps(value), "n": 1}))
    document.find(_REDACTOR)
    out = json.loads(document.render(lambda _: replacement))
    assert "1111111111" not in str(out)
    inner = json.loads(out["card"])
    if wanted is not None:
        assert inner == json.loads(json.dumps(wanted).replace("[PAN]", json.dumps(replacement)[1:-1]))
    elif isinstance(inner["c" if "c" in inner else "j"], str):
        json.loads(inner["j"])


def test_what_only_looks_like_json_is_text() -> None:
    """No quotes are added to it."""
    assert _redacted('{"a": "{4111111111111111}"}') == '{"a": "{[PAN]}"}'


def test_a_long_key_is_not_read_again_with_every_value() -> None:
    """Time and memory stay in proportion to the document; a long pointer is cut."""
    values = ["4111111111111111"] * 300
    document = open_json(json.dumps({"k" * 200_000: values}))
    found = document.find(_REDACTOR)
    assert len(found) == 300
    assert max(len(one.part) for one in found) <= 2_001


def test_places_are_pointers() -> None:
    """RFC 6901, with `~` and `/` escaped; a key that holds a card is named as it goes out."""
    document = open_json('{"a/b": {"c~d": [0, "4111111111111111"]}, "4111111111111111": {"x": "a@b.example"}}')
    places = [(f.part, f.in_key) for f in document.find(_REDACTOR)]
    assert places == [("/a~1b/c~0d/1", False), ("/[PAN]", True), ("/[PAN]/x", False)]


@pytest.mark.parametrize("source", ["", "{", '{"a": NaN}', "[" * 600 + "]" * 600, "[" * 100_000])
def test_what_is_no_json_is_refused(source: str) -> None:
    """The message holds no input."""
    with pytest.raises(InputError):
        open_json(source)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES, st.sampled_from([None, 1]))
def test_a_document_without_findings_comes_out_as_it_came_in(value: object, indent: int | None) -> None:
    """Character for character."""
    source = json.dumps(value, indent=indent)
    document = open_json(source)
    if not document.find(_REDACTOR):
        assert document.render(lambda _: "") == source


class _Told:
    """A model that takes every word for a person."""

    entities = frozenset({"PERSON"})
    recognizers: Sequence[Recognizer] = ()

    def find(self, text: str) -> list[Named]:
        """All words."""
        return [Named("PERSON", *match.span()) for match in re.finditer(r"\w+", text)]

    def find_all(self, texts: Sequence[str]) -> list[list[Named]]:
        """Those of each text."""
        return [self.find(text) for text in texts]


def test_a_model_reads_sentences_and_what_a_key_says_to_be_a_name() -> None:
    """Keys and codes look like names to it."""
    document = open_json('{"Xylo": "OPEN", "last_name": "Qux", "note": "call Bax", "Id": 5}')
    document.find(Redactor("pci+pii", ner=_Told()))
    assert document.render(lambda found: f"[{found.finding.entity}]") == (
        '{"Xylo": "OPEN", "last_name": "[PERSON]", "note": "[PERSON] [PERSON]", "Id": 5}'
    )
