"""The root key: 32 random bytes that wrap every tenant's key-encryption key.

It is never used itself: the wrapping key is derived from it (HKDF-SHA-256, RFC 5869), so that other
uses can be derived beside it later.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, Self

from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

from vault.envelope import KEY_BYTES
from vault.errors import RootKeyFileError

ROOT_VERSION: Final = 1
_WRAPPING: Final = b"gettone/root/wrap-kek/v1"


class RootKey:
    """The root key in memory. It has no repr, no pickle and no way to read it back but its file."""

    __slots__ = ("_wrapping",)

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise RootKeyFileError(f"a root key is exactly {KEY_BYTES} bytes")
        self._wrapping = HKDF(material, KEY_BYTES, b"", SHA256, context=_WRAPPING)

    @classmethod
    def create(cls, path: Path, urandom: Callable[[int], bytes] = os.urandom) -> Self:
        """Makes a random root key and writes it to `path` (0600), durable before it returns.

        The folder must exist. Raises RootKeyFileError if the file is there already or cannot be written.
        """
        material = urandom(KEY_BYTES)
        new = path.with_name(f".{path.name}.{urandom(8).hex()}")
        try:
            try:
                descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(material)
                    file.flush()
                    os.fsync(descriptor)
                os.link(new, path)
            finally:
                new.unlink(missing_ok=True)
            _sync_folder(path.parent)
        except FileExistsError:
            raise RootKeyFileError("a root key is there already; it is never overwritten") from None
        except OSError as error:
            raise RootKeyFileError(f"the root key cannot be written: {error.strerror}") from None
        return cls(material)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Reads the root key. Raises RootKeyFileError unless it is a plain file of ours, 0600 or less."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError as error:
            raise RootKeyFileError(f"the root key cannot be read: {error.strerror}") from None
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) & 0o177:
                raise RootKeyFileError("the root key's file must be a plain file with mode 0600; chmod it")
            if status.st_uid not in (os.geteuid(), 0):
                raise RootKeyFileError("the root key's file belongs to another user; chown it")
            return cls(file.read(KEY_BYTES + 1))

    def wrapping_key(self) -> bytes:
        """The key that wraps key-encryption keys (AES-256). Every call is a place to review."""
        return self._wrapping

    def __repr__(self) -> str:
        return "RootKey(***)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a root key is not pickled or copied")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
