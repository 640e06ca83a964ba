"""What `gettone doctor` looks at. A check never raises: what is wrong is its result."""

import asyncio
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from carddata import GettoneError
from gateway.config import Config
from gateway.policies import Policies
from gateway.runtime import check_fit_to_serve, open_store
from gateway.workers import jobs
from redactors.policy import builtin
from redactors.policy.plan import plan_of

_MAX_SKEW_SECONDS = 2.0
_MIN_FREE_BYTES = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str


async def examine(config: Config) -> list[Check]:
    """Configuration, database, keys and clock, disk, detection, in this order."""
    return [
        await _check("configuration", lambda: _configuration(config)),
        await _check("database and keys", lambda: _database(config)),
        await _check("disk", lambda: _disk(config)),
        await _check("detection", _detection),
        await _check("model", lambda: _model(config)),
    ]


async def _check(name: str, look: Callable[[], Awaitable[str]]) -> Check:
    try:
        return Check(name, True, await look())
    except GettoneError as error:
        return Check(name, False, str(error))
    except OSError as error:
        return Check(name, False, error.strerror or "the system refused it")


async def _configuration(config: Config) -> str:
    check_fit_to_serve(config)
    return "fit to serve"


async def _database(config: Config) -> str:
    if config.database.dsn is None and config.data is not None and not (config.data / "postgres").exists():
        return "the data folder is new; the first command that needs it makes database and root key"
    async with open_store(config, writer=f"doctor-{os.getpid()}") as store:
        await store.vault.ready()
        skew = abs((await store.vault.clock()).timestamp() - time.time())
    if skew > _MAX_SKEW_SECONDS:
        raise GettoneError(f"the database's clock is {skew:.0f} s off ours; synchronise both")
    return f"answers, migrated, root key opens it, clock within {skew:.1f} s"


async def _disk(config: Config) -> str:
    if config.data is None:
        return "kept by the database's host"
    place = config.data if config.data.exists() else config.data.parent
    free = (await asyncio.to_thread(shutil.disk_usage, place)).free
    if free < _MIN_FREE_BYTES:
        raise GettoneError("less than 512 MiB free in the data folder; make room")
    return f"{free // 2**30} GiB free"


async def _detection() -> str:
    found = jobs.redactor(plan_of(builtin()["cards"])).find("my card is 4111 1111 1111 1111")
    if [f.entity for f in found] != ["PAN"]:
        raise GettoneError("the detector does not find the test card; reinstall")
    return "finds the test card"


async def _model(config: Config) -> str:
    if not Policies(config.redaction).need_names and config.redaction.model is None:
        return "not needed: no policy in force looks for names"
    await asyncio.to_thread(jobs.load_model, config.redaction.model)
    return "loads and reads"
