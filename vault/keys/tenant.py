"""A tenant's keys: one key-encryption key, and per class a versioned data key and blind-index key.

Pure: wrapped keys in, working keys out; the store does the I/O (`vault.keys.ring`).
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NoReturn

from carddata import Secret
from vault import envelope
from vault.envelope import KEY_BYTES, Place
from vault.errors import CiphertextDamaged, UnknownKeyVersion, WrongRootKey
from vault.keys.root import ROOT_VERSION, RootKey

_INDEX_LABEL: Final = b"gettone/blind-index/v1"


class Kind(StrEnum):
    """What a stored key is for."""

    KEK = "kek"
    DEK = "dek"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A key as it is stored. `cls` is empty for a key-encryption key."""

    kind: Kind
    cls: str
    version: int
    wrapped: bytes


@dataclass(slots=True)
class _Versions:
    keys: dict[int, bytes] = field(default_factory=dict)

    def current(self) -> tuple[int, bytes]:
        version = max(self.keys)
        return version, self.keys[version]


class TenantKeys:
    """The unwrapped keys of one tenant, in memory. No repr, no pickle."""

    def __init__(self, tenant: str, root: RootKey, wrapped: Iterable[WrappedKey]) -> None:
        self.tenant = tenant
        self._keks: _Versions = _Versions()
        self._data: dict[str, _Versions] = {}
        self._index: dict[str, _Versions] = {}
        stored = sorted(wrapped, key=lambda key: key.kind != Kind.KEK)
        for key in stored:
            self._unwrap(key, root)

    def _unwrap(self, key: WrappedKey, root: RootKey) -> None:
        place = Place(key.kind, self.tenant, f"{key.cls}/{key.version}")
        if key.kind == Kind.KEK:
            try:
                self._keks.keys[key.version] = envelope.unseal(root.wrapping_key(), place, key.wrapped)
            except CiphertextDamaged:
                raise WrongRootKey from None
            return
        kek = self._keks.keys.get(envelope.key_version_of(key.wrapped))
        if kek is None:
            raise UnknownKeyVersion
        keys = self._data if key.kind == Kind.DEK else self._index
        keys.setdefault(key.cls, _Versions()).keys[key.version] = envelope.unseal(kek, place, key.wrapped)

    def has(self, cls: str) -> bool:
        """Whether this class has both its keys."""
        return cls in self._data and cls in self._index

    def new_class_keys(self, cls: str, urandom: Callable[[int], bytes]) -> list[WrappedKey]:
        """Version 1 of a class's data key and blind-index key, random, wrapped for the store."""
        version, kek = self._keks.current()
        return [
            WrappedKey(
                kind,
                cls,
                1,
                envelope.seal(kek, version, Place(kind, self.tenant, f"{cls}/1"), urandom(KEY_BYTES), urandom),
            )
            for kind in (Kind.DEK, Kind.INDEX)
        ]

    def seal(self, cls: str, token: str, value: str, urandom: Callable[[int], bytes]) -> bytes:
        """`value` sealed under the class's current data key, bound to tenant, class and token."""
        version, key = self._data[cls].current()
        return envelope.seal(key, version, Place("value", self.tenant, cls, token), value.encode(), urandom)

    def reveal(self, cls: str, token: str, ciphertext: bytes) -> Secret[str]:
        """The value. Raises CiphertextDamaged (or UnknownKeyVersion) if it does not belong here."""
        versions = self._data.get(cls)
        key = versions.keys.get(envelope.key_version_of(ciphertext)) if versions else None
        if key is None:
            raise UnknownKeyVersion
        return Secret(envelope.unseal(key, Place("value", self.tenant, cls, token), ciphertext).decode())

    def blind_index(self, cls: str, normalized: str) -> tuple[int, bytes]:
        """Version of the index key, and HMAC-SHA-256 of the normalised value under it (PCI DSS 3.5.1.1)."""
        version, key = self._index[cls].current()
        return version, hmac.digest(key, _INDEX_LABEL + b"\x00" + normalized.encode(), hashlib.sha256)

    def __repr__(self) -> str:
        return "TenantKeys(***)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a tenant's keys are not pickled or copied")


def new_kek(tenant: str, root: RootKey, urandom: Callable[[int], bytes]) -> WrappedKey:
    """Version 1 of a tenant's key-encryption key, random, wrapped by the root."""
    place = Place(Kind.KEK, tenant, "/1")
    return WrappedKey(
        Kind.KEK,
        "",
        1,
        envelope.seal(root.wrapping_key(), ROOT_VERSION, place, urandom(KEY_BYTES), urandom),
    )
