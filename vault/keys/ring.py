"""The key ring: every tenant's keys, unwrapped in memory, loaded and made when first needed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from vault.access import Access, Verb
from vault.accesslog.row import Entry
from vault.batch import View, Work
from vault.errors import TenantUnknown
from vault.keys.root import RootKey
from vault.keys.tenant import Kind, TenantKeys, WrappedKey, new_kek
from vault.store.database import Database, Transaction

Submit = Callable[[str, Work], Awaitable[object]]
"""Commits a work item of a tenant."""


class KeyRing:
    """Keys by tenant. Making one is a row in that tenant's access log, in the same transaction."""

    def __init__(self, database: Database, root: RootKey, urandom: Callable[[int], bytes], submit: Submit) -> None:
        self._database = database
        self._root = root
        self._urandom = urandom
        self._submit = submit
        self._tenants: dict[str, TenantKeys] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def tenant(self, tenant: str) -> TenantKeys:
        """The tenant's keys. Raises TenantUnknown, or WrongRootKey if the root does not open them."""
        return self._tenants.get(tenant) or await self._load(tenant)

    async def with_class(self, access: Access, cls: str) -> TenantKeys:
        """The tenant's keys with those of class `cls`, which are made if need be."""
        keys = await self.tenant(access.tenant)
        if keys.has(cls):
            return keys
        async with self._locks.setdefault(access.tenant, asyncio.Lock()):
            keys = await self._load(access.tenant)
            if not keys.has(cls):
                made = keys.new_class_keys(cls, self._urandom)
                await self._submit(access.tenant, _AddKeys(access, made))
                keys = await self._load(access.tenant)
        return keys

    async def known_class(self, tenant: str, cls: str) -> TenantKeys:
        """The tenant's keys; read again if another process may have made those of class `cls` meanwhile."""
        keys = await self.tenant(tenant)
        return keys if keys.has(cls) else await self._load(tenant)

    async def ensure(self, tenant: str) -> None:
        """Makes the tenant and its key-encryption key unless they are there."""
        async with self._locks.setdefault(tenant, asyncio.Lock()):
            try:
                await self.tenant(tenant)
            except TenantUnknown:
                await self._submit(tenant, _AddTenant(tenant, new_kek(tenant, self._root, self._urandom)))
                await self._load(tenant)

    async def _load(self, tenant: str) -> TenantKeys:
        async def read(transaction: Transaction) -> list[Mapping[str, Any]]:
            return await transaction.fetch("read_keys", tenant)

        rows = await self._database.transact(tenant, read)
        if not rows:
            raise TenantUnknown
        stored = [WrappedKey(Kind(row["kind"]), row["class"], row["version"], row["wrapped"]) for row in rows]
        keys = self._tenants[tenant] = TenantKeys(tenant, self._root, stored)
        return keys


class _AddKeys(Work):
    in_transaction = True

    def __init__(self, access: Access, keys: Sequence[WrappedKey]) -> None:
        self._access = access
        self._keys = keys
        self._added: list[WrappedKey] = []

    async def before(self, transaction: Transaction, now: datetime) -> None:
        self._added = [
            key
            for key in self._keys
            if await transaction.value("add_key", self._access.tenant, key.kind, key.cls, key.version, key.wrapped, now)
        ]

    def decide(self, view: View) -> None:
        view.entries.extend(
            Entry(self._access, Verb.CREATE_KEY, cls=key.cls, detail=f"{key.kind} {key.version}") for key in self._added
        )


class _AddTenant(_AddKeys):
    def __init__(self, tenant: str, kek: WrappedKey) -> None:
        super().__init__(Access(tenant, "vault", "system", ""), [kek])
        self._new = False

    async def before(self, transaction: Transaction, now: datetime) -> None:
        self._new = await transaction.value("add_tenant", self._access.tenant, now) is not None
        await super().before(transaction, now)

    def decide(self, view: View) -> None:
        if self._new:
            view.entries.append(Entry(self._access, Verb.CREATE_TENANT))
        super().decide(view)
