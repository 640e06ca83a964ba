"""The embedded PostgreSQL: one data folder, one server, started and stopped by a supervisor of our own."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vault.embedded.errors import (
        BinariesMissing,
        DataFolderInUse,
        DataFolderUnusable,
        EmbeddedServerError,
        ServerDidNotStart,
    )
    from vault.embedded.folder import temporary_data_folder
    from vault.embedded.passwords import ROLES
    from vault.embedded.server import ConnectArguments, EmbeddedServer

__all__ = [
    "ROLES",
    "BinariesMissing",
    "ConnectArguments",
    "DataFolderInUse",
    "DataFolderUnusable",
    "EmbeddedServer",
    "EmbeddedServerError",
    "ServerDidNotStart",
    "temporary_data_folder",
]

_HOMES = {
    "ROLES": "passwords",
    "ConnectArguments": "server",
    "EmbeddedServer": "server",
    "temporary_data_folder": "folder",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
