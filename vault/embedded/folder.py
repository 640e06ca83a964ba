"""The data folder: what lies where, and whether it may be used.

DIR/keys/          ours, 0700: database.json (the roles' passwords) and the vault's root key
DIR/postgres/      the server's user, 0700: the cluster
DIR/postgres.log   ours, 0600: the server's start and stop messages
DIR/postgresql.conf, DIR/pg_hba.conf   ours: written at each start, read by the server
DIR/run.json, DIR/lock                 ours: who runs the server and where its socket is
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vault.embedded.account import Account, server_account, user_name
from vault.embedded.errors import DataFolderUnusable, folder_errors
from vault.embedded.files import require_private

MAJOR_VERSION = 18

# A folder that holds anything else before there is a cluster in it was made for something else.
_EXPECTED = {
    "keys", "lock", "run.json", "postgres.log", "postgresql.conf", "pg_hba.conf", "postgres.new",
    "gettone.toml", "lost+found",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The absolute path of a data folder and the places in it."""

    path: Path

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def cluster(self) -> Path:
        return self.path / "postgres"

    @property
    def unfinished(self) -> Path:
        return self.path / "postgres.new"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def run(self) -> Path:
        return self.path / "run.json"

    @property
    def log(self) -> Path:
        return self.path / "postgres.log"

    @property
    def initialised(self) -> bool:
        return self.cluster.exists()


def open_folder(path: Path, account: Account) -> DataFolder:
    """Makes the folder where it is missing, else checks it. An existing folder's mode never changes.

    Raises DataFolderUnusable with one line that says what to do.
    """
    if not str(path).isprintable():
        raise DataFolderUnusable(
            "the data folder's name holds a line break or another control character: choose another"
        )
    with folder_errors(path):
        folder = DataFolder(path.expanduser().resolve())
        missing = [place for place in (folder.path, *folder.path.parents) if not _exists(place)]
        _require_reachable(missing[-1].parent if missing else folder.path, account)
        for place in reversed(missing):
            _make(place, account)
        _require_ours(folder.path)
        _require_familiar(folder, account)
        if not folder.keys.exists():
            folder.keys.mkdir(mode=0o700)
        require_private(folder.keys, folder.keys.stat())
    return folder


@contextmanager
def temporary_data_folder() -> Iterator[Path]:
    """A new data folder that the server's user can reach; removed, with all in it, at the end."""
    account = server_account()
    path = Path(tempfile.mkdtemp(prefix="gettone-data-"))
    if account.lent:
        path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _exists(place: Path) -> bool:
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _make(place: Path, account: Account) -> None:
    place.mkdir(mode=0o700)
    if account.lent:
        place.chmod(0o711)


def _require_reachable(existing: Path, account: Account) -> None:
    if not existing.is_dir():
        raise DataFolderUnusable(f"{existing} is not a folder: name another one with --data")
    closed = account.first_unreachable([*reversed(existing.parents), existing])
    if closed is not None:
        raise DataFolderUnusable(
            f"as root the database runs as the user {account.name}, who cannot enter {closed}: "
            f"name another folder with --data, such as /var/lib/gettone, or run chmod o+x {closed}"
        )


def _require_ours(path: Path) -> None:
    found = path.stat()
    if found.st_uid != os.geteuid():
        owner = user_name(found.st_uid)
        raise DataFolderUnusable(
            f"the data folder {path} belongs to the user {owner}: run gettone as {owner}, "
            "or name another folder with --data"
        )
    if found.st_mode & stat.S_IWOTH:
        raise DataFolderUnusable(f"anybody may write in the data folder {path}: run chmod o-w {path}")
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise DataFolderUnusable(
            f"the data folder {path} is not writable: run chmod u+rwx {path}, or name another with --data"
        )


def _require_familiar(folder: DataFolder, account: Account) -> None:
    if not folder.initialised:
        strangers = sorted(entry.name for entry in folder.path.iterdir() if _strange(entry.name))
        if strangers:
            raise DataFolderUnusable(
                f"{folder.path} holds files that are not gettone's: name an empty folder with --data"
            )
        return
    found = folder.cluster.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise DataFolderUnusable(f"{folder.cluster} is not a folder: name another data folder with --data")
    if found.st_uid != account.uid:
        raise DataFolderUnusable(
            f"{folder.cluster} belongs to the user {user_name(found.st_uid)} and not to {account.name}: "
            f"run gettone as before, or run chown -R {account.name} {folder.cluster}"
        )
    _require_version(folder.cluster)


def _strange(name: str) -> bool:
    return name not in _EXPECTED and not (name.startswith(".") and name.endswith(".new"))


def _require_version(cluster: Path) -> None:
    try:
        version = (cluster / "PG_VERSION").read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        raise DataFolderUnusable(
            f"{cluster} is not a PostgreSQL cluster: restore it from a backup, or name another data folder"
        ) from None
    if version != str(MAJOR_VERSION):
        raise DataFolderUnusable(
            f"{cluster} is not a cluster of PostgreSQL {MAJOR_VERSION}: back it up with the gettone that "
            "made it and restore it into an empty folder"
        )
