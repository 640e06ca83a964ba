"""Finding, in line or in a worker, always under a deadline: small texts here, large ones and mail there."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from carddata import Entity, Secret
from documents import Located
from gateway.config import Redaction
from gateway.workers import jobs
from gateway.workers.pool import JobFailed, Pool
from redactors import Finding, View
from redactors.conversation.scan import Scan, scan
from redactors.policy import Plan

# A text within all of these is scanned within about a millisecond, so it does not leave the event loop.
_INLINE_CHARACTERS = 1024
_INLINE_DIGITS = 96
_DIGITS_A_WORD = 3  # a number word costs as much as so many digits
_INLINE_DIGITS_WITH_PHONES = 24
# A mail of many numbers: measured at up to 5 s for a mebibyte.
_SECONDS_PER_MEBIBYTE = 8.0

__all__ = ["JobFailed", "Scanner"]


class Scanner:
    """Finds by plan. Raises JobFailed where nothing was found in time: mask the whole text then."""

    def __init__(self, settings: Redaction) -> None:
        self._texts = Pool(settings.workers, jobs.warm_up)
        # Mails take seconds; they must not keep chat lines waiting.
        self._mails = Pool(settings.workers, jobs.warm_up)
        self._deadline = settings.deadline_ms / 1000

    async def start(self) -> None:
        """Starts the worker processes, and imports here what scanning in line needs."""
        await asyncio.gather(self._texts.start(), self._mails.start(), asyncio.to_thread(jobs.warm_up))

    async def close(self) -> None:
        """Ends the worker processes."""
        await self._texts.close()
        await self._mails.close()

    async def find(self, text: str, plan: Plan) -> list[Finding]:
        """The findings of `text`, by code points."""
        if _is_small(text, plan):
            return jobs.redactor(plan).find(text)
        return (await self.find_each([(text, plan)]))[0]

    async def find_each(self, texts: Sequence[tuple[str, Plan]]) -> list[list[Finding]]:
        """The findings of many texts, each with its plan, as one job of one worker."""
        length = sum(len(text) for text, _ in texts)
        seconds = self._deadline * (1 + length / 2**18)
        packed = await self._texts.run(seconds, jobs.find_each, texts)
        return [[_unpacked(p) for p in each] for each in packed]

    async def read_turn(self, text: str, plan: Plan) -> Scan:
        """A turn of a conversation by itself."""
        if _is_small(text, plan):
            return scan(jobs.redactor(plan), text)
        seconds = self._deadline * (1 + len(text) / 2**18)
        packed, read = await self._texts.run(seconds, jobs.read_turn, text, plan)
        return replace(read, findings=tuple(_unpacked(p) for p in packed))

    async def find_in_message(self, raw: bytes, plan: Plan) -> list[Located]:
        """The findings of a mail. Raises InputError for what is no message."""
        seconds = self._message_seconds(raw)
        packed = await self._mails.run(seconds, jobs.find_in_message, raw, plan)
        return [Located(part, _unpacked(p)) for part, p in packed]

    async def render_message(self, raw: bytes, plan: Plan, replacements: Sequence[str]) -> bytes:
        """The mail with each finding, in their order, replaced."""
        seconds = self._message_seconds(raw)
        return await self._mails.run(seconds, jobs.render_message, raw, plan, list(replacements))

    def _message_seconds(self, raw: bytes) -> float:
        return self._deadline + len(raw) / 2**20 * _SECONDS_PER_MEBIBYTE


def _is_small(text: str, plan: Plan) -> bool:
    if len(text) > _INLINE_CHARACTERS:
        return False
    digits = sum(map(str.isnumeric, text)) + _DIGITS_A_WORD * View(text).clues.words
    return digits <= (_INLINE_DIGITS_WITH_PHONES if Entity.PHONE in plan.entities else _INLINE_DIGITS)


def _unpacked(packed: jobs.Packed) -> Finding:
    entity, start, end, score, rule, value, shape, flags = packed
    return Finding(entity, start, end, score, rule, None if value is None else Secret(value), shape, flags)
