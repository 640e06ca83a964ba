"""The envelope: a value or a key, sealed so that it opens in its own place only.

Ciphertext, format 1 (all numbers big-endian):

    offset  bytes  what
    0       1      format version, 1
    1       1      algorithm, 1 = AES-256-GCM (NIST SP 800-38D)
    2       4      version of the key that sealed it
    6       12     nonce, random
    18      16     tag
    34      n      ciphertext, as long as the plaintext

The associated data is the header's six bytes and the `Place`, each field as a four-byte length and its
bytes: a ciphertext moved to another tenant, row, class or purpose does not open.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from Crypto.Cipher import AES

from vault.errors import CiphertextDamaged, UnknownFormat

KEY_BYTES: Final = 32
FORMAT: Final = 1
AES_256_GCM: Final = 1
_HEADER: Final = struct.Struct(">BBI")
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_BODY: Final = _HEADER.size + _NONCE_BYTES + _TAG_BYTES
_LENGTH: Final = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext belongs: `use` (`value`, `kek`, `dek`, `index`), tenant, class, and the token."""

    use: str
    tenant: str
    cls: str
    token: str = ""


def associated_data(place: Place, header: bytes) -> bytes:
    """The canonical bytes that the tag covers besides the ciphertext."""
    fields = (
        header,
        place.use.encode(),
        place.tenant.encode(),
        place.token.encode(),
        place.cls.encode(),
    )
    return b"".join(_LENGTH.pack(len(field)) + field for field in fields)


def seal(key: bytes, key_version: int, place: Place, plaintext: bytes, urandom: Callable[[int], bytes]) -> bytes:
    """`plaintext` sealed under `key` (32 bytes). `urandom(n)`: n unpredictable bytes, as `os.urandom`."""
    header = _HEADER.pack(FORMAT, AES_256_GCM, key_version)
    nonce = urandom(_NONCE_BYTES)
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=_TAG_BYTES)
    cipher.update(associated_data(place, header))
    ciphertext, tag = cipher.encrypt_and_digest(plaintext)
    return b"".join((header, nonce, tag, ciphertext))


def key_version_of(sealed: bytes) -> int:
    """The version of the key that sealed it. Raises UnknownFormat for what this code cannot open."""
    if len(sealed) < _BODY:
        raise CiphertextDamaged
    fmt, algorithm, version = _HEADER.unpack_from(sealed)
    if fmt != FORMAT or algorithm != AES_256_GCM:
        raise UnknownFormat
    return int(version)


def unseal(key: bytes, place: Place, sealed: bytes) -> bytes:
    """The plaintext. Raises CiphertextDamaged unless it was sealed with this key for this place."""
    key_version_of(sealed)
    header, rest = sealed[: _HEADER.size], sealed[_HEADER.size :]
    cipher = AES.new(key, AES.MODE_GCM, nonce=rest[:_NONCE_BYTES], mac_len=_TAG_BYTES)
    cipher.update(associated_data(place, header))
    tag, ciphertext = rest[_NONCE_BYTES : _NONCE_BYTES + _TAG_BYTES], rest[_NONCE_BYTES + _TAG_BYTES :]
    try:
        return cipher.decrypt_and_verify(ciphertext, tag)
    except ValueError:
        pass
    raise CiphertextDamaged
