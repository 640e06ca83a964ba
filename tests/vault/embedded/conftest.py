"""Data folders that the server can reach, and owners in processes of their own that can be killed."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault.embedded import temporary_data_folder
from vault.embedded.account import server_account
from vault.embedded.previous import remove_socket_folder, settle

_WRITER = """
import asyncio, sys
from pathlib import Path
import asyncpg
from vault.embedded import EmbeddedServer

async def main():
    server = await EmbeddedServer.start(Path(sys.argv[1]), exclusive=True)
    connection = await asyncpg.connect(**server.dsn("gettone_migrator"))
    await connection.execute("SET ROLE gettone_owner")
    await connection.execute("CREATE TABLE IF NOT EXISTS public.numbers (number bigserial)")
    while True:
        insert = "INSERT INTO public.numbers DEFAULT VALUES RETURNING number"
        print(await connection.fetchval(insert), flush=True)

asyncio.run(main())
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data folder that the server's user can reach."""
    with temporary_data_folder() as folder:
        yield folder


@pytest.fixture
def as_root() -> None:
    """For what only root meets."""
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as another user")


@pytest.fixture
def start_writer(data: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a process that owns the server of `data` and prints each row's number once it is committed."""
    writers: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(data)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        writers.append(writer)
        return writer

    yield start
    for writer in writers:
        writer.kill()
        writer.wait()
        if writer.stdout is not None:
            writer.stdout.close()
    settle(data / "postgres", server_account())
    if (data / "run.json").exists():
        left = Path(json.loads((data / "run.json").read_text())["socket"])
        remove_socket_folder(left, server_account())


@pytest.fixture
def postmaster_of() -> Callable[[Path], int]:
    """The process id in a data folder's `postmaster.pid`."""

    def read(folder: Path) -> int:
        return int((folder / "postgres" / "postmaster.pid").read_text().split("\n")[0])

    return read


@pytest.fixture
def ends_within() -> Callable[[int, float], bool]:
    """Waits for the end of any process: whether it came within so many seconds."""

    def wait(pid: int, seconds: float) -> bool:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            return True
        try:
            return bool(select.select([descriptor], [], [], seconds)[0])
        finally:
            os.close(descriptor)

    return wait
