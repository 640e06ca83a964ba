"""Texts whose names are looked for: read in worker processes, many at a time.

A batch is what came while the last one ran, and for a moment more: a model that reads many texts at once needs a
fraction of the time for each. A worker that dies takes nothing along: its texts are read once more, each by itself.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from gateway.config import Redaction
from gateway.workers import jobs
from gateway.workers.pool import JobFailed, Pool, WorkerDied

_MOMENT = 0.002
"""Seconds that a batch waits for more texts."""
_MOST_TEXTS = 32
_MOST_CHARACTERS = 8_192
"""Of a batch; a longer text is one by itself."""
_MOST_WAITING = 4_096
_MOST_HELD = 2**22
"""Characters of all texts that wait or are read."""
_SECONDS_PER_CHARACTER = 1 / 2**15
_WAIT_SECONDS = 5.0


@dataclass(slots=True)
class _Asked:
    text: jobs.Text
    answer: asyncio.Future[jobs.Read]


class NameReader:
    """Reads texts with our model, or the one that is configured. Without `start` the first text starts the workers."""

    def __init__(self, settings: Redaction) -> None:
        self._model = settings.model
        self._pool = Pool(settings.name_workers, partial(jobs.warm_up, names=True, model=self._model))
        self._deadline = settings.deadline_ms / 1000
        self._free = settings.name_workers
        self._waiting: deque[_Asked] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._gathering = False
        self._characters = 0

    async def start(self) -> None:
        """Loads the model in each worker. Raises `ModelUnavailable`."""
        await self._pool.start()

    async def close(self) -> None:
        """Ends the workers. What still waits fails."""
        for task in self._running:
            task.cancel()
        await self._pool.close()
        while self._waiting:
            _fail(self._waiting.popleft(), JobFailed("closed"))

    async def read(self, text: jobs.Text) -> jobs.Read:
        """What is in `text`. Raises JobFailed: no answer in time."""
        if len(self._waiting) >= _MOST_WAITING or self._characters + len(text.text) > _MOST_HELD:
            raise JobFailed("busy")
        asked = _Asked(text, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        self._characters += len(text.text)
        self._gather()
        try:
            return await asyncio.wait_for(asked.answer, _WAIT_SECONDS + 2 * self._seconds([text.text]))
        except TimeoutError:
            raise JobFailed("busy") from None
        finally:
            self._characters -= len(text.text)

    def _gather(self) -> None:
        if not self._gathering and self._free and self._waiting:
            self._gathering = True
            full = len(self._waiting) >= _MOST_TEXTS
            asyncio.get_running_loop().call_later(0 if full else _MOMENT, self._send)

    def _send(self) -> None:
        self._gathering = False
        batch = self._taken()
        if batch:
            self._free -= 1
            task = asyncio.create_task(self._read(batch))
            self._running.add(task)
            task.add_done_callback(self._done)
            self._gather()

    def _taken(self) -> list[_Asked]:
        batch: list[_Asked] = []
        room = _MOST_CHARACTERS
        while self._waiting and len(batch) < _MOST_TEXTS:
            asked = self._waiting[0]
            if asked.answer.done():  # whoever asked has gone
                self._waiting.popleft()
                continue
            if batch and len(asked.text.text) > room:
                break
            room -= len(asked.text.text)
            batch.append(self._waiting.popleft())
        return batch

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._free += 1
        self._gather()

    async def _read(self, batch: Sequence[_Asked]) -> None:
        try:
            await self._answer(batch)
        except JobFailed as error:
            if len(batch) > 1 or isinstance(error, WorkerDied):
                # One of them may be what it died of, or was late over: the others are read all the same.
                for asked in batch:
                    await self._once_more(asked)
            else:
                _fail(batch[0], error)
        finally:
            for asked in batch:  # nobody waits for an answer that will not come
                _fail(asked, JobFailed("closed"))

    async def _once_more(self, asked: _Asked) -> None:
        if asked.answer.done():
            return
        try:
            await self._answer([asked])
        except JobFailed as error:
            _fail(asked, error)

    async def _answer(self, batch: Sequence[_Asked]) -> None:
        texts = [asked.text for asked in batch]
        seconds = self._seconds([text.text for text in texts])
        try:
            found = await self._pool.run(seconds, jobs.read_each, texts, self._model, True)
        except (JobFailed, asyncio.CancelledError):
            raise
        except Exception as error:  # the model's own: its text may hold input
            raise JobFailed(type(error).__name__) from None
        for asked, read in zip(batch, found, strict=True):
            if not asked.answer.done():
                asked.answer.set_result(read)

    def _seconds(self, texts: Sequence[str]) -> float:
        return self._deadline + sum(map(len, texts)) * _SECONDS_PER_CHARACTER


def _fail(asked: _Asked, error: JobFailed) -> None:
    if not asked.answer.done():
        asked.answer.set_exception(error)
