"""The connection pool: single statements and transactions, each bound to a tenant and to a deadline."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

import asyncpg

from vault.store.failures import CONNECT_ERRORS, DRIVER_ERRORS, translate, translate_connect
from vault.store.queries import query

_Result = TypeVar("_Result")
APP_ROLE: Final = "gettone_app"


class HasDsn(Protocol):
    """What an embedded server is to the vault."""

    def dsn(self, role: str) -> "str | Mapping[str, Any]":
        """How `role` connects: a DSN, or keyword arguments of `asyncpg.connect`."""


Dsn = str | Mapping[str, Any] | HasDsn


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of every wait, in seconds, and of the pool."""

    connect: float = 3.0
    command: float = 5.0
    close: float = 5.0
    pool_min: int = 1
    pool_max: int = 8


def connect_arguments(dsn: Dsn, role: str) -> dict[str, Any]:
    """Keyword arguments of `asyncpg.connect` and `asyncpg.create_pool` for `role`."""
    if not isinstance(dsn, str | Mapping):
        dsn = dsn.dsn(role)
    return {"dsn": dsn} if isinstance(dsn, str) else dict(dsn)


class Transaction:
    """The queries of one open transaction, by name (`queries.sql`). Values are parameters, never SQL text."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, name: str, *args: object) -> list[Mapping[str, Any]]:
        """All rows of a query."""
        rows: list[Mapping[str, Any]] = await self._connection.fetch(query(name), *args)
        return rows

    async def value(self, name: str, *args: object) -> Any:
        """The first column of the first row, or None."""
        return await self._connection.fetchval(query(name), *args)


class Database:
    """A pool of connections as one role. Every error it raises is a GettoneError without data.

    VaultUnavailable means that the outcome is not known; any other error that nothing was written. A
    connection that failed is dropped; the pool connects again by itself.
    """

    def __init__(self, pool: Any, limits: Limits) -> None:
        self._pool = pool
        self._limits = limits

    @classmethod
    async def open(cls, dsn: Dsn, role: str, limits: Limits) -> "Database":
        """Connects as `role`. Raises VaultUnavailable if the database is away, DsnRefused."""
        try:
            pool = await asyncpg.create_pool(
                **{"timeout": limits.connect, "command_timeout": limits.command} | connect_arguments(dsn, role),
                min_size=limits.pool_min,
                max_size=limits.pool_max,
                reset=_nothing_to_reset,
            )
            return cls(pool, limits)
        except CONNECT_ERRORS as error:
            failure = translate_connect(error)
        raise failure

    async def close(self) -> None:
        """Closes every connection; those still busy after the limit are cut."""
        try:
            async with asyncio.timeout(self._limits.close):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    async def value(self, name: str, *args: object) -> Any:
        """One statement that is its own transaction: the first column of its first row."""
        return await self._guard(lambda connection: connection.fetchval(query(name), *args))

    async def fetch(self, name: str, *args: object) -> list[Mapping[str, Any]]:
        """One statement that is its own transaction: its rows."""
        rows: list[Mapping[str, Any]] = await self._guard(lambda connection: connection.fetch(query(name), *args))
        return rows

    async def transact(self, tenant: str, work: Callable[[Transaction], Awaitable[_Result]]) -> _Result:
        """Runs `work` in one transaction bound to `tenant`, and commits. Any exception rolls it back."""

        async def run(connection: Any) -> _Result:
            async with connection.transaction():
                await connection.fetchval(query("set_tenant"), tenant)
                return await work(Transaction(connection))

        return await self._guard(run)

    async def _guard(self, work: Callable[[Any], Awaitable[_Result]]) -> _Result:
        connection = await self._acquire()
        try:
            async with asyncio.timeout(self._limits.command + self._limits.connect):
                try:
                    return await work(connection)
                except (TimeoutError, asyncio.CancelledError, OSError, EOFError):
                    connection.terminate()
                    raise
                finally:
                    await self._pool.release(connection, timeout=self._limits.connect)
        except DRIVER_ERRORS as error:
            failure = translate(error)
        raise failure

    async def _acquire(self) -> Any:
        try:
            return await self._pool.acquire(timeout=self._limits.connect)
        except CONNECT_ERRORS as error:
            failure = translate_connect(error)
        raise failure


async def _nothing_to_reset(_connection: object) -> None:
    """Settings are transaction-local only, so a connection goes back as it came."""
