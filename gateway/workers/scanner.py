"""Finding, in line or in a worker, always under a deadline: small texts here, large ones and mail there."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import repeat

from carddata import Entity, Secret
from documents import Located
from gateway.config import Redaction
from gateway.workers import jobs
from gateway.workers.names import NameReader
from gateway.workers.pool import JobFailed, Pool
from redactors import Finding, View
from redactors.conversation.scan import Scan, scan
from redactors.names import needs_names
from redactors.policy import Plan

# A text within all of these is scanned within about a millisecond, so it does not leave the event loop.
_INLINE_CHARACTERS = 1024
_INLINE_DIGITS = 96
_INLINE_PHRASES = 200
_DIGITS_A_WORD = 3  # a number word costs as much as so many digits
_INLINE_DIGITS_WITH_PHONES = 24
# A mail of many numbers: measured at up to 5 s for a mebibyte.
_SECONDS_PER_MEBIBYTE = 8.0
_SECONDS_PER_MEBIBYTE_OF_NAMES = 60.0
_LONG = 8_192
"""Characters; a longer text in which names are looked for takes seconds, so it goes where mails go."""
_LOADING_SECONDS = 10.0

__all__ = ["JobFailed", "Scanner"]


class Scanner:
    """Finds by plan. Raises JobFailed where nothing was found in time: mask the whole text then."""

    def __init__(self, settings: Redaction, *, names: bool = False) -> None:
        """`names`: `start` loads the model, since they are looked for by default; else the first text in need does."""
        self._texts = Pool(settings.workers, jobs.warm_up)
        self._names = NameReader(settings)
        self._needs_names = names
        # Mails take seconds; they must not keep chat lines waiting.
        self._mails = Pool(settings.workers, partial(jobs.warm_up, names=names, model=settings.model))
        self._model = settings.model
        self._deadline = settings.deadline_ms / 1000

    async def start(self) -> None:
        """Starts the worker processes, and imports here what scanning in line needs. Raises `ModelUnavailable`."""
        starting = [self._texts.start(), self._mails.start(), asyncio.to_thread(jobs.warm_up)]
        if self._needs_names:
            starting.append(self._names.start())
        await asyncio.gather(*starting)

    async def close(self) -> None:
        """Ends the worker processes."""
        await self._texts.close()
        await self._mails.close()
        await self._names.close()

    async def find(self, text: str, plan: Plan) -> list[Finding]:
        """The findings of `text`, by code points."""
        if not needs_names(plan.entities) and _is_small(text, plan):
            return jobs.redactor(plan).find(text)
        (found,) = await self.find_each([(text, plan)])
        if isinstance(found, JobFailed):
            raise found
        return found

    async def find_each(self, texts: Sequence[tuple[str, Plan]]) -> list[list[Finding] | JobFailed]:
        """The findings of many texts, each with its plan, or why there are none. Those without names are one job."""
        asked = [jobs.Text(text, plan) for text, plan in texts]
        with_names = [needs_names(plan.entities) for _, plan in texts]
        plain = [text for text, named in zip(asked, with_names, strict=True) if not named]
        others = [self._read_named(text) for text, named in zip(asked, with_names, strict=True) if named]
        by_model = asyncio.gather(*others, return_exceptions=True)
        try:
            left: Iterator[jobs.Read | BaseException] = iter(await self._read_each(plain))
        except JobFailed as error:
            left = repeat(error)
        right = iter(await by_model)
        return [_found(next(right) if named else next(left)) for named in with_names]

    async def read_turn(self, text: str, plan: Plan, question: str = "") -> Scan:
        """A turn of a conversation by itself, and as an answer to `question`."""
        turn = jobs.Text(text, plan, True, question)
        if needs_names(plan.entities):
            packed, told = await self._read_named(turn)
        elif _is_small(text, plan):
            return scan(jobs.redactor(plan), text, question=question)
        else:
            ((packed, told),) = await self._read_each([turn])
        if told is None:
            raise JobFailed("not a turn")
        return replace(told, findings=tuple(_unpacked(p) for p in packed))

    async def _read_named(self, text: jobs.Text) -> jobs.Read:
        if len(text.text) <= _LONG:
            return await self._names.read(text)
        seconds = self._seconds_with_names(len(text.text))
        (read,) = await self._mails.run(seconds, jobs.read_each, [text], self._model, True)
        return read

    async def _read_each(self, texts: Sequence[jobs.Text]) -> list[jobs.Read]:
        if not texts:
            return []
        seconds = self._deadline * (1 + sum(len(text.text) for text in texts) / 2**18)
        return await self._texts.run(seconds, jobs.read_each, texts, None, False)

    async def find_in_container(self, kind: jobs.Kind, raw: bytes, plan: Plan) -> list[Located]:
        """The findings of a message or a JSON text. Raises InputError for what is none."""
        seconds = self._container_seconds(raw, plan)
        packed = await self._mails.run(seconds, jobs.find_in_container, kind, raw, plan, self._model)
        return [Located(part, _unpacked(p)) for part, p in packed]

    async def render_container(self, kind: jobs.Kind, raw: bytes, plan: Plan, replacements: Sequence[str]) -> bytes:
        """The same with each finding, in their order, replaced."""
        seconds = self._container_seconds(raw, plan)
        job, asked = jobs.render_container, list(replacements)
        return await self._mails.run(seconds, job, kind, raw, plan, self._model, asked)

    def _container_seconds(self, raw: bytes, plan: Plan) -> float:
        if not needs_names(plan.entities):
            return self._deadline + len(raw) / 2**20 * _SECONDS_PER_MEBIBYTE
        return self._seconds_with_names(len(raw))

    def _seconds_with_names(self, length: int) -> float:
        loading = 0.0 if self._needs_names else _LOADING_SECONDS
        return self._deadline + loading + length / 2**20 * _SECONDS_PER_MEBIBYTE_OF_NAMES


def _is_small(text: str, plan: Plan) -> bool:
    if len(text) > _INLINE_CHARACTERS:
        return False
    if sum(map(len, plan.policy.denied.values())) > _INLINE_PHRASES:
        return False
    digits = sum(map(str.isnumeric, text)) + _DIGITS_A_WORD * View(text).clues.words
    return digits <= (_INLINE_DIGITS_WITH_PHONES if Entity.PHONE in plan.entities else _INLINE_DIGITS)


def _found(read: jobs.Read | BaseException) -> list[Finding] | JobFailed:
    if isinstance(read, JobFailed):
        return read
    if isinstance(read, BaseException):
        raise read
    return [_unpacked(packed) for packed in read[0]]


def _unpacked(packed: jobs.Packed) -> Finding:
    entity, start, end, score, rule, value, shape, flags = packed
    return Finding(entity, start, end, score, rule, None if value is None else Secret(value), shape, flags)
