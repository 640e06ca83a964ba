"""Names in worker processes: batches, dead and late workers, and an event loop that stays free."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from gateway.config import Redaction
from gateway.workers import jobs
from gateway.workers import names as names_room
from gateway.workers.names import NameReader
from gateway.workers.pool import JobFailed
from redactors import Redactor
from redactors.policy import builtin
from redactors.policy.plan import plan_of

_PLAN = plan_of(builtin()["pci+pii"])
_TEXTS = [
    "this is grace park calling",
    "please send it to 12 Elm Street, Springfield",
    "My name is Will and May is my wife, card 4111 1111 1111 1111",
    "nothing here",
]


def die_over_the_word(texts: Sequence[jobs.Text], _: str | None, __: bool) -> list[jobs.Read]:
    """A model that some texts kill."""
    if any("poison" in text.text for text in texts):
        os.kill(os.getpid(), signal.SIGKILL)
    return [([], None) for _ in texts]


def never(_: Sequence[jobs.Text], __: str | None, ___: bool) -> list[jobs.Read]:
    """A model that does not come back."""
    time.sleep(60)
    return []


def count(texts: Sequence[jobs.Text], _: str | None, __: bool) -> list[jobs.Read]:
    """Says for each text how many were read with it."""
    time.sleep(0.05)
    return [([("PERSON", 0, len(texts), 1.0, "counted", None, "", ())], None) for _ in texts]


def load_nothing(**_: Any) -> None:
    """Takes the place of loading the model."""


def text(of: str) -> jobs.Text:
    return jobs.Text(of, _PLAN)


def counted(read: jobs.Read) -> int:
    return read[0][0][2]


@pytest.fixture
async def names() -> AsyncIterator[NameReader]:
    """Our model in one worker."""
    names = NameReader(Redaction())
    await names.start()
    yield names
    await names.close()


@pytest.fixture
async def acting(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """`acting(job, **settings)`: workers that do `job` instead of reading."""
    opened: list[NameReader] = []

    def make(job: Any, **settings: Any) -> NameReader:
        monkeypatch.setattr(jobs, "read_each", job)
        monkeypatch.setattr(jobs, "warm_up", load_nothing)
        opened.append(NameReader(Redaction(**settings)))
        return opened[-1]

    yield make
    for each in opened:
        await each.close()


async def test_many_at_once_are_read_as_one_by_one(names: NameReader) -> None:
    texts = _TEXTS * 20
    read = await asyncio.gather(*[names.read(text(each)) for each in texts])
    redactor = Redactor("pci+pii", ner=True)
    found = [[(f.entity, f.start, f.end) for f in redactor.find(each)] for each in texts]
    assert [[packed[:3] for packed in packed_] for packed_, _ in read] == found
    assert {entity for each in found for entity, _, _ in each} >= {"PERSON", "ADDRESS", "PAN"}


async def test_what_comes_while_a_batch_runs_is_the_next_batch(acting: Any) -> None:
    names = acting(count)
    await names.read(text("warm"))
    first = asyncio.create_task(names.read(text("a")))
    await asyncio.sleep(0.02)
    others = await asyncio.gather(*[names.read(text("b")) for _ in range(10)])
    assert counted(await first) == 1
    assert set(map(counted, others)) == {10}


async def test_a_batch_has_bounds_and_a_long_text_is_one_of_its_own(acting: Any) -> None:
    names = acting(count)
    texts = ["x"] * 70 + ["y" * 9000] + ["z" * 3000] * 5
    sizes = [counted(read) for read in await asyncio.gather(*[names.read(text(each)) for each in texts])]
    assert max(sizes) == names_room._MOST_TEXTS
    assert sizes[70] == 1
    assert max(sizes[71:]) == 2


async def test_what_a_worker_dies_of_takes_no_other_text_along(acting: Any) -> None:
    names = acting(die_over_the_word)
    texts = map(text, ["good", "poison", "fine"])
    good, poison, fine = await asyncio.gather(*map(names.read, texts), return_exceptions=True)
    assert good == fine == ([], None)
    assert isinstance(poison, JobFailed)


async def test_a_worker_that_is_killed_is_replaced_and_its_texts_are_read_again(names: NameReader) -> None:
    wanted = await names.read(text(_TEXTS[0]))
    assert wanted[0]
    for _ in range(2):
        reading = [asyncio.create_task(names.read(text(_TEXTS[0]))) for _ in range(40)]
        await asyncio.sleep(0.004)
        (worker,) = names._pool._all
        (process,) = (worker._processes or {}).values()
        process.kill()
        assert await asyncio.gather(*reading) == [wanted] * 40


async def test_past_its_deadline_a_text_fails_and_the_next_is_read(
    acting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = acting(never, deadline_ms=100)
    with pytest.raises(JobFailed):
        await names.read(text("a"))
    monkeypatch.setattr(jobs, "read_each", count)
    assert counted(await names.read(text("a"))) == 1


async def test_whoever_goes_leaves_no_work_behind(acting: Any) -> None:
    names = acting(count)
    await names.read(text("warm"))
    gone = [asyncio.create_task(names.read(text("x"))) for _ in range(10)]
    await asyncio.sleep(0)
    for task in gone:
        task.cancel()
    assert counted(await names.read(text("y"))) == 1


async def test_the_event_loop_stays_free_while_names_are_looked_for(names: NameReader) -> None:
    """Of the loop's own time only: other processes of the machine do not count."""
    longest = 0.0
    reading = asyncio.gather(*[names.read(text(each)) for each in _TEXTS * 100])
    while not reading.done():
        began = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - began)
        await asyncio.sleep(0.001)
    assert longest < 0.005
