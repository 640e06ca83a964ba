"""Roles and the database."""

from pathlib import Path

import asyncpg
import pytest

from vault.embedded import ROLES, EmbeddedServer
from vault.embedded.bootstrap import create_database, ensure_roles_and_database
from vault.embedded.passwords import passwords_of

_GETTONE = {"gettone_owner", "gettone_migrator", "gettone_app", "gettone_log_writer", "gettone_log_reader"}


async def test_no_role_of_ours_has_a_right_over_the_server(postgres: EmbeddedServer) -> None:
    connection = await asyncpg.connect(**postgres.dsn("postgres", "postgres"))
    rows = await connection.fetch("SELECT * FROM pg_roles WHERE rolname LIKE 'gettone%'")
    await connection.close()
    assert {row["rolname"] for row in rows} == _GETTONE
    assert {row["rolname"] for row in rows if row["rolcanlogin"]} == set(ROLES)
    for right in ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls"):
        assert not any(row[right] for row in rows), right


async def test_the_migrator_acts_as_the_owner_and_the_app_cannot(postgres: EmbeddedServer) -> None:
    migrator = await asyncpg.connect(**postgres.dsn("gettone_migrator"))
    await migrator.execute("SET ROLE gettone_owner")
    await migrator.close()
    app = await asyncpg.connect(**postgres.dsn("gettone_app"))
    for statement in (
        "SET ROLE gettone_owner",
        "CREATE TABLE public.mine ()",
        "CREATE TEMPORARY TABLE mine ()",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(statement)
    await app.close()


async def test_only_our_roles_may_connect_and_only_to_our_database(postgres: EmbeddedServer) -> None:
    for database in ("postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(**postgres.dsn("gettone_app", database))
    connection = await asyncpg.connect(**postgres.dsn("postgres", "postgres"))
    access = await connection.fetchval("SELECT datacl::text FROM pg_database WHERE datname = 'gettone'")
    await connection.close()
    assert "{=" not in access
    assert ",=" not in access


async def test_every_password_is_kept_as_a_scram_verifier(postgres: EmbeddedServer) -> None:
    connection = await asyncpg.connect(**postgres.dsn("postgres", "postgres"))
    kept = await connection.fetch("SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin")
    await connection.close()
    assert {row["rolname"] for row in kept} == {"postgres", *ROLES}
    assert all(row["rolpassword"].startswith("SCRAM-SHA-256$") for row in kept)


async def test_running_it_again_changes_nothing(postgres: EmbeddedServer) -> None:
    connection = await asyncpg.connect(**postgres.dsn("postgres", "postgres"))
    before = await connection.fetch("SELECT rolname, rolpassword FROM pg_authid ORDER BY rolname")
    await ensure_roles_and_database(connection, passwords_of(postgres.keys))
    assert await connection.fetch("SELECT rolname, rolpassword FROM pg_authid ORDER BY rolname") == before
    await connection.close()


async def test_a_database_left_open_by_a_start_that_was_cut_short_is_closed_by_the_next(data: Path) -> None:
    async with await EmbeddedServer.start(data) as server:
        connection = await asyncpg.connect(**server.dsn("postgres", "postgres"))
        await connection.execute("GRANT CONNECT ON DATABASE gettone TO PUBLIC")
        await connection.close()
    async with await EmbeddedServer.start(data) as server:
        connection = await asyncpg.connect(**server.dsn("postgres", "postgres"))
        assert not await connection.fetchval("SELECT has_database_privilege('public', 'gettone', 'CONNECT')")
        await connection.close()


async def test_a_database_name_that_is_no_identifier_is_refused(postgres: EmbeddedServer) -> None:
    connection = await asyncpg.connect(**postgres.dsn("postgres", "postgres"))
    with pytest.raises(ValueError, match="lower-case"):
        await create_database(connection, 'x"; DROP DATABASE gettone; --')
    await connection.close()
