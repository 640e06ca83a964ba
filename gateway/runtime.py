"""From a configuration to a running gateway and back: database, key, vault, workers, listeners."""

import asyncio
import logging
import os
import re
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from gateway.app import build_admin_app, build_app
from gateway.auth.tickets import Tickets
from gateway.captures.registry import Captures
from gateway.config import Config, ConfigError, is_loopback
from gateway.conversations.registry import Conversations
from gateway.keys import Services
from gateway.listener import Listener, tls_context
from gateway.metrics import Metrics
from gateway.policies import Policies
from gateway.workers.scanner import Scanner
from vault import Options, RootKey, Vault, migrate
from vault.embedded import EmbeddedServer, EmbeddedServerError, temporary_data_folder

_log = logging.getLogger("gettone")
_ROOT_KEY = "root.key"
_DEMO_MARK = "demo"
_WATCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Store:
    """An open vault, and the embedded server under it if it is ours."""

    vault: Vault
    server: EmbeddedServer | None


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway: where it listens and what it stands on."""

    services: Services
    port: int
    admin_port: int


def check_fit_to_serve(config: Config) -> None:
    """Raises ConfigError for what must not be put before customers.

    A key that was made without asking lies beside the data; it is for trying out on one machine.
    """
    tls_context(config.server)
    Policies(config.redaction)
    if not is_loopback(config.admin.host) and not config.server.behind_tls_proxy:
        raise ConfigError("admin, host: metrics are for a loopback address, or behind a TLS proxy")
    if config.database.dsn is None and config.data is None:
        raise ConfigError("no database: name a data folder with --data DIR, or set database.dsn")
    own_key = config.vault.root_key_file is not None and not _made_without_asking(config.vault.root_key_file)
    if config.database.dsn is not None and not own_key:
        raise ConfigError("vault, root_key_file: with a DSN it must be set; `gettone keys root FILE` makes one")
    if not is_loopback(config.server.host) and not own_key:
        raise ConfigError(
            "vault, root_key_file: with an address that is not loopback it must be set; "
            "`gettone keys root FILE` makes one"
        )
    if config.data is not None and (config.data / "keys" / _DEMO_MARK).exists():
        raise ConfigError("--data: this folder was made by the demo; name another")


@asynccontextmanager
async def open_store(
    config: Config, *, writer: str, exclusive: bool = False, notice: Callable[[str], object] = _log.info
) -> AsyncIterator[Store]:
    """The vault of a configuration, migrated. The embedded database is started or joined, stopped if ours.

    `writer` names this process in the access log's chains; `notice` is told once when an empty folder
    is initialised.
    """
    async with AsyncExitStack() as stack:
        server: EmbeddedServer | None = None
        if config.database.dsn is None:
            if config.data is None:
                raise ConfigError("no database: name a data folder with --data DIR, or set database.dsn")
            server = await EmbeddedServer.start(config.data, exclusive=exclusive, log=notice)
            stack.push_async_callback(server.stop)
            watch = asyncio.create_task(_keep_running(server))
            stack.push_async_callback(_ended, watch)
            dsn: Any = server.dsn("gettone_app")
            migrator: Any = server.dsn("gettone_migrator")
        else:
            dsn = config.database.dsn.get_secret_value()
            migrator = _secret(config.database.migrator_dsn)
        if migrator is not None:
            await migrate(migrator)
        options = Options(retention=timedelta(days=config.vault.retention_days), writer=writer)
        vault = await Vault.open(dsn, await asyncio.to_thread(root_key, config, server), options)
        stack.push_async_callback(vault.close)
        await vault.ensure_tenant(config.tenant)
        yield Store(vault, server)


@asynccontextmanager
async def running(config: Config, *, demo: bool = False) -> AsyncIterator[Gateway]:
    """A gateway that serves until the block is left; then running requests end and everything is closed."""
    tls_context(config.server)
    async with open_store(config, writer=_writer_name(config), exclusive=True) as store:
        if demo and store.server is not None:
            (store.server.keys / _DEMO_MARK).touch()
        names = Policies(config.redaction).need_names or config.redaction.model is not None
        scanner = Scanner(config.redaction, names=names)
        try:
            await scanner.start()
            async with serving(config, store.vault, scanner, demo=demo) as gateway:
                yield gateway
        finally:
            await scanner.close()


@asynccontextmanager
async def serving(config: Config, vault: Vault, scanner: Scanner, *, demo: bool = False) -> AsyncIterator[Gateway]:
    """The two listeners over an open vault and a scanner, until the block is left."""
    tls = tls_context(config.server)
    metrics = Metrics()
    captures = Captures(vault, config.captures, metrics)
    conversations = Conversations(config.conversations, time.monotonic, metrics)
    policies = Policies(config.redaction)
    tickets = Tickets(time.monotonic)
    services = Services(config, vault, scanner, policies, captures, conversations, metrics, tickets, demo)
    async with AsyncExitStack() as stack:
        public = Listener(build_app(services), config.server.shutdown_seconds)
        await public.start(config.server.host, config.server.port, tls)
        stack.push_async_callback(captures.close)
        stack.callback(conversations.close)
        stack.push_async_callback(public.stop)
        admin = Listener(build_admin_app(services), 1.0)
        await admin.start(config.admin.host, config.admin.port)
        stack.push_async_callback(admin.stop)
        _log.info("serving", extra={"port": public.port, "admin_port": admin.port, "tls": tls is not None})
        yield Gateway(services, public.port, admin.port)
        _log.info("stopping")


def _made_without_asking(file: Path) -> bool:
    """Whether a root key is one that lies in a data folder, beside the database's passwords."""
    return (file.parent / "database.json").exists()


def root_key(config: Config, server: EmbeddedServer | None) -> RootKey:
    """The configured root key, or the data folder's own, made on first use. Raises GettoneError."""
    if config.vault.root_key_file is not None:
        return RootKey.from_file(config.vault.root_key_file)
    if server is None:
        raise ConfigError("vault, root_key_file: must be set with a DSN")
    path = server.keys / _ROOT_KEY
    return RootKey.from_file(path) if path.exists() else RootKey.create(path)


@asynccontextmanager
async def demo_folder(chosen: Path | None) -> AsyncIterator[Path]:
    """The demo's data folder: the chosen one, or one that goes away. Raises ConfigError for a real vault's."""
    if chosen is None:
        with temporary_data_folder() as folder:
            yield folder
        return
    if (chosen / "keys" / _ROOT_KEY).exists() and not (chosen / "keys" / _DEMO_MARK).exists():
        raise ConfigError("--data: this folder is not the demo's; name an empty one")
    yield chosen


async def _keep_running(server: EmbeddedServer) -> None:
    """Starts the embedded database again whenever it ends by itself, for as long as that takes."""
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        try:
            if await server.revive():
                _log.error("the database had ended and was started again")
        except EmbeddedServerError as error:
            _log.error("the database cannot be started again", extra={"reason": str(error)})


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})


def _writer_name(config: Config) -> str:
    """Services that run at once on one database need different names in the log's chains."""
    host = re.sub(r"[^a-z0-9-]", "-", socket.gethostname().lower())
    return f"gateway-{host[:40]}-{config.server.port or os.getpid()}"


def _secret(value: Any) -> str | None:
    return None if value is None else str(value.get_secret_value())
