"""`gettone serve` as a process: start, stop, kill, and everything that can be wrong at the start."""

import asyncio
import os
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.support.process import gettone, make_key, serve
from vault.embedded import temporary_data_folder

CARD = "4111111111111111"


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that is gone after the test."""
    with temporary_data_folder() as folder:
        yield folder


def postgres_processes(data: Path) -> list[str]:
    """Processes that work in the folder's cluster."""
    return [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and _cwd(entry) == str(data / "postgres")
    ]


def _cwd(process: Path) -> str:
    try:
        return str((process / "cwd").readlink())
    except OSError:
        return ""


async def test_sigterm_lets_running_requests_end_and_stops_the_database(data: Path) -> None:
    async with serve("--data", data) as served, ClientSession(served.base) as session:
        key = await make_key(data, "platform")
        headers = {"Authorization": f"Bearer {key}"}
        assert postgres_processes(data)
        text = "lorem ipsum " * 20_000 + CARD
        running = asyncio.create_task(session.post("/v1/redact", json={"text": text}, headers=headers))
        async with session.post("/v1/redact", json={"text": CARD}, headers=headers) as response:
            assert response.status == 200
        loop = asyncio.get_running_loop()
        started = loop.time()
        assert await served.end() == 0
        assert loop.time() - started < 10
        async with await running as response:
            assert response.status == 200
            assert CARD not in await response.text()
    assert postgres_processes(data) == []
    assert not (data / "run.json").exists()


async def test_ctrl_c_ends_it_with_exit_0(data: Path) -> None:
    async with serve("--data", data) as served:
        assert await served.end(signal.SIGINT) == 0
    assert postgres_processes(data) == []


async def test_after_kill_9_every_acknowledged_token_is_there(data: Path) -> None:
    key = await make_key(data, "platform")
    headers = {"Authorization": f"Bearer {key}"}
    acknowledged: list[str] = []

    async def write(session: ClientSession, contact: int) -> None:
        for i in range(10_000):
            body = {"value": CARD, "contact_id": f"c{contact}-{i}"}
            async with session.post("/v1/tokens", json=body) as response:
                assert response.status == 201
                acknowledged.append((await response.json())["token"])

    async with serve("--data", data) as served, ClientSession(served.base, headers=headers) as session:
        writers = [asyncio.create_task(write(session, n)) for n in range(8)]
        async with asyncio.timeout(30):
            while len(acknowledged) < 300:
                await asyncio.wait(writers, timeout=0.02)
        await served.end(signal.SIGKILL)
        await asyncio.gather(*writers, return_exceptions=True)

    async with serve("--data", data) as served, ClientSession(served.base, headers=headers) as session:
        for token in acknowledged:
            async with session.get(f"/v1/tokens/{token}") as response:
                assert response.status == 200


async def test_the_database_comes_back_when_it_was_killed_and_requests_get_503_meanwhile(data: Path) -> None:
    async with serve("--data", data) as served, ClientSession(served.base) as session:
        key = await make_key(data, "platform")
        headers = {"Authorization": f"Bearer {key}"}
        leader = int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(leader, signal.SIGKILL)
        statuses: list[int] = []
        async with asyncio.timeout(60):
            while statuses.count(200) < 3:
                async with session.post("/v1/redact", json={"text": CARD}, headers=headers) as response:
                    statuses.append(response.status)
                    assert CARD not in await response.text()
        assert set(statuses) == {200, 503}
        assert await served.end() == 0


async def test_a_second_serve_on_the_folder_is_refused_in_one_line(data: Path) -> None:
    async with serve("--data", data):
        code, out, err = await gettone("serve", "--data", data, env={"GETTONE_SERVER_PORT": "0"})
    assert (code, out) == (2, b"")
    line = err.decode()
    assert line.startswith("gettone: error: ")
    assert line.count("\n") == 1
    assert "--data" in line


async def test_a_taken_port_is_told_in_one_line(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, err = await gettone(
            "serve", "--data", data, env={"GETTONE_SERVER_PORT": port, "GETTONE_LOG_LEVEL": "error"}
        )
    assert code == 2
    assert f"port {port} is taken" in err.decode()
    assert err.count(b"\n") == 1
    assert postgres_processes(data) == []


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "--data"),
        ({"GETTONE_DATA": "/proc/none"}, "/proc"),
        ({"GETTONE_DATA": "/etc/passwd"}, "folder"),
        ({"GETTONE_DATABASE_DSN": "postgresql://u:hunter2@127.0.0.1:9/d"}, "root_key_file"),
        ({"GETTONE_DATA": "/nowhere", "GETTONE_VAULT_ROOT_KEY_FILE": "/nowhere/root.key"}, "root key"),
        ({"GETTONE_DATA": "/nowhere", "GETTONE_SERVER_HOST": "0.0.0.0"}, "tls_certificate"),
        ({"GETTONE_SERVER_PORT": CARD}, "server.port"),
        ({"GETTONE_SURPRISE": "1"}, "GETTONE_SURPRISE"),
    ],
)
async def test_what_is_wrong_at_the_start_is_told_in_one_line(env: dict[str, str], said: str, data: Path) -> None:
    env = {k: v.replace("/nowhere", str(data)) for k, v in env.items()}
    code, out, err = await gettone("serve", env={**env, "GETTONE_ADMIN_PORT": "0", "GETTONE_LOG_LEVEL": "error"})
    line = err.decode()
    assert (code, out) == (2, b"")
    assert line.startswith("gettone: error: ")
    assert said in line
    assert line.count("\n") == 1
    assert "hunter2" not in line
    assert CARD not in line


async def test_a_database_that_cannot_be_reached_is_told_in_one_line(data: Path) -> None:
    key = data / "root.key"
    assert (await gettone("keys", "root", key))[0] == 0
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    env = {
        "GETTONE_DATABASE_DSN": "postgresql://u:hunter2@127.0.0.1:9/d",
        "GETTONE_VAULT_ROOT_KEY_FILE": str(key),
        "GETTONE_LOG_LEVEL": "error",
    }
    code, _, err = await gettone("serve", env=env)
    assert code == 2
    assert b"database" in err
    assert b"hunter2" not in err
    assert err.count(b"\n") == 1


async def test_a_configuration_file_makes_it_serve(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "gettone.toml"
    file.write_text(f'data = "{data}"\ntenant = "acme"\n[server]\nport = 0\n[admin]\nport = 0\n')
    async with serve("--config", file) as served, ClientSession(served.base) as session:
        async with session.get("/readyz") as response:
            assert response.status == 200
        assert await served.end() == 0


async def test_a_generated_root_key_is_refused_for_others(data: Path) -> None:
    await make_key(data, "platform")
    env = {
        "GETTONE_SERVER_HOST": "0.0.0.0",
        "GETTONE_SERVER_BEHIND_TLS_PROXY": "true",
        "GETTONE_VAULT_ROOT_KEY_FILE": str(data / "keys" / "root.key"),
    }
    code, _, err = await gettone("serve", "--data", data, env=env)
    assert code == 2
    assert b"root_key_file" in err


async def test_workers_end_with_a_gateway_that_was_killed(data: Path) -> None:
    async with serve("--data", data) as served:
        workers = _children(served.process.pid)
        assert workers
        await served.end(signal.SIGKILL)
        await asyncio.wait_for(asyncio.to_thread(_until_gone, workers), 20)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in listed for child in file.read_text().split()]


def _until_gone(pids: list[int]) -> None:
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)
