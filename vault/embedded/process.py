"""The server's process: started, watched to its end, and stopped, each within a bound."""

import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from vault.embedded.account import ENVIRONMENT, Account
from vault.embedded.files import read_foreign

# PostgreSQL's names: fast ends sessions and writes everything down, immediate leaves that to crash recovery.
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT

_READY_LINE = 7  # of postmaster.pid: the server's state (PostgreSQL, miscadmin.h, LOCK_FILE_LINE_PM_STATUS)
_FAST_SECONDS = 8.0
_IMMEDIATE_SECONDS = 4.0
_POLL_SECONDS = 0.01


class ServerProcess:
    """A running `postgres`. It gets a fast shutdown from the kernel when our process dies (Linux).

    The kernel sends that signal when the *thread* that started the child ends, so the server has a thread of
    its own, which starts it and then waits for its end. It is in a session of its own: Ctrl-C is ours alone.
    """

    def __init__(self, account: Account, command: Sequence[str], log: BinaryIO) -> None:
        self._command = account.command(*command, death_signal=FAST)
        self._log = log
        self._started = threading.Event()
        self._ended = threading.Event()
        self._failure: OSError | None = None
        self._process: subprocess.Popen[bytes] | None = None
        threading.Thread(target=self._run, name="gettone-postgres", daemon=True).start()
        self._started.wait()
        if self._failure is not None:
            raise self._failure

    @property
    def pid(self) -> int:
        """The process id of the server, as `postmaster.pid` has it."""
        return self._process.pid if self._process is not None else 0

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def wait_ready(self, cluster: Path, seconds: float) -> bool:
        """Blocks until the server takes connections: True; False when it ended or `seconds` went by."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._ended.wait(_POLL_SECONDS):
                return False
            lines = read_foreign(cluster / "postmaster.pid").split("\n")
            if lines[0] == str(self.pid) and lines[_READY_LINE:] and lines[_READY_LINE].strip() == "ready":
                return True
        return False

    def stop(self) -> None:
        """Blocks until the server has ended: fast, after 8 s immediate, after 4 more killed."""
        for way, seconds in ((FAST, _FAST_SECONDS), (IMMEDIATE, _IMMEDIATE_SECONDS)):
            self._send(way)
            if self._ended.wait(seconds):
                return
        self._send(signal.SIGKILL)
        self._ended.wait()

    def _send(self, way: signal.Signals) -> None:
        if self._process is not None and not self.ended:
            self._process.send_signal(way)

    def _run(self) -> None:
        try:
            self._process = subprocess.Popen(
                self._command,
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,
            )
        except OSError as error:
            self._failure = error
            self._started.set()
            return
        self._started.set()
        self._process.wait()
        self._ended.set()
