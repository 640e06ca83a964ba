"""Group commit: one writer per tenant takes everything that queued while the last commit ran.

It never waits on a timer, and it is a task only while there is work. One commit at a time keeps the
tenant's chain in order without a lock in the database.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from carddata import GettoneError
from vault.accesslog.chain import Chain
from vault.batch import Work
from vault.commit import Writer, close_chain, commit, is_stale
from vault.errors import StoreError, VaultBusy, VaultFault, VaultUnavailable
from vault.store.database import Database
from vault.store.failures import FENCED

MAX_QUEUED: Final = 4096
"""Log rows that may wait for one tenant before callers are sent away."""
MAX_BATCH: Final = 256
"""Log rows of one commit; an item larger than that goes alone."""
_TRIES: Final = 4
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class _Item:
    work: Work
    done: asyncio.Future[object]


class TenantWriter:
    """The queue and the chain of one tenant in this process."""

    def __init__(self, database: Database, writer: Writer, tenant: str, limit: int = MAX_QUEUED) -> None:
        self._database = database
        self._writer = writer
        self._tenant = tenant
        self._queue: deque[_Item] = deque()
        self._limit = limit
        self._queued = 0
        self._chain: Chain | None = None
        self._task: asyncio.Task[None] | None = None

    async def submit(self, work: Work) -> object:
        """Queues an item and waits for its commit. A caller that goes away takes its item along, unless the
        commit has begun: then the item is done and logged, and nobody gets its result.

        Raises VaultBusy when the queue is full, and whatever the item or its commit met.
        """
        if self._queued and self._queued + work.weight > self._limit:
            raise VaultBusy
        done: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._queue.append(_Item(work, done))
        self._queued += work.weight
        if self._task is None:
            self._task = asyncio.create_task(self._drain(), name=f"vault writer of {self._tenant}")
        return await done

    async def idle(self) -> None:
        """Returns when nothing is queued and no commit runs."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """Ends the chain with its last row. Call it when idle."""
        chain, self._chain = self._chain, None
        if chain is not None:
            await close_chain(self._database, self._writer, self._tenant, chain)

    async def _drain(self) -> None:
        batch: list[_Item] = []
        try:
            while self._queue:
                batch = self._take()
                await self._settle(batch)
        except asyncio.CancelledError:
            self._chain = None
            _fail([*batch, *self._queue], VaultUnavailable())
            self._queue.clear()
            self._queued = 0
            raise
        finally:
            self._task = None

    def _take(self) -> list[_Item]:
        batch: list[_Item] = []
        weight = 0
        while self._queue and (not batch or weight + self._queue[0].work.weight <= MAX_BATCH):
            item = self._queue.popleft()
            self._queued -= item.work.weight
            if not item.done.done():
                weight += item.work.weight
                batch.append(item)
        return batch

    async def _settle(self, batch: Sequence[_Item]) -> None:
        """Commits a batch; if the database refuses it, each item alone, so that only the bad one fails."""
        if not batch:
            return
        try:
            results = await self._commit([item.work for item in batch])
        except StoreError as error:
            if len(batch) == 1:
                _fail(batch, error)
                return
            for item in batch:
                await self._settle([item])
        except GettoneError as error:
            _fail(batch, error)
        except Exception as error:  # a defect of ours must not leave callers waiting; its text may hold data
            self._chain = None
            _log.error("a commit failed on %s", type(error).__name__)
            _fail(batch, VaultFault())
        else:
            for item, result in zip(batch, results, strict=True):
                if item.done.done():
                    continue
                if isinstance(result, GettoneError):
                    item.done.set_exception(result)
                else:
                    item.done.set_result(result)

    async def _commit(self, batch: Sequence[Work]) -> list[object]:
        read = False
        for attempt in range(1, _TRIES + 1):
            try:
                self._chain, results = await commit(
                    self._database, self._writer, self._tenant, self._chain, batch, read=read
                )
                return results
            except VaultUnavailable:
                self._chain = None
                raise
            except StoreError as error:
                if error.sqlstate == FENCED:
                    self._chain = None
                elif not is_stale(error):
                    raise
                if attempt == _TRIES:
                    raise
                read = True
        raise AssertionError("the last try returns or raises")


def _fail(items: Sequence[_Item], error: GettoneError) -> None:
    """Gives every caller an error of its own: a shared one would collect all their tracebacks."""
    for item in items:
        if not item.done.done():
            own = type(error).__new__(type(error), *error.args)
            own.__dict__.update(error.__dict__)
            item.done.set_exception(own)
