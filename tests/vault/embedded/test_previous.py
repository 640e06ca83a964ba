"""After kill -9: no orphan, no committed row lost, nothing left over."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import asyncpg
import pytest

from vault.embedded import EmbeddedServer
from vault.embedded.account import server_account
from vault.embedded.previous import new_socket_folder, remove_socket_folder, settle

Start = Callable[[], subprocess.Popen[str]]


async def _numbers(server: EmbeddedServer) -> list[int]:
    connection = await asyncpg.connect(**server.dsn("gettone_migrator"))
    await connection.execute("SET ROLE gettone_owner")
    rows = await connection.fetch("SELECT number FROM public.numbers ORDER BY number")
    await connection.close()
    return [row["number"] for row in rows]


def _committed(output: IO[str] | None, count: int) -> int:
    assert output is not None
    return [int(output.readline()) for _ in range(count)][-1]


async def test_every_committed_row_survives_kill_9_of_the_owner(
    data: Path,
    start_writer: Start,
    postmaster_of: Callable[[Path], int],
    ends_within: Callable[[int, float], bool],
) -> None:
    writer = start_writer()
    last = _committed(writer.stdout, 50)
    orphan = postmaster_of(data)
    socket_folder = (await EmbeddedServer.start(data)).socket_folder
    writer.kill()
    writer.wait()
    async with await EmbeddedServer.start(data, exclusive=True) as server:
        assert await _numbers(server) >= list(range(1, last + 1))
        assert ends_within(orphan, 0)
        assert server.socket_folder != socket_folder
        assert not socket_folder.exists()


async def test_every_committed_row_survives_kill_9_of_owner_and_server(
    data: Path, start_writer: Start, postmaster_of: Callable[[Path], int]
) -> None:
    writer = start_writer()
    last = _committed(writer.stdout, 50)
    os.kill(postmaster_of(data), signal.SIGKILL)
    writer.kill()
    writer.wait()
    async with await EmbeddedServer.start(data, exclusive=True) as server:
        found = await _numbers(server)
        assert set(found) >= set(range(1, last + 1))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel tells the server on Linux only")
def test_a_server_whose_owner_was_killed_ends_without_anybody_starting_again(
    data: Path,
    start_writer: Start,
    postmaster_of: Callable[[Path], int],
    ends_within: Callable[[int, float], bool],
) -> None:
    writer = start_writer()
    _committed(writer.stdout, 1)
    orphan = postmaster_of(data)
    writer.kill()
    assert ends_within(orphan, 10.0)


async def test_a_lock_file_that_names_a_process_of_somebody_else_is_no_obstacle(data: Path) -> None:
    async with await EmbeddedServer.start(data):
        pass
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{data / 'postgres'}\n")
    os.chown(stale, server_account().uid, server_account().gid)
    async with await EmbeddedServer.start(data) as server:
        assert server.owned


def test_a_server_that_the_kernel_did_not_tell_is_stopped(
    data: Path, start_writer: Start, postmaster_of: Callable[[Path], int]
) -> None:
    """As after the owner's death where the kernel sends no signal."""
    writer = start_writer()
    _committed(writer.stdout, 1)
    postmaster = postmaster_of(data)
    settle(data / "postgres", server_account())
    assert not (data / "postgres" / "postmaster.pid").exists()
    assert not Path(f"/proc/{postmaster}/cwd").exists()


def test_a_half_made_cluster_is_made_anew(data: Path, start_writer: Start) -> None:
    (data / "postgres.new").mkdir()
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    assert _committed(start_writer().stdout, 1) == 1
    assert not (data / "postgres.new").exists()


def test_a_socket_folder_avoids_parents_with_too_long_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    folder = new_socket_folder(server_account(), long)
    if os.geteuid() == 0:
        assert folder is not None
        assert folder.parent == Path("/run")
        remove_socket_folder(folder, server_account())
        assert not folder.exists()
    else:
        assert folder is None


def test_only_a_socket_folder_is_ever_removed(tmp_path: Path) -> None:
    remove_socket_folder(tmp_path, server_account())
    assert tmp_path.exists()
