"""`Vault`: values in, tokens out, and a row in the access log for every look. Fails closed.

Every method needs an `Access` and raises only `GettoneError`s without data: `VaultUnavailable` when the
database is away (nothing may be shown then), `VaultBusy` when too much is queued, `InputError`s for what the
caller gave.
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self, cast

from carddata import GettoneError, InputError, Secret, is_token
from vault import apikeys
from vault.access import (
    SYSTEM_TENANT,
    Access,
    Outcome,
    Purpose,
    Verb,
    check_field,
    check_name,
    check_outcome,
    check_tenant,
)
from vault.accesslog import search
from vault.accesslog.row import Entry, LogRow
from vault.accesslog.search import LogFilter, LogPage
from vault.apikeys import ApiKey
from vault.batch import Look, Note, Reveal, Tokenize, Work
from vault.commit import Writer
from vault.errors import FieldRefused, TokenNotFound, VaultClosed, VaultUnavailable
from vault.keys.ring import KeyRing
from vault.keys.root import RootKey
from vault.records import NewValue, Stored, TokenRecord
from vault.sealing import Sealer
from vault.store.database import APP_ROLE, Database, Dsn, Limits, Transaction
from vault.store.migrate import check_version, latest
from vault.writer import MAX_QUEUED, TenantWriter

RETENTION: Final = timedelta(days=90)
"""How long a value is kept unless the vault is opened with another."""
MAX_REVEALED: Final = 100
"""Tokens that one call reveals: each is opened and logged while the event loop waits."""


def utc_now() -> datetime:
    """The clock of production."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Options:
    """How a vault behaves. Time and dice are here so that tests can freeze them.

    retention: how long a value lives. keep_first6: also keep a card's first six digits in the clear.
    writer: this service's name in the log's chains; services that run at once need different names.
    call: seconds that one call may take. queue: log rows that may wait for one tenant.
    """

    retention: timedelta = RETENTION
    keep_first6: bool = False
    writer: str = "vault"
    call: float = 10.0
    queue: int = MAX_QUEUED
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], datetime] = utc_now
    urandom: Callable[[int], bytes] = os.urandom


class Vault:
    """The token vault over one PostgreSQL database. Made by `Vault.open`; for one event loop, many tasks."""

    def __init__(self, database: Database, root: RootKey, options: Options) -> None:
        self._database = database
        self._options = options
        self._writer = Writer(check_name(options.writer, "writer"), options.clock(), options.clock, options.urandom)
        self._writers: dict[str, TenantWriter] = {}
        self._keys = KeyRing(database, root, options.urandom, self._submit)
        self._sealer = Sealer(options.retention, options.keep_first6, options.urandom)
        self._closed = False

    @classmethod
    async def open(cls, dsn: Dsn, keys: RootKey, options: Options | None = None) -> Self:
        """Connects as gettone_app. `dsn`: a DSN, asyncpg's keyword arguments, or an embedded server.

        Raises VaultUnavailable (no database), MigrationNeeded, DatabaseTooNew, or WrongRootKey.
        """
        options = options or Options()
        database = await Database.open(dsn, APP_ROLE, options.limits)
        try:
            check_version(await database.value("schema_version") or 0, at_least=latest())
            vault = cls(database, keys, options)
            await vault._keys.ensure(SYSTEM_TENANT)
        except BaseException:
            await database.close()
            raise
        return vault

    async def close(self) -> None:
        """Takes nothing new, finishes what is queued, ends the chains; in twice `limits.close` seconds."""
        if self._closed:
            return
        self._closed = True
        try:
            async with asyncio.timeout(self._options.limits.close):
                for writer in self._writers.values():
                    await writer.idle()
                    with suppress(GettoneError):  # a chain left open is closed by the next start
                        await writer.close()
        except TimeoutError:
            pass
        await self._database.close()

    async def ready(self) -> None:
        """Returns if the database answers; raises VaultUnavailable otherwise."""
        if self._closed:
            raise VaultUnavailable("the vault is shutting down")
        await self._database.value("ping")

    async def clock(self) -> datetime:
        """The database's time, to be compared with ours."""
        return cast("datetime", await self._database.value("clock"))

    async def ensure_tenant(self, tenant: str) -> None:
        """Makes a tenant with its keys unless it is there. Ids: `[a-z0-9][a-z0-9._-]{0,62}`."""
        check_tenant(tenant)
        await self._keys.ensure(tenant)

    async def tenants(self) -> list[str]:
        """Every tenant's id, for background work that goes tenant by tenant."""
        return [row["tenant_id"] for row in await self._database.fetch("list_tenants")]

    async def tokenize(self, access: Access, values: Sequence[NewValue]) -> list[TokenRecord]:
        """A token for each value, in order, all or none; committed with their log rows when this returns.

        Raises ValueRefused (SensitiveDataRefused for CVV, PIN and track data) with the item's path.
        """
        results = await self._sealed(access, values)
        for result in results:
            if isinstance(result, GettoneError):
                raise result
        rows = cast("list[Stored]", results)
        return await self._tokenize(access, rows)

    async def tokenize_each(self, access: Access, values: Sequence[NewValue]) -> list[TokenRecord | GettoneError]:
        """The same, but a value that is refused gets its error in its place and the others go on."""
        results = await self._sealed(access, values)
        made = iter(await self._tokenize(access, [row for row in results if isinstance(row, Stored)]))
        return [next(made) if isinstance(result, Stored) else result for result in results]

    async def metadata(self, access: Access, token: str) -> TokenRecord:
        """What may be known of a token. Raises TokenNotFound for unknown, foreign and expired ones alike."""
        return cast("TokenRecord", await self._look(access, token, Verb.METADATA))

    async def sealed(self, access: Access, token: str) -> bytes:
        """The value as it lies in the database: format 1 of docs/reference/vault.md. Raises TokenNotFound."""
        return cast("bytes", await self._look(access, token, Verb.SEALED))

    async def delete(self, access: Access, token: str) -> None:
        """Destroys a token and its value. Raises TokenNotFound."""
        await self._look(access, token, Verb.DELETE)

    async def reveal(self, access: Access, token: str, purpose: Purpose, ticket: str) -> Secret[str]:
        """The real value; its log row is committed before it is returned.

        Raises TokenNotFound; FieldRefused for a purpose off the list or an empty ticket; CiphertextDamaged.
        """
        (value,) = await self.reveal_all(access, [token], purpose, ticket)
        return value

    async def reveal_all(
        self, access: Access, tokens: Sequence[str], purpose: Purpose, ticket: str, *, contact: str | None = None
    ) -> list[Secret[str]]:
        """The values of up to 100 tokens, in order, all or none; a log row a token, in one transaction.

        `contact`: a token of another contact is not found. Raises what `reveal` raises, and FieldRefused for more.
        """
        if purpose not in frozenset(Purpose):
            raise FieldRefused("not one of the purposes; see docs/reference/vault.md", path="purpose")
        if not check_field(ticket, "ticket").strip():
            raise FieldRefused("a reveal needs its ticket", path="ticket")
        if len(tokens) > MAX_REVEALED:
            raise FieldRefused(f"at most {MAX_REVEALED} tokens are revealed at once", path="tokens")
        for token in tokens:
            _check_token(token)
        if not tokens:
            return []
        keys = await self._keys.tenant(access.tenant)
        for cls in {token.split("_")[1] for token in tokens}:
            keys = await self._keys.known_class(access.tenant, cls)
        work = Reveal(access, tokens, str(purpose), ticket, keys, contact)
        return cast("list[Secret[str]]", await self._submit(access.tenant, work))

    async def record(self, access: Access, verb: str, outcome: str, **fields: str) -> None:
        """Logs what the caller decided, a denial above all. What is no tenant's goes to `SYSTEM_TENANT`.

        `fields`: token, cls, purpose, ticket, contact, detail. `outcome`: a name, or names joined by colons.
        """
        if fields.keys() - {"token", "cls", "purpose", "ticket", "contact", "detail"}:
            raise TypeError("record() takes token, cls, purpose, ticket, contact and detail")
        for name, value in fields.items():
            check_field(value, name)
        entry = Entry(access, check_name(verb, "verb"), check_outcome(outcome), **fields)
        await self._keys.tenant(access.tenant)
        await self._submit(access.tenant, Note(entry))

    async def search_log(
        self, access: Access, filters: LogFilter, cursor: str | None = None, limit: int = 100
    ) -> LogPage:
        """A page of the tenant's log, newest first; the question is a row itself. `limit`: 1 to 500."""
        if not 1 <= limit <= search.MAX_PAGE:
            raise FieldRefused(f"must be 1 to {search.MAX_PAGE}", path="limit")
        position = search.position_of(cursor, access.tenant, filters) if cursor is not None else None
        await self.record(access, Verb.SEARCH_LOG, Outcome.OK, detail=filters.names())

        async def read(transaction: Transaction) -> list[Mapping[str, Any]]:
            return await transaction.fetch("search_log", *search.arguments(filters, position, limit))

        found = await self._database.transact(access.tenant, read)
        rows = tuple(LogRow.from_record(row) for row in found[:limit])
        return LogPage(rows, search.cursor_after(rows[-1], filters) if len(found) > limit else None)

    async def create_key(
        self,
        access: Access,
        role: str,
        scopes: Sequence[str],
        networks: Sequence[str] = (),
        expires_at: datetime | None = None,
        name: str = "",
    ) -> tuple[str, Secret[str]]:
        """A new API key of the tenant: its id, and the whole key, which nobody can read again."""
        await self._keys.tenant(access.tenant)
        work = apikeys.CreateKey(access, role, scopes, networks, expires_at, name, self._options.urandom)
        await self._submit(access.tenant, work)
        return work.key_id, work.full

    async def find_key(self, presented: Secret[str]) -> ApiKey | None:
        """The working API key that was presented, or None. Not logged: the gateway records what follows."""
        parts = apikeys.split(presented)
        if parts is None:
            return None
        key_id, digest = parts
        rows = await self._database.fetch("find_api_key", key_id)
        return apikeys.matching(rows, digest, self._options.clock())

    async def list_keys(self, access: Access) -> list[ApiKey]:
        """All API keys of the tenant, revoked and expired ones too."""
        await self.record(access, Verb.LIST_API_KEYS, Outcome.OK)

        async def read(transaction: Transaction) -> list[Mapping[str, Any]]:
            return await transaction.fetch("list_api_keys", access.tenant)

        return [ApiKey.from_record(row) for row in await self._database.transact(access.tenant, read)]

    async def revoke_key(self, access: Access, key_id: str) -> bool:
        """Ends an API key at once. False if the tenant has none of that id that still runs."""
        await self._keys.tenant(access.tenant)
        return bool(await self._submit(access.tenant, apikeys.RevokeKey(access, key_id)))

    async def _sealed(self, access: Access, values: Sequence[NewValue]) -> list[Stored | InputError]:
        prepared = [self._sealer.prepare(access, value, index) for index, value in enumerate(values)]
        keys = await self._keys.tenant(access.tenant)
        for cls in {item.cls for item in prepared if not isinstance(item, InputError)}:
            keys = await self._keys.with_class(access, cls)
        return await self._sealer.seal(keys, prepared, self._options.clock())

    async def _tokenize(self, access: Access, rows: Sequence[Stored]) -> list[TokenRecord]:
        if not rows:
            return []
        return cast("list[TokenRecord]", await self._submit(access.tenant, Tokenize(access, rows)))

    async def _look(self, access: Access, token: str, verb: Verb) -> object:
        _check_token(token)
        await self._keys.tenant(access.tenant)
        return await self._submit(access.tenant, Look(access, token, verb))

    async def _submit(self, tenant: str, work: Work) -> object:
        if self._closed:
            raise VaultClosed
        writer = self._writers.get(tenant)
        if writer is None:
            writer = self._writers[tenant] = TenantWriter(self._database, self._writer, tenant, self._options.queue)
        try:
            async with asyncio.timeout(self._options.call):
                return await writer.submit(work)
        except TimeoutError:
            pass
        raise VaultUnavailable("the vault did not answer in time; try again shortly")


def _check_token(token: str) -> None:
    if not is_token(token):
        raise TokenNotFound
