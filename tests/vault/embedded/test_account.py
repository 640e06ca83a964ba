"""Whose rights the server has: as root another user's, otherwise our own."""

import os
import pwd
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault.embedded import EmbeddedServer, EmbeddedServerError, temporary_data_folder
from vault.embedded.account import server_account

_PROJECT = Path(__file__).parents[3]
_SESSION = """
import asyncio, os, sys
from pathlib import Path
import asyncpg
from vault.embedded import EmbeddedServer, EmbeddedServerError

async def main():
    data = Path(sys.argv[1])
    try:
        async with await EmbeddedServer.start(data) as server:
            connection = await asyncpg.connect(**server.dsn("gettone_app"))
            owner = (data / "postgres").stat().st_uid
            mode = oct(data.stat().st_mode & 0o777)
            print(os.geteuid(), owner, mode, await connection.fetchval("SELECT 1"))
            await connection.close()
        assert not server.socket_folder.exists()
    except EmbeddedServerError as error:
        print(f"{type(error).__name__}: {error}")

asyncio.run(main())
"""


@pytest.fixture
def as_ordinary_user() -> Callable[[Path], str]:
    """Runs a session on a data folder as an ordinary user: what it printed."""
    if os.geteuid() != 0:
        return lambda data: _run([sys.executable, "-c", _SESSION, str(data)], user=None).stdout.strip()
    account = server_account()
    python = _python_for(account.uid)
    return lambda data: _run([*python, "-c", _SESSION, str(data)], user=account.uid).stdout.strip()


def _python_for(uid: int) -> list[str]:
    """A Python that the user can run, of our version, so that it can use our packages."""
    for program in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        # Its caches are kept out, so that no test leaves files of another user behind.
        command = [program, "-B"]
        try:
            _run([*command, "-c", "import asyncpg, vault.embedded.server"], user=uid)
        except (OSError, subprocess.CalledProcessError):
            continue
        return command
    pytest.skip("an ordinary user can reach neither this checkout nor a Python for it")


def _run(command: list[str], user: int | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={"PYTHONPATH": f"{_PROJECT}:{sysconfig.get_path('purelib')}"},
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
        user=user,
        group=None if user is None else pwd.getpwuid(user).pw_gid,
        extra_groups=None if user is None else [],
    )


@pytest.fixture
def users_data() -> Iterator[Path]:
    """An empty folder that belongs to the ordinary user, 0700."""
    with temporary_data_folder() as outer:
        folder = outer / "data"
        folder.mkdir(mode=0o700)
        account = server_account()
        os.chown(folder, account.uid, account.gid)
        yield folder


def test_an_ordinary_users_server_is_all_its_own(as_ordinary_user: Callable[[Path], str], users_data: Path) -> None:
    uid = server_account().uid
    assert as_ordinary_user(users_data) == f"{uid} {uid} 0o700 1"
    assert as_ordinary_user(users_data) == f"{uid} {uid} 0o700 1"


def test_an_unwritable_folder_is_one_line(as_ordinary_user: Callable[[Path], str], users_data: Path) -> None:
    users_data.chmod(0o500)
    for folder in (users_data, users_data / "below"):
        said = as_ordinary_user(folder)
        assert said.startswith("DataFolderUnusable: ")
        assert "--data" in said
        assert "\n" not in said


@pytest.mark.usefixtures("as_root")
def test_another_users_folder_is_one_line(as_ordinary_user: Callable[[Path], str], data: Path) -> None:
    (data / "roots").mkdir(mode=0o755)
    said = as_ordinary_user(data / "roots")
    assert said.startswith("DataFolderUnusable: ")
    assert "run gettone as root" in said


@pytest.mark.usefixtures("as_root")
async def test_roots_server_runs_as_an_unprivileged_user_that_existed(
    data: Path, postmaster_of: Callable[[Path], int]
) -> None:
    users = pwd.getpwall()
    async with await EmbeddedServer.start(data):
        status, limits = _status_and_limits(postmaster_of(data))
    lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    uid = pwd.getpwnam("nobody").pw_uid
    assert lines["Uid"].split() == [str(uid)] * 4
    assert lines["Groups"].split() == []
    assert int(lines["CapEff"], 16) == 0
    assert next(line for line in limits.splitlines() if "core file" in line).split()[4:6] == ["0", "0"]
    assert pwd.getpwall() == users


@pytest.mark.usefixtures("as_root")
def test_daemon_stands_in_for_a_missing_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"daemon": pwd.getpwnam("daemon")}
    monkeypatch.setattr("vault.embedded.account.pwd.getpwnam", lambda name: known[name])
    assert server_account().name == "daemon"
    known.clear()
    with pytest.raises(EmbeddedServerError, match="run gettone as an ordinary user") as error:
        server_account()
    assert "\n" not in str(error.value)


def _status_and_limits(pid: int) -> tuple[str, str]:
    process = Path(f"/proc/{pid}")
    return (process / "status").read_text(), (process / "limits").read_text()
