"""What PostgreSQL itself refuses, asked in raw SQL."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from vault import TokenRecord
from vault.store.queries import query

TABLES = [
    "gettone.tenants",
    "gettone.tokens",
    "gettone.api_keys",
    "gettone.log_chains",
    "gettone.access_log",
    "gettone_keys.keys",
]
Connect = Callable[[str], Awaitable[Any]]
Tokenize = Callable[..., Awaitable[TokenRecord]]


async def test_every_table_with_a_tenant_forces_row_level_security_and_leads_its_key_with_it(
    superuser: Any,
) -> None:
    tables = await superuser.fetch(
        """SELECT c.oid::regclass::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
               (SELECT a.attname FROM pg_index i
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                WHERE i.indrelid = c.oid AND i.indisprimary) AS leads
           FROM pg_class c
           WHERE c.relkind = 'r' AND c.relnamespace IN ('gettone'::regnamespace, 'gettone_keys'::regnamespace)"""
    )
    forced = {row["name"]: row["leads"] for row in tables if row["forced"]}
    assert forced == dict.fromkeys(TABLES, "tenant_id")
    assert {row["name"] for row in tables} - forced.keys() == {"gettone.migrations"}


async def test_the_app_without_a_tenant_sees_nothing(connect: Connect, tokenize: Tokenize) -> None:
    await tokenize()
    app = await connect("gettone_app")
    for question in (
        "SELECT count(*) FROM gettone.tenants",
        "SELECT count(*) FROM gettone.tokens",
        "SELECT count(*) FROM gettone.api_keys",
        "SELECT count(*) FROM gettone_keys.keys",
    ):
        assert await app.fetchval(question) == 0


async def test_even_the_owner_sees_no_value_without_a_tenant(connect: Connect, tokenize: Tokenize) -> None:
    await tokenize()
    migrator = await connect("gettone_migrator")
    await migrator.execute("SET ROLE gettone_owner")
    assert await migrator.fetchval("SELECT count(*) FROM gettone.tokens") == 0
    assert await migrator.fetchval("SELECT count(*) FROM gettone_keys.keys") == 0


async def test_one_tenant_does_not_see_or_write_anothers_rows(connect: Connect, tokenize: Tokenize) -> None:
    record = await tokenize()
    app = await connect("gettone_app")
    async with app.transaction():
        await app.execute("SELECT set_config('gettone.tenant', 'other', true)")
        assert await app.fetchval("SELECT count(*) FROM gettone.tokens") == 0
        assert await app.execute("DELETE FROM gettone.tokens WHERE token = $1", record.token) == "DELETE 0"
    await app.execute("SELECT set_config('gettone.tenant', 'other', false)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("INSERT INTO gettone.tenants VALUES ('acme', now())")


FORBIDDEN = (
    "SELECT * FROM gettone.access_log",
    "INSERT INTO gettone.access_log (tenant_id) VALUES ('acme')",
    "UPDATE gettone.access_log SET actor = 'x'",
    "DELETE FROM gettone.access_log",
    "TRUNCATE gettone.access_log",
    "SELECT * FROM gettone.log_chains",
    "UPDATE gettone.log_chains SET last_seq = 0",
    "UPDATE gettone.tokens SET expires_at = now()",
    "TRUNCATE gettone.tokens",
    "UPDATE gettone_keys.keys SET wrapped = ''",
    "DELETE FROM gettone_keys.keys",
    "UPDATE gettone.api_keys SET role = 'admin'",
    "SET ROLE gettone_log_writer",
    "SET ROLE gettone_owner",
    "CREATE TABLE gettone.mine (x int)",
    "ALTER TABLE gettone.tokens DISABLE ROW LEVEL SECURITY",
)


async def test_the_app_role_may_not_do_what_it_need_not(connect: Connect, tokenize: Tokenize) -> None:
    await tokenize()
    app = await connect("gettone_app")
    await app.execute("SELECT set_config('gettone.tenant', 'acme', false)")
    for statement in FORBIDDEN:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(statement)


async def test_the_log_refuses_change_from_its_owner_and_from_a_superuser(connect: Connect, tokenize: Tokenize) -> None:
    await tokenize()
    owner, superuser = await connect("gettone_migrator"), await connect("postgres")
    await owner.execute("SET ROLE gettone_owner")
    for connection in (owner, superuser):
        for statement in FORBIDDEN[2:5]:
            with pytest.raises(asyncpg.PostgresError, match="takes new rows only"):
                await connection.execute(statement)


async def test_the_log_reader_reads_one_tenants_log_and_nothing_else(connect: Connect, tokenize: Tokenize) -> None:
    await tokenize()
    reader = await connect("gettone_log_reader")
    assert await reader.fetchval("SELECT count(*) FROM gettone.access_log") == 0
    await reader.execute("SELECT set_config('gettone.tenant', 'acme', false)")
    assert await reader.fetchval("SELECT count(*) FROM gettone.access_log") > 0
    for statement in (
        "TABLE gettone.tenants",
        "TABLE gettone.tokens",
        "TABLE gettone.api_keys",
        "TABLE gettone.log_chains",
        "TABLE gettone_keys.keys",
        "INSERT INTO gettone.access_log (tenant_id) VALUES ('acme')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute(statement)


async def test_the_append_function_refuses_a_gap_a_fork_and_a_closed_chain(
    connect: Connect, superuser: Any, tokenize: Tokenize
) -> None:
    await tokenize()
    chain = await superuser.fetchrow("SELECT * FROM gettone.log_chains WHERE tenant_id = 'acme'")
    app = await connect("gettone_app")
    await app.execute("SELECT set_config('gettone.tenant', 'acme', false)")

    async def append(first: int, head: bytes, close: bool) -> None:
        texts = [["x"]] * 14
        await app.execute(
            query("append_log"), chain["chain"], first, head, close, [chain["last_at"]], *texts, [bytes(32)]
        )

    last, head = chain["last_seq"], chain["head"]
    for first, before in ((last + 2, head), (last + 1, bytes(32)), (1, bytes(32))):
        with pytest.raises(asyncpg.PostgresError) as caught:
            await append(first, before, False)
        assert caught.value.sqlstate == "GT001"
    await append(last + 1, head, True)
    with pytest.raises(asyncpg.PostgresError) as caught:
        await append(last + 2, bytes(32), False)
    assert caught.value.sqlstate == "GT001"
