"""Starting, joining and stopping, over the real socket."""

import asyncio
import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from vault.embedded import ROLES, DataFolderInUse, DataFolderUnusable, EmbeddedServer
from vault.embedded import server as supervisor
from vault.embedded.account import server_account


async def test_a_new_folder_becomes_a_database_that_answers_every_role(data: Path) -> None:
    said: list[str] = []
    async with await EmbeddedServer.start(data, log=said.append) as server:
        assert server.owned
        for role in ROLES:
            connection = await asyncpg.connect(**server.dsn(role))
            assert await connection.fetchval("SELECT current_user") == role
            assert str(await connection.fetchval("SHOW server_version")).startswith("18")
            assert await connection.fetchval("SHOW data_checksums") == "on"
            assert await connection.fetchval("SHOW server_encoding") == "UTF8"
            await connection.close()
    assert len(said) == 1
    assert str(data) in said[0]


async def test_a_wrong_password_is_refused(postgres: EmbeddedServer) -> None:
    arguments = {**postgres.dsn("gettone_app"), "password": "wrong"}
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(**arguments)


async def test_the_server_opens_no_tcp_port(data: Path, postmaster_of: Callable[[Path], int]) -> None:
    async with await EmbeddedServer.start(data):
        assert _sockets_of(postmaster_of(data))
        assert not _sockets_of(postmaster_of(data)) & _tcp_sockets()


async def test_only_the_server_and_we_can_reach_cluster_socket_and_keys(data: Path) -> None:
    account = server_account()
    before = _mode_and_owner(data)
    async with await EmbeddedServer.start(data) as server:
        expected = {
            data / "postgres": (0o700, account.uid),
            server.socket_folder: (0o700, account.uid),
            data / "keys": (0o700, os.geteuid()),
            data / "keys" / "database.json": (0o600, os.geteuid()),
            data / "postgres.log": (0o600, os.geteuid()),
            data / "run.json": (0o600, os.geteuid()),
            data / "lock": (0o600, os.geteuid()),
        }
        assert {place: _mode_and_owner(place) for place in expected} == expected
        assert _mode_and_owner(data) == before


async def test_stopping_leaves_no_process_no_socket_folder_and_a_free_folder(
    data: Path, postmaster_of: Callable[[Path], int]
) -> None:
    server = await EmbeddedServer.start(data, exclusive=True)
    postmaster = postmaster_of(data)
    await server.stop()
    await server.stop()
    left = [Path(f"/proc/{postmaster}"), server.socket_folder, data / "run.json"]
    assert not _existing([*left, data / ".verifier.new"])
    async with await EmbeddedServer.start(data, exclusive=True) as again:
        assert again.owned


async def test_ctrl_c_in_our_terminal_does_not_reach_the_server(
    data: Path, postmaster_of: Callable[[Path], int]
) -> None:
    async with await EmbeddedServer.start(data):
        assert os.getsid(postmaster_of(data)) == postmaster_of(data)
        assert os.getpgid(postmaster_of(data)) != os.getpgid(0)


async def test_a_second_exclusive_start_is_refused_in_one_line(data: Path) -> None:
    async with await EmbeddedServer.start(data, exclusive=True):
        with pytest.raises(DataFolderInUse) as refusal:
            await EmbeddedServer.start(data, exclusive=True)
    assert "\n" not in str(refusal.value)
    assert str(os.getpid()) in str(refusal.value)


async def test_who_joins_shares_the_server_and_leaves_it_running(data: Path) -> None:
    async with await EmbeddedServer.start(data, exclusive=True) as owner:
        joined = await EmbeddedServer.start(data)
        assert not joined.owned
        assert joined.socket_folder == owner.socket_folder
        await joined.stop()
        connection = await asyncpg.connect(**owner.dsn("gettone_app"))
        await connection.close()


async def test_of_several_that_start_at_once_one_owns_and_the_others_join(data: Path) -> None:
    servers = await asyncio.gather(*(EmbeddedServer.start(data) for _ in range(3)))
    assert sorted(server.owned for server in servers) == [False, False, True]
    assert len({server.socket_folder for server in servers}) == 1
    for server in servers:
        await server.stop()


async def test_what_was_written_is_there_after_a_stop_and_a_start(data: Path) -> None:
    async with await EmbeddedServer.start(data) as server:
        connection = await asyncpg.connect(**server.dsn("gettone_migrator"))
        await connection.execute("SET ROLE gettone_owner; CREATE TABLE public.kept AS SELECT 7 AS number")
        await connection.close()
    async with await EmbeddedServer.start(data) as server:
        connection = await asyncpg.connect(**server.dsn("gettone_migrator"))
        await connection.execute("SET ROLE gettone_owner")
        assert await connection.fetchval("SELECT number FROM public.kept") == 7
        await connection.close()


async def test_open_connections_do_not_hold_up_the_stop(data: Path) -> None:
    server = await EmbeddedServer.start(data)
    connection = await asyncpg.connect(**server.dsn("gettone_app"))
    async with asyncio.timeout(8):
        await server.stop()
    connection.terminate()
    assert not server.running


@pytest.mark.parametrize("step", ["_locked", "initialise", "launch"])
async def test_a_cancelled_start_leaves_the_folder_free(data: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled while the step runs, in its thread, which goes on to its end."""
    taken, loop = asyncio.Event(), asyncio.get_running_loop()
    real = getattr(supervisor, step)

    def announced(*arguments: Any) -> Any:
        loop.call_soon_threadsafe(taken.set)
        return real(*arguments)

    monkeypatch.setattr(supervisor, step, announced)
    starting = asyncio.create_task(EmbeddedServer.start(data, exclusive=True))
    await taken.wait()
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    async with await EmbeddedServer.start(data, exclusive=True) as server:
        assert server.owned


async def test_no_password_is_shown_logged_stored_in_the_cluster_or_given_on_a_command_line(
    data: Path, postmaster_of: Callable[[Path], int]
) -> None:
    async with await EmbeddedServer.start(data) as server:
        dsns = [server.dsn(role) for role in ("postgres", *ROLES)]
        shown = [repr(server).encode(), repr(dsns).encode(), *_given_to(postmaster_of(data))]
    shown += _contents(data)
    for dsn in dsns:
        assert not any(dsn["password"]().encode() in text for text in shown)


async def test_a_failing_statement_leaves_no_value_in_the_server_log(postgres: EmbeddedServer) -> None:
    connection = await asyncpg.connect(**postgres.dsn("gettone_app"))
    for statement in ("SELECT 'canary-value'::uuid", "SELECT canary-value", "RAISE canary-value"):
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute(statement)
    await connection.close()
    log = _log_of(postgres)
    assert b"ready to accept connections" in log
    assert b"canary" not in log


async def test_passwords_that_do_not_fit_the_cluster_are_one_line(data: Path) -> None:
    async with await EmbeddedServer.start(data):
        pass
    keys = data / "keys" / "database.json"
    keys.write_text(keys.read_text().replace('"postgres": "', '"postgres": "x'))
    with pytest.raises(DataFolderUnusable, match="restore both") as refusal:
        await EmbeddedServer.start(data)
    assert "\n" not in str(refusal.value)
    keys.unlink()
    with pytest.raises(DataFolderUnusable, match="is missing"):
        await EmbeddedServer.start(data)


def test_an_unknown_role_is_a_programming_error(postgres: EmbeddedServer) -> None:
    with pytest.raises(ValueError, match="no such role"):
        postgres.dsn("admin")


def _sockets_of(pid: int) -> set[str]:
    links = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    return {link for link in links if link.startswith("socket:")}


def _tcp_sockets() -> set[str]:
    tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
    return {f"socket:[{line.split()[9]}]" for table in tables for line in table.splitlines()[1:]}


def _mode_and_owner(place: Path) -> tuple[int, int]:
    found = place.stat()
    return stat.S_IMODE(found.st_mode), found.st_uid


def _existing(places: list[Path]) -> list[Path]:
    return [place for place in places if place.exists()]


def _contents(data: Path) -> list[bytes]:
    files = [path for path in data.rglob("*") if path.is_file() and path.name != "database.json"]
    return [path.read_bytes() for path in files]


def _given_to(pid: int) -> list[bytes]:
    return [Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ")]


def _log_of(server: EmbeddedServer) -> bytes:
    return (server.data / "postgres.log").read_bytes()


async def test_a_server_that_was_killed_comes_back_at_the_same_socket(
    data: Path, postmaster_of: Callable[[Path], int]
) -> None:
    async with await EmbeddedServer.start(data) as server:
        assert not await server.revive()
        os.kill(postmaster_of(data), signal.SIGKILL)
        ended = asyncio.to_thread(_wait_until, lambda: not server.running)
        await asyncio.wait_for(ended, 30)
        assert await server.revive()
        connection = await asyncpg.connect(**server.dsn("gettone_app"))
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()


def _wait_until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.01)
