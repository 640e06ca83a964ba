"""Small files of ours: written whole or not at all, read only from where nobody else could have put them."""

import os
import stat
from pathlib import Path

from vault.embedded.account import user_name
from vault.embedded.errors import DataFolderUnusable

_LARGEST = 1 << 20


def write_new(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Writes `path` with `mode`; a reader or a power cut sees the old file or the new one."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes renames and new names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_owned(path: Path) -> bytes:
    """Reads a file that holds a secret. Raises DataFolderUnusable unless it is ours and closed to others."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        require_private(path, os.fstat(descriptor))
        return file.read(_LARGEST)


def require_private(path: Path, found: os.stat_result) -> None:
    """Raises DataFolderUnusable unless `found`, the status of `path`, is ours and closed to all others."""
    if found.st_uid != os.geteuid():
        raise DataFolderUnusable(f"{path} belongs to the user {user_name(found.st_uid)}: run gettone as that user")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise DataFolderUnusable(f"{path} is open to other users: run chmod go= {path}")


def read_foreign(path: Path) -> str:
    """Reads a small text file that the server wrote in a folder of its own; "" where there is none.

    As root that folder is another user's, so what is not a plain file there is not followed.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return ""
        return file.read(_LARGEST).decode("utf-8", "replace")
