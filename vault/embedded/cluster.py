"""Making the cluster of a data folder and starting the server on it. All of it blocks: run it in a thread."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from carddata import Secret
from vault.embedded.account import ENVIRONMENT, Account
from vault.embedded.binaries import Binaries
from vault.embedded.errors import DataFolderUnusable, ServerDidNotStart, disk_full
from vault.embedded.files import sync_folder, write_new
from vault.embedded.folder import DataFolder
from vault.embedded.passwords import SUPERUSER, scram_verifier
from vault.embedded.process import ServerProcess
from vault.embedded.settings import HOST_BASED_ACCESS, configuration

_INITDB_SECONDS = 120.0
# Crash recovery replays at most max_wal_size (256 MB) before the server takes connections.
_START_SECONDS = 120.0
_LARGEST_LOG = 1 << 20
_NO_SPACE = "No space left on device"


def initialise(folder: DataFolder, account: Account, binaries: Binaries, password: Secret[str]) -> None:
    """Runs initdb beside the final place and moves the result there, so a half-made cluster is never used."""
    shutil.rmtree(folder.unfinished, ignore_errors=True)
    folder.unfinished.mkdir(mode=0o700)
    os.chown(folder.unfinished, account.uid, account.gid)
    verifier = folder.path / ".verifier.new"
    write_new(verifier, f"{scram_verifier(password)}\n".encode())
    os.chown(verifier, account.uid, account.gid)
    command = [
        binaries.initdb,
        f"--pgdata={folder.unfinished}",
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        f"--pwfile={verifier}",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums",
        "--no-instructions",
    ]
    try:
        done = subprocess.run(
            account.command(*command, death_signal=signal.SIGKILL),
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            timeout=_INITDB_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ServerDidNotStart(f"initdb did not end on {folder.path}: check its disk and start again") from error
    finally:
        verifier.unlink(missing_ok=True)
    if done.returncode != 0:
        with folder.log.open("ab") as log:
            folder.log.chmod(0o600)
            log.write(done.stdout)
        shutil.rmtree(folder.unfinished, ignore_errors=True)
        raise _failure(folder, done.stdout)
    folder.unfinished.rename(folder.cluster)
    sync_folder(folder.path)


def launch(
    folder: DataFolder,
    account: Account,
    binaries: Binaries,
    socket_folder: Path,
    changed: Mapping[str, str],
) -> ServerProcess:
    """Starts the server, blocks until it takes connections. Raises ServerDidNotStart, DataFolderUnusable."""
    settings, access = folder.path / "postgresql.conf", folder.path / "pg_hba.conf"
    # As root these stay root's, so that the server's user can read but not change them.
    mode = 0o644 if account.lent else 0o600
    write_new(access, HOST_BASED_ACCESS.encode(), mode=mode)
    write_new(settings, configuration(folder.cluster, access, socket_folder, changed).encode(), mode=mode)
    with ExitStack() as undo:
        log = undo.enter_context(open(_log_file(folder.log), "ab", buffering=0))
        before = log.seek(0, os.SEEK_END)
        process = ServerProcess(account, [binaries.postgres, "-c", f"config_file={settings}"], log)
        undo.callback(process.stop)
        if not process.wait_ready(folder.cluster, _START_SECONDS):
            process.stop()
            raise _failure(folder, folder.log.read_bytes()[before:])
        undo.pop_all()
        log.close()
    return process


def _log_file(path: Path) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    if os.fstat(descriptor).st_size > _LARGEST_LOG:
        os.ftruncate(descriptor, 0)
    return descriptor


def _failure(folder: DataFolder, said: bytes) -> DataFolderUnusable | ServerDidNotStart:
    if _NO_SPACE.encode() in said:
        return disk_full(folder.path)
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    why = next((line for line in lines if "could not" in line or "FATAL" in line), lines[-1] if lines else "no word")
    return ServerDidNotStart(f"PostgreSQL did not start ({why.strip()[:200]}); {folder.log} says more")
