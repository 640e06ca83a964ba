"""The process pool keeps its promises."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest

from gateway.workers.pool import JobFailed, Pool


def nothing() -> None:
    pass


def own_pid() -> int:
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    time.sleep(60)


def fail() -> None:
    raise ValueError("the job's own error")


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    pool = Pool(1, nothing)
    await pool.start()
    yield pool
    await pool.close()


async def test_a_job_runs_in_another_process(pool: Pool) -> None:
    assert await pool.run(30, own_pid) != os.getpid()


async def test_a_jobs_own_error_comes_through(pool: Pool) -> None:
    with pytest.raises(ValueError, match="own error"):
        await pool.run(30, fail)


async def test_a_worker_that_dies_fails_its_job_and_is_replaced(pool: Pool) -> None:
    with pytest.raises(JobFailed):
        await pool.run(30, die)
    assert await pool.run(30, own_pid) > 0


async def test_a_job_past_its_deadline_fails_and_its_worker_is_replaced(pool: Pool) -> None:
    stuck = await pool.run(30, own_pid)
    with pytest.raises(JobFailed):
        await pool.run(0.1, hang)
    assert await pool.run(30, own_pid) != stuck


async def test_a_job_that_waits_behind_one_that_dies_or_hangs_is_done(pool: Pool) -> None:
    for bad, seconds in ((die, 30.0), (hang, 0.1)):
        failing = asyncio.create_task(pool.run(seconds, bad))
        other = asyncio.create_task(pool.run(30, own_pid))
        with pytest.raises(JobFailed):
            await failing
        assert await other > 0


async def test_a_deadline_shorter_than_a_workers_start_does_not_keep_killing_replacements(pool: Pool) -> None:
    with pytest.raises(JobFailed):
        await pool.run(30, die)
    assert await pool.run(0.05, own_pid) > 0


async def test_a_job_of_its_own_error_leaves_the_worker_alive(pool: Pool) -> None:
    before = await pool.run(30, own_pid)
    with pytest.raises(ValueError, match="own error"):
        await pool.run(30, fail)
    assert await pool.run(30, own_pid) == before
