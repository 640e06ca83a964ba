"""What an earlier owner of the data folder left: a server that still runs, files of one that does not."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vault.embedded.account import Account
from vault.embedded.errors import ServerDidNotStart
from vault.embedded.files import read_foreign
from vault.embedded.process import FAST, IMMEDIATE

SOCKET_PREFIX = "gettone-pg-"

_POLL_SECONDS = 0.02
# The kernel has told it to stop when its owner died, so most of the time there is nothing to wait for.
_PATIENCE = ((FAST, 8.0), (IMMEDIATE, 4.0), (signal.SIGKILL, 2.0))


def settle(cluster: Path, account: Account) -> None:
    """Stops what still runs on `cluster` and removes its stale lock file. The caller holds the folder's lock.

    Raises ServerDidNotStart when a process on it will not end.
    """
    for way, seconds in _PATIENCE:
        running = _running_on(cluster, account)
        if not running:
            break
        leader = _leader(cluster)
        # Without their leader the others end by themselves; to kill is the last resort and is for all.
        targets = running if way == signal.SIGKILL else running & {leader}
        for pid in targets:
            _send(pid, way)
        _wait_gone(cluster, account, seconds)
    remaining = _running_on(cluster, account)
    if remaining:
        raise ServerDidNotStart(
            f"an earlier PostgreSQL (process {min(remaining)}) still runs on {cluster} and does not end: "
            f"end it with kill -9 {min(remaining)} and start again"
        )
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def remove_socket_folder(folder: Path, account: Account) -> None:
    """Removes a socket folder of ours; leaves alone whatever does not look like one."""
    try:
        found = folder.lstat()
    except OSError:
        return
    if folder.name.startswith(SOCKET_PREFIX) and found.st_uid in {account.uid, os.geteuid()}:
        shutil.rmtree(folder, ignore_errors=True)


def new_socket_folder(account: Account, fallback: Path) -> Path | None:
    """A new folder with a random name, 0700, the server's; None where every name is too long for a socket.

    fallback: a folder to try where the system's own are closed or have too long names.
    """
    for parent in (Path("/run"), Path(tempfile.gettempdir()), fallback):
        longest = os.fsencode(parent / f"{SOCKET_PREFIX}12345678/.s.PGSQL.5432")
        closed = account.lent and account.first_unreachable([*reversed(parent.parents), parent]) is not None
        if len(longest) > _SOCKET_PATH_BYTES or closed or not os.access(parent, os.W_OK | os.X_OK):
            continue
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=parent))
        if account.lent:
            os.chown(folder, account.uid, account.gid)
        return folder
    return None


# The shortest limit of the systems we run on, macOS's 104, less the closing zero byte (unix(4), sun_path).
_SOCKET_PATH_BYTES = 103


def _leader(cluster: Path) -> int:
    first = read_foreign(cluster / "postmaster.pid").partition("\n")[0]
    return int(first) if first.isdecimal() else 0


def _running_on(cluster: Path, account: Account) -> set[int]:
    """The server's processes whose working folder is `cluster`: the postmaster and its children."""
    if not sys.platform.startswith("linux"):
        leader = _leader(cluster)
        return {leader} if leader and _is_postgres(leader) else set()
    here = os.path.realpath(cluster)
    return {
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and _serves(entry, here, account.uid)
    }


def _serves(process: Path, here: str, uid: int) -> bool:
    try:
        return (
            process.stat().st_uid == uid
            and str((process / "cwd").readlink()) == here
            and (process / "exe").readlink().name.startswith("postgres")
        )
    except OSError:
        return False


def _is_postgres(pid: int) -> bool:
    answer = subprocess.run(
        ["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, timeout=10, check=False
    )
    return Path(answer.stdout.strip()).name.startswith("postgres")


def _send(pid: int, way: signal.Signals) -> None:
    try:
        os.kill(pid, way)
    except ProcessLookupError:
        return


def _wait_gone(cluster: Path, account: Account, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while _running_on(cluster, account) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
