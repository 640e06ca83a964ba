"""Fills a new cluster: the roles, their passwords and the database `gettone`. May be run again."""

import re
from importlib.resources import files
from typing import Any

from vault.embedded.passwords import ROLES, Passwords, scram_verifier

DATABASE = "gettone"
OWNER = "gettone_owner"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


async def ensure_roles_and_database(connection: Any, passwords: Passwords) -> None:
    """Makes what is missing of the roles and the database.

    connection: an asyncpg connection of the superuser to the database `postgres`. A start that was cut short
    anywhere is completed by the next one.
    """
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", OWNER):
        verifiers = {role: scram_verifier(passwords[role]) for role in ROLES}
        async with connection.transaction():
            await connection.execute(_sql("store/roles.sql"))
            await connection.execute(_sql("embedded/bootstrap.sql").format(**verifiers))
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", DATABASE):
        await create_database(connection, DATABASE)
    elif await connection.fetchval("SELECT has_database_privilege('public', $1, 'CONNECT')", DATABASE):
        await restrict_database(connection, DATABASE)


async def create_database(connection: Any, name: str, *, template: str = "template0") -> None:
    """Creates a database of gettone's, as a copy of `template`, closed to all but gettone's roles."""
    await connection.execute(
        f"CREATE DATABASE {_checked(name)} OWNER {OWNER} TEMPLATE {_checked(template)} ENCODING 'UTF8' LOCALE 'C'"
    )
    await restrict_database(connection, name)


async def restrict_database(connection: Any, name: str) -> None:
    """Runs `database.sql` for the database `name`: PUBLIC may nothing, gettone's roles may connect."""
    async with connection.transaction():
        await connection.execute(_sql("embedded/database.sql").format(database=_checked(name)))


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a database's name is lower-case letters, digits and underscores")
    return name


def _sql(name: str) -> str:
    return files("vault").joinpath(name).read_text("utf-8")
