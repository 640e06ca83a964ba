"""What can go wrong in the vault: one class a cause. No message holds data: each may be logged or shown."""

from carddata import GettoneError, InputError


class VaultError(GettoneError):
    """Base of the vault's errors that are not the caller's input."""


class VaultUnavailable(VaultError):
    """The database cannot be reached or did not answer in time. Nothing raw may be returned; try again."""

    def __init__(self, message: str = "the vault's database is away; try again shortly") -> None:
        super().__init__(message)


class DsnRefused(InputError):
    """The DSN cannot be read."""

    def __init__(self) -> None:
        super().__init__("the database's DSN cannot be read; it looks like postgresql://user@host:5432/gettone")


class VaultBusy(VaultError):
    """The tenant's queue is full. Nothing was written; try again with a pause."""

    def __init__(self, message: str = "the vault's queue is full; try again after a pause") -> None:
        super().__init__(message)


class VaultClosed(VaultError):
    """The vault is shutting down and takes nothing new."""

    def __init__(self, message: str = "the vault is shutting down") -> None:
        super().__init__(message)


class VaultFault(VaultError):
    """A defect in the vault. Nothing was returned; its log names the kind of error, never its text."""

    def __init__(self, message: str = "the vault failed on an error of its own; please report it") -> None:
        super().__init__(message)


class StoreError(VaultError):
    """The database refused a statement. `sqlstate` is all that is kept of its answer: details hold values."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"the database refused the statement (SQLSTATE {sqlstate}); see its own log")
        self.sqlstate = sqlstate


class MigrationNeeded(VaultError):
    """The database is older than the code: migrate it first."""


class DatabaseTooNew(VaultError):
    """The database was migrated by a newer Gettone: use that one, nothing is changed."""


class MigrationChanged(VaultError):
    """A migration that the database has applied differs from the one in this code."""


class WrongRootKey(VaultError):
    """The root key does not open this vault's keys."""

    def __init__(self, message: str = "this root key does not open the vault; give the one it was made with") -> None:
        super().__init__(message)


class RootKeyFileError(VaultError):
    """The root key's file is missing, not private, or not a root key."""


class CiphertextDamaged(VaultError):
    """A stored ciphertext does not open: changed, moved to another row, or not ours."""

    def __init__(self, message: str = "a stored value does not open: changed, moved, or under another key") -> None:
        super().__init__(message)


class UnknownFormat(CiphertextDamaged):
    """A ciphertext names a format or an algorithm that this code does not know."""

    def __init__(self) -> None:
        super().__init__("a ciphertext names a format or an algorithm that this version does not know")


class UnknownKeyVersion(CiphertextDamaged):
    """A ciphertext names a key version that this tenant does not have."""

    def __init__(self) -> None:
        super().__init__("a ciphertext names a key version that this tenant does not have")


class TokenNotFound(VaultError):
    """No such token for this tenant. Unknown, foreign and expired ones look the same."""

    def __init__(self, message: str = "no such token") -> None:
        super().__init__(message)


class TenantUnknown(InputError):
    """The tenant was never made: `Vault.ensure_tenant` first."""

    def __init__(self, message: str = "no such tenant; make it first") -> None:
        super().__init__(message)


class ValueRefused(InputError):
    """The value is not one of its class, is empty, or is too long."""


class SensitiveDataRefused(ValueRefused):
    """CVV, PIN or track data: never stored (PCI DSS 4.0.1 3.3.1)."""

    def __init__(self) -> None:
        super().__init__("security codes, PINs and track data are never stored; remove them (PCI DSS 3.3.1)")


class FieldRefused(InputError):
    """A field of the request is too long, has control characters or another form than it must have."""


class CursorRefused(InputError):
    """The cursor is damaged or belongs to another query."""

    def __init__(self) -> None:
        super().__init__("this cursor does not belong to this query; start again without it")


class LogDamaged(VaultError):
    """The access log does not verify. Names the first bad row: `tenant`, `chain`, `seq`."""

    def __init__(self, tenant: str, chain: str, seq: int, reason: str) -> None:
        super().__init__(f"the access log is damaged at tenant {tenant}, chain {chain}, row {seq}: {reason}")
        self.tenant = tenant
        self.chain = chain
        self.seq = seq
