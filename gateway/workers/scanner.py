"""Finding, in line or in a worker, always under the deadline: small texts here, large ones and mail there."""

from collections.abc import Sequence
from dataclasses import replace

from carddata import Secret
from documents import Located
from gateway.config import Redaction
from gateway.workers import jobs
from gateway.workers.pool import JobFailed, Pool
from redactors import Finding
from redactors.conversation.scan import Scan, scan

INLINE_CHARACTERS = 1024

__all__ = ["JobFailed", "Scanner"]


class Scanner:
    """Finds by policy name. Raises JobFailed where nothing was found in time: mask the whole text then."""

    def __init__(self, settings: Redaction) -> None:
        self._pool = Pool(settings.workers, jobs.warm_up)
        self._deadline = settings.deadline_ms / 1000

    async def start(self) -> None:
        """Starts the worker processes."""
        await self._pool.start()

    async def close(self) -> None:
        """Ends the worker processes."""
        await self._pool.close()

    async def find(self, text: str, policy: str) -> list[Finding]:
        """The findings of `text`, by code points."""
        if len(text) <= INLINE_CHARACTERS:
            return jobs.redactor(policy).find(text)
        packed = await self._pool.run(self._deadline, jobs.find, text, policy)
        return [_unpacked(p) for p in packed]

    async def read_turn(self, text: str, policy: str) -> Scan:
        """A turn of a conversation by itself."""
        if len(text) <= INLINE_CHARACTERS:
            return scan(jobs.redactor(policy), text)
        packed, read = await self._pool.run(self._deadline, jobs.read_turn, text, policy)
        return replace(read, findings=tuple(_unpacked(p) for p in packed))

    async def find_in_message(self, raw: bytes, policy: str) -> list[Located]:
        """The findings of a mail. Raises InputError for what is no message."""
        packed = await self._pool.run(self._message_seconds(raw), jobs.find_in_message, raw, policy)
        return [Located(part, _unpacked(p)) for part, p in packed]

    async def render_message(self, raw: bytes, policy: str, replacements: Sequence[str]) -> bytes:
        """The mail with each finding, in their order, replaced."""
        return await self._pool.run(self._message_seconds(raw), jobs.render_message, raw, policy, list(replacements))

    def _message_seconds(self, raw: bytes) -> float:
        return self._deadline * (1 + len(raw) / 2**20)


def _unpacked(packed: jobs.Packed) -> Finding:
    entity, start, end, score, rule, value, shape, flags = packed
    return Finding(entity, start, end, score, rule, None if value is None else Secret(value), shape, flags)
