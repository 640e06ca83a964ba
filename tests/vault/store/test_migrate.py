import asyncio
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

import asyncpg
import pytest

from vault import RootKey, Vault, VaultUnavailable
from vault.errors import DatabaseTooNew, DsnRefused, MigrationChanged, MigrationNeeded, StoreError
from vault.store.migrate import latest, migrate, migrations

Connect = Callable[[str], Awaitable[Any]]
_OURS = ["gettone", "gettone_keys"]
_CATALOG = {
    "columns": """SELECT table_schema, table_name, ordinal_position, column_name, data_type, is_nullable,
        column_default FROM information_schema.columns WHERE table_schema = ANY ($1::text[])""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace::regnamespace::text = ANY ($1::text[])""",
    "indexes": "SELECT schemaname, indexname, indexdef FROM pg_indexes WHERE schemaname = ANY ($1::text[])",
    "policies": """SELECT schemaname, tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies
        WHERE schemaname = ANY ($1::text[])""",
    "relations": """SELECT oid::regclass::text, relowner::regrole::text, relacl::text, relrowsecurity,
        relforcerowsecurity FROM pg_class WHERE relnamespace::regnamespace::text = ANY ($1::text[])""",
    "column rights": """SELECT attrelid::regclass::text, attname, attacl::text
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE attacl IS NOT NULL AND relnamespace::regnamespace::text = ANY ($1::text[])""",
    "functions": """SELECT pg_get_functiondef(oid), proowner::regrole::text, proacl::text
        FROM pg_proc WHERE pronamespace::regnamespace::text = ANY ($1::text[])""",
    "triggers": """SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger
        WHERE NOT tgisinternal AND cardinality($1::text[]) > 0""",
    "schemas": """SELECT nspname, nspowner::regrole::text, nspacl::text FROM pg_namespace
        WHERE nspname = ANY ($1::text[])""",
}


async def _catalog(connection: Any) -> dict[str, list[str]]:
    return {
        name: sorted(str(tuple(row)) for row in await connection.fetch(sql, _OURS)) for name, sql in _CATALOG.items()
    }


async def test_the_migrations_make_what_schema_sql_says(empty_database: Any, superuser: Any) -> None:
    schema = resources.files("vault.store").joinpath("schema.sql").read_text("utf-8")
    migrator = await asyncpg.connect(**empty_database.dsn("gettone_migrator"))
    async with migrator.transaction():
        await migrator.execute("SET LOCAL ROLE gettone_owner")
        await migrator.execute(schema)
    other = await asyncpg.connect(**empty_database.dsn("postgres"))
    assert await _catalog(other) == await _catalog(superuser)
    await other.close()
    await migrator.close()


async def test_several_processes_may_migrate_at_once(empty_database: Any) -> None:
    applied = await asyncio.gather(*[migrate(empty_database.dsn("gettone_migrator")) for _ in range(4)])
    assert sorted(applied) == [0, 0, 0, len(migrations())]


async def test_a_database_newer_than_the_code_is_left_alone(database: Any, superuser: Any, root_key: RootKey) -> None:
    await superuser.execute("INSERT INTO gettone.migrations VALUES ($1, 'future', '')", latest() + 1)
    with pytest.raises(DatabaseTooNew, match=f"schema version {latest() + 1}"):
        await migrate(database.dsn("gettone_migrator"))
    with pytest.raises(DatabaseTooNew):
        await Vault.open(database, root_key)


async def test_a_migration_that_changed_after_it_was_applied_is_noticed(database: Any, superuser: Any) -> None:
    await superuser.execute("UPDATE gettone.migrations SET checksum = ''")
    with pytest.raises(MigrationChanged):
        await migrate(database.dsn("gettone_migrator"))


async def test_a_vault_does_not_open_on_a_database_that_is_not_migrated(empty_database: Any, root_key: RootKey) -> None:
    with pytest.raises(MigrationNeeded):
        await Vault.open(empty_database, root_key)


async def test_only_the_migrator_migrates(empty_database: Any) -> None:
    with pytest.raises(StoreError) as caught:
        await migrate(empty_database.dsn("gettone_app"))
    assert caught.value.sqlstate == "42501"


@pytest.mark.parametrize(
    ("dsn", "error"),
    [
        ("postgresql:///x?host=/nowhere-at-all", VaultUnavailable),
        ("postgresql://127.0.0.1:1/x", VaultUnavailable),
        ("nonsense", DsnRefused),
        ("postgresql://h:x/y", DsnRefused),
    ],
)
async def test_a_wrong_dsn_is_one_clear_error(dsn: str, error: type[Exception], root_key: RootKey) -> None:
    with pytest.raises(error):
        await Vault.open(dsn, root_key)
    with pytest.raises(error):
        await migrate(dsn)


@pytest.mark.parametrize("wrong", [{"password": "x"}, {"user": "nobody_here"}, {"database": "nowhere"}])
async def test_a_login_that_fails_is_one_clear_error(database: Any, root_key: RootKey, wrong: dict[str, str]) -> None:
    with pytest.raises(VaultUnavailable, match="check the DSN"):
        await Vault.open({**database.dsn("gettone_app"), **wrong}, root_key)


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [migration.version for migration in migrations()] == list(range(1, latest() + 1))


async def test_tokens_of_an_earlier_version_get_their_data_class(empty_database: Any) -> None:
    owner = await asyncpg.connect(**empty_database.dsn("gettone_migrator"))
    first = migrations()[0]
    async with owner.transaction():
        await owner.execute("SET LOCAL ROLE gettone_owner")
        await owner.execute(first.sql)
        await owner.execute("INSERT INTO gettone.migrations VALUES ($1, $2, $3)", 1, first.name, first.checksum)
    superuser = await asyncpg.connect(**empty_database.dsn("postgres"))
    for cls in ("pan", "person", "org"):
        await superuser.execute(
            "INSERT INTO gettone.tokens VALUES ('acme', $1, $1, NULL, NULL, NULL, '', '', '', '', now(), now())", cls
        )
    assert await migrate(empty_database.dsn("gettone_migrator")) == latest() - 1
    rows = await superuser.fetch("SELECT class, data_class FROM gettone.tokens ORDER BY class")
    assert [tuple(row) for row in rows] == [("org", "internal"), ("pan", "cardholder"), ("person", "private")]
    forced = await superuser.fetchval("SELECT relforcerowsecurity FROM pg_class WHERE oid = 'gettone.tokens'::regclass")
    assert forced
    await owner.close()
    await superuser.close()
