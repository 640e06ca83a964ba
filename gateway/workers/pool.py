"""A process pool that keeps its promises: a deadline for every job, dead or stuck workers are replaced.

One worker does one job at a time, so a job that dies, hangs or is late takes nobody else's along. The
deadline starts when a worker takes the job; the wait for one is bounded apart. A replacement is warmed
up before it is given a job, so that a short deadline cannot kill it while it imports.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_log = logging.getLogger("gettone.workers")
_WAIT_SECONDS = 5.0
_MAX_WAITING = 256
_RETRY_SECONDS = 1.0


class JobFailed(Exception):
    """No answer in time, no worker in time, or the worker died. What was to be scanned must be masked."""


class WorkerDied(JobFailed):
    """It died over the job, or over nothing: the job may be given to another."""


class Pool:
    """`size` worker processes, spawned so that they share nothing with the event loop's process."""

    def __init__(self, size: int, warm_up: Callable[[], Any]) -> None:
        self._size = size
        self._warm_up = warm_up
        self._free: asyncio.Queue[ProcessPoolExecutor] = asyncio.Queue()
        self._all: set[ProcessPoolExecutor] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._started = False
        self._closed = False

    async def start(self) -> None:
        """Starts the workers and waits until each has imported what it needs."""
        self._start_all()
        await asyncio.gather(*self._starting)

    async def close(self) -> None:
        """Ends the workers, also busy ones."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for worker in list(self._all):
            self._end(worker)

    async def run(self, seconds: float, job: Callable[..., _Result], *args: Any) -> _Result:
        """`job(*args)` in a worker. An exception of the job itself comes through.

        Raises JobFailed: no worker came free, none answered within `seconds`, or it died over the job.
        """
        worker = await self._take()
        try:
            async with asyncio.timeout(seconds):
                result = await asyncio.wrap_future(worker.submit(job, *args))
        except TimeoutError:
            self._replace(worker, "was late")
            raise JobFailed("deadline") from None
        except BrokenProcessPool:
            self._replace(worker, "died")
            raise WorkerDied("worker died") from None
        except asyncio.CancelledError:
            self._replace(worker, "was left alone")
            raise
        except BaseException:
            self._free.put_nowait(worker)
            raise
        self._free.put_nowait(worker)
        return result

    async def _take(self) -> ProcessPoolExecutor:
        self._start_all()
        if self._waiting >= _MAX_WAITING:
            raise JobFailed("busy")
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._free.get(), _WAIT_SECONDS)
        except TimeoutError:
            raise JobFailed("busy") from None
        finally:
            self._waiting -= 1

    def _start_all(self) -> None:
        if not self._started:
            self._started = True
            for _ in range(self._size):
                self._start_one()

    def _start_one(self) -> None:
        task = asyncio.get_running_loop().create_task(self._warmed())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _warmed(self) -> None:
        while not self._closed:
            worker = ProcessPoolExecutor(
                1, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker
            )
            self._all.add(worker)
            try:
                await asyncio.wrap_future(worker.submit(self._warm_up))
            except BrokenProcessPool:
                _log.error("a worker died while starting")
                self._end(worker)
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self._free.put_nowait(worker)
            return

    def _replace(self, worker: ProcessPoolExecutor, why: str) -> None:
        _log.error("a worker is replaced", extra={"why": why})
        self._end(worker)
        if not self._closed:
            self._start_one()

    def _end(self, worker: ProcessPoolExecutor) -> None:
        self._all.discard(worker)
        for process in list((getattr(worker, "_processes", None) or {}).values()):
            process.kill()
        worker.shutdown(wait=False, cancel_futures=True)


def _prepare_worker() -> None:
    # The terminal's Ctrl-C is for the gateway, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)
