import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.envelope import Place, associated_data, key_version_of, seal, unseal
from vault.errors import CiphertextDamaged, UnknownFormat

KEY = bytes(range(32))
HOME = Place("value", "acme", "pan", "tok_pan_x")


@given(st.binary(max_size=300), st.integers(1, 2**32 - 1))
def test_what_is_sealed_opens_in_its_place_and_names_its_key_version(plaintext: bytes, version: int) -> None:
    sealed = seal(KEY, version, HOME, plaintext, os.urandom)
    assert unseal(KEY, HOME, sealed) == plaintext
    assert key_version_of(sealed) == version


def test_any_changed_byte_is_refused() -> None:
    sealed = seal(KEY, 1, HOME, b"4111111111111111", os.urandom)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(CiphertextDamaged):
            unseal(KEY, HOME, bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 33])
def test_a_cut_ciphertext_is_refused(length: int) -> None:
    sealed = seal(KEY, 1, HOME, b"4111111111111111", os.urandom)
    with pytest.raises(CiphertextDamaged):
        unseal(KEY, HOME, sealed[:length])


@pytest.mark.parametrize("field", ["use", "tenant", "cls", "token"])
def test_a_ciphertext_does_not_open_in_another_place(field: str) -> None:
    sealed = seal(KEY, 1, HOME, b"4111111111111111", os.urandom)
    with pytest.raises(CiphertextDamaged):
        unseal(KEY, replace(HOME, **{field: "elsewhere"}), sealed)


def test_another_key_is_refused() -> None:
    with pytest.raises(CiphertextDamaged):
        unseal(bytes(32), HOME, seal(KEY, 1, HOME, b"4111111111111111", os.urandom))


@pytest.mark.parametrize(("offset", "what"), [(0, "format"), (1, "algorithm")])
def test_an_unknown_format_or_algorithm_is_named_as_such(offset: int, what: str) -> None:
    sealed = bytearray(seal(KEY, 1, HOME, what.encode(), os.urandom))
    sealed[offset] = 9
    with pytest.raises(UnknownFormat):
        unseal(KEY, HOME, bytes(sealed))


def test_fields_that_only_concatenate_alike_have_different_associated_data() -> None:
    one = associated_data(Place("value", "ab", "c", "d"), b"header")
    assert one != associated_data(Place("value", "a", "bc", "d"), b"header")


def test_the_format_is_the_documented_one_byte_for_byte() -> None:
    """Header, nonce, tag, ciphertext; the tag covers the documented associated data (docs/reference/vault.md)."""
    sealed = seal(KEY, 7, HOME, b"4111111111111111", lambda n: b"\x01" * n)
    assert sealed[:18].hex() == "010100000007" + "01" * 12
    assert len(sealed) == 34 + 16
    assert associated_data(HOME, sealed[:6]).hex() == (
        "000000060101000000070000000576616c75650000000461636d6500000009746f6b5f70616e5f780000000370616e"
    )
