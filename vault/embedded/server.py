"""`EmbeddedServer`: the server of a data folder, started by this process or joined."""

import asyncio
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar

import asyncpg

from vault.embedded.account import Account, server_account
from vault.embedded.binaries import reachable_binaries
from vault.embedded.bootstrap import DATABASE, ensure_roles_and_database
from vault.embedded.cluster import initialise, launch
from vault.embedded.errors import (
    DataFolderInUse,
    DataFolderUnusable,
    EmbeddedServerError,
    ServerDidNotStart,
    disk_full,
    folder_errors,
)
from vault.embedded.files import write_new
from vault.embedded.folder import DataFolder, open_folder
from vault.embedded.lock import FolderLock
from vault.embedded.passwords import SUPERUSER, Passwords, create_passwords, passwords_of
from vault.embedded.previous import new_socket_folder, remove_socket_folder, settle
from vault.embedded.process import ServerProcess
from vault.embedded.settings import PORT

_LOGGER = logging.getLogger(__name__)
# Long enough for another process to initialise the folder, or to recover it after a crash.
_JOIN_SECONDS = 150.0
_JOIN_POLL_SECONDS = 0.05
_CONNECT_SECONDS = 10.0

_Result = TypeVar("_Result")


class ConnectArguments(TypedDict):
    """Keyword arguments of `asyncpg.connect` and `create_pool`. The password is a call: it shows nowhere."""

    host: str
    port: int
    user: str
    password: Callable[[], str]
    database: str


class EmbeddedServer:
    """A running PostgreSQL on a data folder. `owned`: this process started it and will stop it.

    Usable from any event loop. When the owner stops, those who joined lose their connections.
    """

    def __init__(
        self,
        folder: DataFolder,
        passwords: Passwords,
        socket_folder: Path,
        *,
        process: ServerProcess | None = None,
        lock: FolderLock | None = None,
        account: Account | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.data = folder.path
        self.keys = folder.keys
        self.socket_folder = socket_folder
        self._folder = folder
        self._passwords = passwords
        self._process = process
        self._lock = lock
        self._account = account
        self._settings = settings or {}

    @classmethod
    async def start(
        cls,
        data: Path,
        *,
        exclusive: bool = False,
        log: Callable[[str], object] = _LOGGER.info,
        settings: Mapping[str, str] | None = None,
    ) -> Self:
        """Joins the server that holds `data`; where none does, makes the folder if need be and starts one.

        exclusive: raise DataFolderInUse rather than join. log: told once when a new folder is initialised.
        settings: PostgreSQL settings over ours, for tests; no command of the product passes any.
        Raises EmbeddedServerError of one line.
        """
        account = await _in_thread(server_account)
        folder = await _in_thread(open_folder, data, account)
        lock = FolderLock(folder.lock)
        deadline = time.monotonic() + _JOIN_SECONDS
        while not await _in_thread(_locked, folder, lock, undo=lambda _: lock.release()):
            if exclusive:
                raise DataFolderInUse(
                    f"{folder.path} is in use by another gettone (process {lock.holder()}): "
                    "stop that one, or name another folder with --data"
                )
            joined = await cls._join(folder)
            if joined is not None:
                return joined
            if time.monotonic() > deadline:
                raise ServerDidNotStart(
                    f"the gettone that holds {folder.path} (process {lock.holder()}) does not answer: "
                    "stop it and start again"
                )
            await asyncio.sleep(_JOIN_POLL_SECONDS)
        return await cls._own(folder, account, lock, log, settings or {})

    @property
    def owned(self) -> bool:
        return self._lock is not None

    @property
    def running(self) -> bool:
        """False once an owned server has ended or was stopped; of a joined one this is not known: True."""
        return self._process is None or not self._process.ended

    def dsn(self, role: str, database: str = DATABASE) -> ConnectArguments:
        """How to connect as `role`, `postgres` or one of ROLES: `asyncpg.connect(**server.dsn(role))`."""
        if role not in self._passwords:
            raise ValueError(f"no such role: choose one of {', '.join(self._passwords)}")
        return {
            "host": str(self.socket_folder),
            "port": PORT,
            "user": role,
            "password": self._passwords[role].expose,
            "database": database,
        }

    async def revive(self) -> bool:
        """Starts an owned server again that ended without `stop`, at the same socket; True if it had ended.

        Raises EmbeddedServerError if it cannot be started now; it may be tried again.
        """
        if self._lock is None or self.running:
            return False
        await _in_thread(self._revive)
        return True

    async def stop(self) -> None:
        """Ends an owned server: fast, after 8 s immediately. Leaves a joined one. May be called twice."""
        if self._lock is not None:
            await _in_thread(self._stop)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def __repr__(self) -> str:
        return f"EmbeddedServer(data={str(self.data)!r}, owned={self.owned})"

    @classmethod
    async def _join(cls, folder: DataFolder) -> Self | None:
        socket_folder = await _in_thread(_recorded_socket, folder)
        if socket_folder is None or not await _in_thread(folder.keys.joinpath("database.json").exists):
            return None
        server = cls(folder, await _in_thread(_passwords, folder), socket_folder)
        return server if await server._answers() else None

    @classmethod
    async def _own(
        cls,
        folder: DataFolder,
        account: Account,
        lock: FolderLock,
        log: Callable[[str], object],
        settings: Mapping[str, str],
    ) -> Self:
        server: Self | None = None
        try:
            fresh = not folder.initialised
            server = await _in_thread(cls._launch, folder, account, lock, settings, undo=cls._stop)
            await server._complete()
        except BaseException:
            await _in_thread(server._stop if server is not None else lock.release)
            raise
        if fresh:
            log(f"made a new database in {folder.path}; its keys are in {folder.keys}: back them up apart")
        return server

    @classmethod
    def _launch(cls, folder: DataFolder, account: Account, lock: FolderLock, settings: Mapping[str, str]) -> Self:
        with folder_errors(folder.path):
            stale = _recorded_socket(folder)
            settle(folder.unfinished, account)
            settle(folder.cluster, account)
            if stale is not None:
                remove_socket_folder(stale, account)
            binaries = reachable_binaries(account)
            if folder.initialised or (folder.keys / "database.json").exists():
                passwords = passwords_of(folder.keys)
            else:
                passwords = create_passwords(folder.keys)
            if not folder.initialised:
                initialise(folder, account, binaries, passwords[SUPERUSER])
            socket_folder = new_socket_folder(account, folder.path)
            if socket_folder is None:
                raise EmbeddedServerError(
                    "no folder has a name short enough for the database's socket: set TMPDIR to a short one"
                )
            try:
                write_new(folder.run, json.dumps({"pid": os.getpid(), "socket": str(socket_folder)}).encode())
                process = launch(folder, account, binaries, socket_folder, settings)
            except BaseException:
                remove_socket_folder(socket_folder, account)
                folder.run.unlink(missing_ok=True)
                raise
        return cls(folder, passwords, socket_folder, process=process, lock=lock, account=account, settings=settings)

    async def _complete(self) -> None:
        try:
            connection = await asyncpg.connect(
                **self.dsn(SUPERUSER, "postgres"), timeout=_CONNECT_SECONDS, command_timeout=60
            )
            try:
                await ensure_roles_and_database(connection, self._passwords)
            finally:
                await connection.close(timeout=_CONNECT_SECONDS)
        except asyncpg.InvalidPasswordError as error:
            raise DataFolderUnusable(
                f"{self.keys / 'database.json'} does not fit the database beside it: restore both from one backup"
            ) from error
        except asyncpg.DiskFullError as error:
            raise disk_full(self.data) from error
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise ServerDidNotStart(
                f"PostgreSQL started but its roles and database could not be made: {self._folder.log} "
                "may say why; start again"
            ) from error

    async def _answers(self) -> bool:
        try:
            connection = await asyncpg.connect(**self.dsn("gettone_app"), timeout=_CONNECT_SECONDS)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        await connection.close(timeout=_CONNECT_SECONDS)
        return True

    def _revive(self) -> None:
        if self._lock is None or self._account is None:
            return
        with folder_errors(self.data):
            settle(self._folder.cluster, self._account)
            binaries = reachable_binaries(self._account)
            self._process = launch(self._folder, self._account, binaries, self.socket_folder, self._settings)

    def _stop(self) -> None:
        lock, self._lock = self._lock, None
        if lock is None or self._process is None or self._account is None:
            return
        try:
            self._process.stop()
            remove_socket_folder(self.socket_folder, self._account)
            self._folder.run.unlink(missing_ok=True)
        finally:
            lock.release()


def _locked(folder: DataFolder, lock: FolderLock) -> bool:
    with folder_errors(folder.path):
        return lock.acquire()


def _passwords(folder: DataFolder) -> Passwords:
    with folder_errors(folder.path):
        return passwords_of(folder.keys)


def _recorded_socket(folder: DataFolder) -> Path | None:
    try:
        return Path(json.loads(folder.run.read_text("utf-8"))["socket"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


async def _in_thread(
    function: Callable[..., _Result], *arguments: Any, undo: Callable[[_Result], object] | None = None
) -> _Result:
    """Runs what blocks in a thread. A cancelled caller waits for it and has it undone."""
    work = asyncio.ensure_future(asyncio.to_thread(function, *arguments))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        if undo is not None and work.exception() is None:
            await asyncio.to_thread(undo, work.result())
        raise
