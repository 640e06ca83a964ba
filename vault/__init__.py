"""The token vault: values in, tokens out, every look recorded. Lazy: a name is imported when first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vault.access import SYSTEM_TENANT, Access, Outcome, Purpose, Verb
    from vault.accesslog.row import LogRow
    from vault.accesslog.search import LogFilter, LogPage
    from vault.accesslog.verify import verify_chain, verify_log
    from vault.apikeys import ApiKey
    from vault.classes import CARD_CLASSES, MAX_VALUE_BYTES
    from vault.errors import (
        CiphertextDamaged,
        CursorRefused,
        DatabaseTooNew,
        DsnRefused,
        FieldRefused,
        LogDamaged,
        MigrationChanged,
        MigrationNeeded,
        RootKeyFileError,
        SensitiveDataRefused,
        StoreError,
        TenantUnknown,
        TokenNotFound,
        UnknownFormat,
        UnknownKeyVersion,
        ValueRefused,
        VaultBusy,
        VaultClosed,
        VaultError,
        VaultFault,
        VaultUnavailable,
        WrongRootKey,
    )
    from vault.keys.root import RootKey
    from vault.records import NewValue, TokenRecord
    from vault.service import MAX_REVEALED, Options, Vault
    from vault.store.database import Limits
    from vault.store.migrate import migrate

__all__ = [
    "CARD_CLASSES",
    "MAX_REVEALED",
    "MAX_VALUE_BYTES",
    "SYSTEM_TENANT",
    "Access",
    "ApiKey",
    "CiphertextDamaged",
    "CursorRefused",
    "DatabaseTooNew",
    "DsnRefused",
    "FieldRefused",
    "Limits",
    "LogDamaged",
    "LogFilter",
    "LogPage",
    "LogRow",
    "MigrationChanged",
    "MigrationNeeded",
    "NewValue",
    "Options",
    "Outcome",
    "Purpose",
    "RootKey",
    "RootKeyFileError",
    "SensitiveDataRefused",
    "StoreError",
    "TenantUnknown",
    "TokenNotFound",
    "TokenRecord",
    "UnknownFormat",
    "UnknownKeyVersion",
    "ValueRefused",
    "Vault",
    "VaultBusy",
    "VaultClosed",
    "VaultError",
    "VaultFault",
    "VaultUnavailable",
    "Verb",
    "WrongRootKey",
    "migrate",
    "verify_chain",
    "verify_log",
]

_HOMES = {
    "CARD_CLASSES": "classes",
    "MAX_REVEALED": "service",
    "MAX_VALUE_BYTES": "classes",
    "SYSTEM_TENANT": "access",
    "Access": "access",
    "ApiKey": "apikeys",
    "Limits": "store.database",
    "LogFilter": "accesslog.search",
    "LogPage": "accesslog.search",
    "LogRow": "accesslog.row",
    "NewValue": "records",
    "Options": "service",
    "Outcome": "access",
    "Purpose": "access",
    "RootKey": "keys.root",
    "TokenRecord": "records",
    "Vault": "service",
    "Verb": "access",
    "migrate": "store.migrate",
    "verify_chain": "accesslog.verify",
    "verify_log": "accesslog.verify",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
