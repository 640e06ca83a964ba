"""A process pool that keeps its promises: a deadline for every job, dead or stuck workers are replaced."""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_log = logging.getLogger("gettone.workers")


class JobFailed(Exception):
    """No answer in time, or the worker died twice over it. What was to be scanned must be masked."""


class Pool:
    """`size` worker processes, spawned so that they share nothing with the event loop's process."""

    def __init__(self, size: int, warm_up: Callable[[], Any]) -> None:
        self._size = size
        self._warm_up = warm_up
        self._executor: ProcessPoolExecutor | None = None
        self._second_tries = asyncio.Semaphore(size)

    async def start(self) -> None:
        """Starts the workers and waits until each has imported what it needs."""
        executor = self._shared()
        await asyncio.gather(*(asyncio.wrap_future(executor.submit(self._warm_up)) for _ in range(self._size)))

    async def close(self) -> None:
        """Ends the workers, also busy ones."""
        self._discard(self._executor)

    async def run(self, seconds: float, job: Callable[..., _Result], *args: Any) -> _Result:
        """`job(*args)` in a worker. An exception of the job itself comes through.

        A job whose worker died is done again in a process of its own: if another job killed it, that one
        cannot take it along twice. Raises JobFailed after `seconds`, or when the second worker died too.
        """
        try:
            async with asyncio.timeout(seconds):
                try:
                    return await self._try(self._shared(), job, *args)
                except BrokenProcessPool:
                    _log.error("a worker died; its job is tried once more")
                async with self._second_tries:
                    alone = _executor(1)
                    try:
                        return await self._try(alone, job, *args)
                    finally:
                        self._discard(alone)
        except TimeoutError:
            raise JobFailed("deadline") from None
        except BrokenProcessPool:
            _log.error("a worker died again over the same job")
            raise JobFailed("worker died") from None

    async def _try(self, executor: ProcessPoolExecutor, job: Callable[..., _Result], *args: Any) -> _Result:
        future: Future[_Result] | None = None
        try:
            future = executor.submit(job, *args)
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if future is not None and not future.cancel() and not future.done():
                _log.error("a worker is stuck and is replaced")
                self._discard(executor)
            raise
        except BrokenProcessPool:
            self._discard(executor)
            raise

    def _shared(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = _executor(self._size)
        return self._executor

    def _discard(self, executor: ProcessPoolExecutor | None) -> None:
        if executor is None:
            return
        if executor is self._executor:
            self._executor = None
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            process.kill()
        executor.shutdown(wait=False, cancel_futures=True)


def _executor(size: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(size, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker)


def _prepare_worker() -> None:
    # The terminal's Ctrl-C is for the gateway, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)
