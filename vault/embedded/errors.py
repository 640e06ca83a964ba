"""What can go wrong with the embedded database: one class a cause, one line that says what to do.

Messages hold paths, user names and process ids, never a password or a stored value.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carddata import GettoneError

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class EmbeddedServerError(GettoneError):
    """Base of the errors of the embedded database."""


class DataFolderInUse(EmbeddedServerError):
    """Another process holds the data folder and this one asked to have it alone."""


class DataFolderUnusable(EmbeddedServerError):
    """The data folder cannot be used: unwritable, unreachable, foreign, another's, too old, full."""


class BinariesMissing(EmbeddedServerError):
    """PostgreSQL's programs are not installed, incomplete, or cannot be made reachable for its user."""


class ServerDidNotStart(EmbeddedServerError):
    """PostgreSQL ended or did not answer in time; its log says why."""


def disk_full(data: Path) -> DataFolderUnusable:
    return DataFolderUnusable(f"the disk that holds {data} is full: make room there and start again")


@contextmanager
def folder_errors(data: Path) -> Iterator[None]:
    """Turns an OSError met while working in `data` into a DataFolderUnusable of one line."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise disk_full(data) from error
        if error.errno in _FORBIDDEN:
            raise DataFolderUnusable(
                f"cannot read and write in the data folder {data}: "
                "give it to the user that runs gettone, or name another folder with --data"
            ) from error
        reason = (error.strerror or "input/output error").lower()
        raise DataFolderUnusable(
            f"the data folder {data} cannot be used ({reason}): name another folder with --data"
        ) from error
