"""The real `gettone` command in a process of its own."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

GETTONE = Path(sys.executable).parent / "gettone"
_ROOT = Path(__file__).parents[2]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours without any GETTONE_ variable, with `extra`."""
    return {k: v for k, v in os.environ.items() if not k.startswith("GETTONE_")} | dict(extra or {})


async def gettone(
    *args: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error of one run."""
    process = await asyncio.create_subprocess_exec(
        GETTONE, *map(str, args), stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment(env), cwd="/"
    )
    out, err = await asyncio.wait_for(process.communicate(stdin), 120)
    assert process.returncode is not None
    return process.returncode, out, err


class Served:
    """A running `gettone serve`: its log lines so far, its address, its process."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.log: list[str] = []
        self.port = 0
        self.admin_port = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def follow(self, serving: asyncio.Event) -> None:
        """Reads the log to its end, so that the pipe never fills; sets `serving` when the ports are told."""
        assert self.process.stderr is not None
        while line := (await self.process.stderr.readline()).decode():
            self.log.append(line)
            told: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
            if told.get("event") == "serving":
                self.port, self.admin_port = told["port"], told["admin_port"]
                serving.set()
        serving.set()

    async def end(self, way: signal.Signals = signal.SIGTERM) -> int:
        """Signals and waits; the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(way)
        return await asyncio.wait_for(self.process.wait(), 30)


@asynccontextmanager
async def serve(*args: str | Path, env: Mapping[str, str] | None = None) -> AsyncIterator[Served]:
    """`gettone serve ARGS` on free ports, ended at the end whatever happens."""
    ports = {"GETTONE_SERVER_PORT": "0", "GETTONE_ADMIN_PORT": "0"}
    process = await asyncio.create_subprocess_exec(
        GETTONE,
        "serve",
        *args,
        stdout=DEVNULL,
        stderr=PIPE,
        env=environment({**ports, **(env or {})}),
        cwd="/",
    )
    served = Served(process)
    serving = asyncio.Event()
    reading = asyncio.create_task(served.follow(serving))
    try:
        await asyncio.wait_for(serving.wait(), 60)
        assert served.port, "".join(served.log)
        yield served
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def make_key(data: Path, role: str) -> str:
    """An API key of a data folder, by the command."""
    code, out, err = await gettone("keys", "create", "--role", role, "--data", data)
    assert code == 0, err
    return out.decode().strip()
