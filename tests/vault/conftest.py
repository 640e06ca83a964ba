"""A vault on a database of the test's own, with a clock and a root key that the test holds."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from carddata import Secret
from vault import Access, Limits, LogRow, NewValue, Options, RootKey, TokenRecord, Vault

VISA = "4111111111111111"


class Clock:
    """Time that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def root_key() -> RootKey:
    return RootKey(bytes(range(32)))


@pytest.fixture
def options(clock: Clock) -> Options:
    return Options(clock=clock, limits=Limits(connect=3.0, command=5.0, close=2.0, pool_max=4))


OpenVault = Callable[..., Awaitable[Vault]]


@pytest.fixture
async def open_vault(database: Any, root_key: RootKey, options: Options) -> AsyncIterator[OpenVault]:
    """Opens vaults on the test's database: `await open_vault(options=None)`; all are closed after the test."""
    opened: list[Vault] = []

    async def open_one(own: Options | None = None) -> Vault:
        vault = await Vault.open(database, root_key, own or options)
        opened.append(vault)
        return vault

    yield open_one
    for vault in opened:
        await vault.close()


@pytest.fixture
async def vault(open_vault: OpenVault) -> Vault:
    """A vault with tenants `acme` and `other`."""
    made = await open_vault()
    await made.ensure_tenant("acme")
    await made.ensure_tenant("other")
    return made


@pytest.fixture
def access() -> Access:
    return Access("acme", "key:k1", "platform", "req-1", network="192.0.2.7", client="test", contact="call-1")


@pytest.fixture
async def connect(database: Any) -> AsyncIterator[Callable[[str], Awaitable[Any]]]:
    """Raw connections to the test's database: `await connect("gettone_app")`."""
    connections: list[Any] = []

    async def connect_as(role: str) -> Any:
        connection = await asyncpg.connect(**database.dsn(role))
        connections.append(connection)
        return connection

    yield connect_as
    for connection in connections:
        if not connection.is_closed():
            await connection.close()


@pytest.fixture
async def superuser(connect: Callable[[str], Awaitable[Any]]) -> Any:
    return await connect("postgres")


@pytest.fixture
def tokenize(vault: Vault, access: Access) -> Callable[..., Awaitable[TokenRecord]]:
    """Tokenises one value: `await tokenize(value=…, entity="PAN", contact=None)`."""

    async def one(value: str = VISA, entity: str = "PAN", contact: str | None = None) -> TokenRecord:
        (record,) = await vault.tokenize(access, [NewValue(entity, Secret(value), contact)])
        return record

    return one


@pytest.fixture
def read_log(superuser: Any) -> Callable[..., Awaitable[list[LogRow]]]:
    """The whole access log of a tenant, or of all, oldest first; read past row-level security."""

    async def read(tenant: str | None = None) -> list[LogRow]:
        records: Sequence[Any] = await superuser.fetch(
            "SELECT * FROM gettone.access_log WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY at, chain, seq",
            tenant,
        )
        return [LogRow.from_record(record) for record in records]

    return read
