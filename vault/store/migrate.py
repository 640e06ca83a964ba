"""Numbered migrations, applied in order under an advisory lock; several processes may run them at once."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import asyncpg

from vault.errors import DatabaseTooNew, MigrationChanged, MigrationNeeded
from vault.store.database import Dsn, Limits, connect_arguments
from vault.store.failures import CONNECT_ERRORS, DRIVER_ERRORS, translate, translate_connect
from vault.store.queries import query

MIGRATOR_ROLE: Final = "gettone_migrator"
_LOCK: Final = int.from_bytes(b"gettone", "big")
_FILE: Final = re.compile(r"(\d{4})_(\w+)\.sql")
_LOCK_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of `migrations/`."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> bytes:
        """SHA-256 of its text: an applied migration never changes."""
        return hashlib.sha256(self.sql.encode()).digest()


@cache
def migrations() -> tuple[Migration, ...]:
    """Every migration, in order, numbered from 1 without a gap."""
    folder = resources.files("vault.store").joinpath("migrations")
    found = [
        Migration(int(match[1]), match[2], file.read_text("utf-8"))
        for file in folder.iterdir()
        if (match := _FILE.fullmatch(file.name))
    ]
    return tuple(sorted(found, key=lambda migration: migration.version))


def latest() -> int:
    """The schema version that this code needs."""
    return migrations()[-1].version


async def migrate(dsn: Dsn) -> int:
    """Brings the database to this code's schema, as gettone_migrator acting as gettone_owner.

    Returns how many migrations were applied now (0: it was up to date). Raises DatabaseTooNew,
    MigrationChanged, VaultUnavailable, DsnRefused, or StoreError (42501: the roles lack rights; see roles.sql).
    """
    connection = await _connect(dsn)
    try:
        try:
            return await _apply(connection)
        finally:
            await connection.close(timeout=Limits().connect)
    except DRIVER_ERRORS as error:
        failure = translate(error)
    raise failure


async def _connect(dsn: Dsn) -> Any:
    try:
        return await asyncpg.connect(
            **{"timeout": Limits().connect, "command_timeout": _LOCK_SECONDS} | connect_arguments(dsn, MIGRATOR_ROLE)
        )
    except CONNECT_ERRORS as error:
        failure = translate_connect(error)
    raise failure


async def _apply(connection: Any) -> int:
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute("SET LOCAL ROLE gettone_owner")
        exists = await connection.fetchval("SELECT to_regclass('gettone.migrations') IS NOT NULL")
        applied = dict(await connection.fetch(query("applied_migrations"))) if exists else {}
        check_applied(applied)
        missing = [migration for migration in migrations() if migration.version not in applied]
        for migration in missing:
            await connection.execute(migration.sql)
            await connection.execute(query("add_migration"), migration.version, migration.name, migration.checksum)
        return len(missing)


def check_applied(applied: dict[int, bytes]) -> None:
    """Raises DatabaseTooNew or MigrationChanged unless `applied` (version -> checksum) is a part of ours."""
    ours = {migration.version: migration.checksum for migration in migrations()}
    check_version(max(applied, default=latest()), at_least=0)
    for version, checksum in applied.items():
        if ours.get(version) != checksum:
            raise MigrationChanged(f"migration {version} of the database is not the one of this version of Gettone")


def check_version(version: int, *, at_least: int) -> None:
    """Raises DatabaseTooNew above this code's schema version, MigrationNeeded below `at_least`."""
    if version > latest():
        raise DatabaseTooNew(
            f"the database is at schema version {version}, this Gettone knows {latest()}: use the newer one"
        )
    if version < at_least:
        raise MigrationNeeded(f"the database is at schema version {version} and must be at {latest()}: migrate it")
