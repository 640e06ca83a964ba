"""One PostgreSQL for the run, a migrated template a worker, a fresh database a test; Hypothesis profiles."""

import asyncio
import os
import random
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from vault.embedded import ConnectArguments, EmbeddedServer, EmbeddedServerError, temporary_data_folder
from vault.embedded.bootstrap import create_database

_Result = TypeVar("_Result")

# Nothing of a test run has to survive a power cut; the supervisor's own tests start servers of their own.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

settings.register_profile(
    "default", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fuzz", deadline=None, max_examples=5_000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-soak", action="store_true", help="also run tests/soak, which takes minutes")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    soak = Path(__file__).with_name("soak")
    return True if collection_path == soak and not config.getoption("--run-soak") else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fuzz: property tests that `make fuzz` runs with many more examples")
    config.addinivalue_line("markers", "soak: takes minutes; runs with --run-soak only")
    config.stash[_SERVER] = _SharedServer(getattr(config, "workerinput", {}).get("gettone_data"))


def pytest_unconfigure(config: pytest.Config) -> None:
    shared = config.stash.get(_SERVER, None)
    if shared is not None:
        shared.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Runs in the controller of a parallel run: it owns the server, so that no worker's end can stop it."""
    node.workerinput["gettone_data"] = str(node.config.stash[_SERVER].get().data)


class Database:
    """A database of its own for one test. `dsn(role)`: keyword arguments of `asyncpg.connect`."""

    def __init__(self, server: EmbeddedServer, name: str) -> None:
        self.name = name
        self._server = server

    def dsn(self, role: str = "gettone_app") -> ConnectArguments:
        return self._server.dsn(role, self.name)


class _SharedServer:
    """Started on first use by whoever runs alone or controls the workers; joined by a worker."""

    def __init__(self, data: str | None) -> None:
        self._data = data
        self._undo = ExitStack()
        self._server: EmbeddedServer | None = None

    def get(self) -> EmbeddedServer:
        if self._server is None:
            data = Path(self._data) if self._data else self._undo.enter_context(temporary_data_folder())
            try:
                self._server = _in_new_loop(EmbeddedServer.start(data, settings=_FAST))
            except EmbeddedServerError as error:
                raise pytest.UsageError(str(error)) from error
        return self._server

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            _in_new_loop(server.stop())
        self._undo.close()


_SERVER = pytest.StashKey[_SharedServer]()


class _Administrator:
    """The superuser's one connection, on an event loop in a thread, so that any kind of test can use it."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection = self.run(asyncpg.connect(**server.dsn("postgres", "postgres")))

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)

    def execute(self, statement: str) -> None:
        self.run(self._connection.execute(statement))

    def create(self, name: str, template: str) -> None:
        self.run(create_database(self._connection, name, template=template))

    def close(self) -> None:
        self.run(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(autouse=True)
def _same_dice() -> None:
    """Python's e-mail package mints boundaries with the global dice; a few look like cards."""
    random.seed(7)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> EmbeddedServer:
    """The run's PostgreSQL, without durability."""
    return request.config.stash[_SERVER].get()


@pytest.fixture(scope="session")
def _administrator(postgres: EmbeddedServer) -> Iterator[_Administrator]:
    administrator = _Administrator(postgres)
    yield administrator
    administrator.close()


@pytest.fixture(scope="session")
def make_database(_administrator: _Administrator, worker_name: str) -> Iterator[Callable[..., Database]]:
    """Makes databases: `make_database(template="template0")` -> Database. Dropped at the end of the run."""
    made: list[str] = []
    numbers = count(1)

    def make(template: str = "template0") -> Database:
        name = f"test_{worker_name}_{next(numbers)}"
        _administrator.create(name, template)
        made.append(name)
        return Database(_administrator.server, name)

    yield make
    for name in made:
        _administrator.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """Tells the workers of a parallel run apart: `gw0`, …, or `main`."""
    worker: dict[str, Any] = getattr(request.config, "workerinput", {})
    return str(worker.get("workerid", "main"))


@pytest.fixture(scope="session")
def migrated_template(make_database: Callable[..., Database], _administrator: _Administrator) -> Database:
    """This worker's migrated database, to be copied and never connected to."""
    from vault.store.migrate import migrate

    template = make_database()
    _administrator.run(migrate(template.dsn("gettone_migrator")))
    return template


@pytest.fixture
def empty_database(make_database: Callable[..., Database], _administrator: _Administrator) -> Iterator[Database]:
    """A database with gettone's roles and nothing in it, dropped after the test."""
    database = make_database()
    yield database
    _administrator.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


@pytest.fixture
def database(
    make_database: Callable[..., Database], migrated_template: Database, _administrator: _Administrator
) -> Iterator[Database]:
    """A migrated database of the test's own, dropped after it."""
    database = make_database(migrated_template.name)
    yield database
    _administrator.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


def _in_new_loop(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Runs `work` on a loop of its own in a thread, so that no loop of a test is touched."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
