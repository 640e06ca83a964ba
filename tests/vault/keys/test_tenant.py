import os
from dataclasses import replace

import pytest

from vault.errors import CiphertextDamaged, UnknownKeyVersion, WrongRootKey
from vault.keys.root import RootKey
from vault.keys.tenant import TenantKeys, WrappedKey, new_kek


@pytest.fixture
def root() -> RootKey:
    return RootKey(bytes(range(32)))


@pytest.fixture
def stored(root: RootKey) -> list[WrappedKey]:
    """The wrapped keys of tenant acme with classes pan and iban."""
    kek = new_kek("acme", root, os.urandom)
    keys = TenantKeys("acme", root, [kek])
    return [kek, *keys.new_class_keys("pan", os.urandom), *keys.new_class_keys("iban", os.urandom)]


def test_another_root_key_is_told_apart(stored: list[WrappedKey]) -> None:
    with pytest.raises(WrongRootKey):
        TenantKeys("acme", RootKey(bytes(32)), stored)


def test_keys_of_one_tenant_do_not_open_as_anothers(root: RootKey, stored: list[WrappedKey]) -> None:
    with pytest.raises(WrongRootKey):
        TenantKeys("other", root, stored)


def test_a_wrapped_key_moved_to_another_class_kind_or_version_does_not_open(
    root: RootKey, stored: list[WrappedKey]
) -> None:
    kek, dek, index, *_ = stored
    for moved in (replace(dek, cls="iban"), replace(dek, version=2), replace(dek, kind=index.kind)):
        with pytest.raises(CiphertextDamaged):
            TenantKeys("acme", root, [kek, moved])


def test_blind_indexes_differ_between_classes_and_agree_within_one(root: RootKey, stored: list[WrappedKey]) -> None:
    keys = TenantKeys("acme", root, stored)
    assert keys.blind_index("pan", "4111111111111111") == keys.blind_index("pan", "4111111111111111")
    assert keys.blind_index("pan", "4111111111111111") != keys.blind_index("iban", "4111111111111111")


def test_a_value_of_an_unknown_key_version_is_named_as_such(root: RootKey, stored: list[WrappedKey]) -> None:
    keys = TenantKeys("acme", root, stored)
    sealed = bytearray(keys.seal("pan", "tok_pan_x", "4111111111111111", os.urandom))
    sealed[5] = 9
    with pytest.raises(UnknownKeyVersion):
        keys.reveal("pan", "tok_pan_x", bytes(sealed))


def test_keys_never_show_themselves(root: RootKey, stored: list[WrappedKey]) -> None:
    assert repr(TenantKeys("acme", root, stored)) == "TenantKeys(***)"
