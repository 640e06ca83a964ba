import pytest

from carddata import POLICIES, mint_token
from vault.classes import MAX_VALUE_BYTES, check_value, class_of
from vault.errors import SensitiveDataRefused, ValueRefused


@pytest.mark.parametrize("entity", ["CVV", "PIN", "TRACK_DATA", "cvv", "pin", "track"])
def test_sensitive_authentication_data_has_no_class(entity: str) -> None:
    with pytest.raises(SensitiveDataRefused):
        class_of(entity)


def test_every_other_entity_of_every_policy_has_a_class_that_can_name_a_token() -> None:
    for entity in POLICIES["pci+pii"] - {"CVV", "PIN", "TRACK_DATA"}:
        assert mint_token(class_of(entity).name, lambda n: n // 2).startswith("tok_")


def test_entities_do_not_share_a_class() -> None:
    names = [class_of(entity).name for entity in POLICIES["pci+pii"] - {"CVV", "PIN", "TRACK_DATA"}]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["", "TOKEN", "QUARANTINED", "Pan", "CUSTOM_", "CUSTOM_x", "'; DROP TABLE x"])
def test_what_is_no_entity_is_refused(name: str) -> None:
    with pytest.raises(ValueRefused):
        class_of(name)


@pytest.mark.parametrize(
    ("name", "value", "normalized"),
    [
        ("PAN", "4111 1111-1111 1111", "4111111111111111"),
        ("pan", "4111111111111111", "4111111111111111"),
        ("PAN_SUSPECT", "4111 1111 1111 1112", "4111111111111112"),
        ("IBAN", "it60 x054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"),
        ("EMAIL", " Ann.Lee@Example.COM ", "Ann.Lee@example.com"),
        ("PHONE", "+39 (02) 1234-567", "+39021234567"),
        ("PERSON", "Zoe\u0308", "Zo\u00eb"),
        ("CUSTOM_ORDER", " A-1 ", "A-1"),
    ],
)
def test_a_value_is_indexed_in_its_normal_form(name: str, value: str, normalized: str) -> None:
    assert class_of(name).normalize(value) == normalized


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAN", "4111111111111112"),
        ("PAN", "41111111111"),
        ("PAN", "4" * 20),
        ("PAN", "٤١١١١١١١١١١١١١١١"),
        ("PAN_SUSPECT", "my secret"),
        ("IBAN", "IT61X0542811101000000123456"),
        ("IBAN", "IT60"),
        ("EMAIL", "nobody"),
        ("PHONE", "none"),
    ],
)
def test_a_value_that_is_not_of_its_class_is_refused_without_being_shown(name: str, value: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        class_of(name).normalize(value)
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    ["", "  ", "x" * (MAX_VALUE_BYTES + 1), "a\x00b", "\ud800", mint_token("pan", lambda n: n // 3)],
)
def test_no_class_takes_an_empty_or_oversized_value_or_a_token(value: str) -> None:
    with pytest.raises(ValueRefused):
        check_value(value)


def test_only_cards_show_anything() -> None:
    shown = class_of("PAN").show("4111111111111111")
    assert (shown.brand, shown.first6, shown.last4) == ("Visa", "411111", "1111")
    assert class_of("PAN_SUSPECT").show("4111111111111112").first6 == ""
    assert class_of("IBAN").show("IT60X0542811101000000123456").last4 == ""
