"""The driver's errors turned into ours. Their text and details may hold values, so only the SQLSTATE is kept.

Callers raise the result outside of their `except` block: then it carries no driver error with it.
"""

from typing import Final

import asyncpg

from carddata import GettoneError
from vault.errors import DsnRefused, MigrationNeeded, StoreError, VaultUnavailable

FENCED: Final = "GT001"
"""The chain was closed or continued by somebody else; nothing was written."""
STALE: Final = frozenset({"GT002", "40001", "40P01"})
"""What was read is no longer so; nothing was written."""
_AWAY: Final = ("08", "53", "57", "58", "XX")
_NO_SCHEMA: Final = frozenset({"3F000", "42P01", "42883", "42703"})

DRIVER_ERRORS: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
    EOFError,
)
CONNECT_ERRORS: Final = (*DRIVER_ERRORS, ValueError)


def translate_connect(error: BaseException) -> GettoneError:
    """Our error for one of `CONNECT_ERRORS` met while connecting: the outcome is known, nothing was asked."""
    if isinstance(error, asyncpg.ClientConfigurationError) or (
        isinstance(error, ValueError) and not isinstance(error, asyncpg.InterfaceError)
    ):
        return DsnRefused()
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return VaultUnavailable("the database refused the vault's login; check the DSN and its password")
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return VaultUnavailable("there is no such database; check the DSN")
    return VaultUnavailable()


def translate(error: BaseException) -> GettoneError:
    """Our error for one of `DRIVER_ERRORS`. All but a plain refusal means: outcome unknown, try again."""
    if isinstance(error, asyncpg.PostgresError):
        state = str(error.sqlstate)
        if state in _NO_SCHEMA:
            return MigrationNeeded("the database is not migrated to this version; migrate it first")
        return VaultUnavailable() if state.startswith(_AWAY) else StoreError(state)
    if isinstance(error, asyncpg.DataError):
        return StoreError("22000")
    return VaultUnavailable()
