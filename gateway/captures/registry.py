"""The open captures of this process: ids, time limits, the way to the vault, and who listens."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from carddata import Entity, GettoneError, Secret
from gateway.captures.session import FINAL, Session, Stage
from gateway.config import Captures as Settings
from gateway.metrics import Metrics
from vault import Access, NewValue, TokenRecord, Vault, VaultUnavailable

_log = logging.getLogger("gettone.captures")
_KEPT_SECONDS = 900
_TRIES = 5
_MAX_LISTENERS = 16


class CaptureNotFound(GettoneError):
    """No capture of this id for this tenant."""


class TooManyCaptures(GettoneError):
    """The process holds as many captures as it may."""


@dataclass(slots=True)
class Capture:
    """One capture: its session, its owner, and its token once there is one."""

    id: str
    access: Access
    session: Session
    token: TokenRecord | None = None
    masked_ms: float = 0.0
    media_attached: bool = False
    listeners: set["asyncio.Queue[None]"] = field(default_factory=set)

    @property
    def over(self) -> bool:
        """Whether nothing can change any more."""
        return self.session.stage in FINAL

    def changed(self) -> None:
        """Wakes the listeners."""
        for queue in self.listeners:
            if queue.empty():
                queue.put_nowait(None)


class Captures:
    """Opens, finds, feeds and ends captures."""

    def __init__(self, vault: Vault, settings: Settings, metrics: Metrics) -> None:
        self._vault = vault
        self._settings = settings
        self._captures: dict[str, Capture] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        metrics.captures.set_function(lambda: sum(not c.over for c in self._captures.values()))

    def open(self, access: Access) -> Capture:
        """A new capture of the caller's tenant. Raises TooManyCaptures."""
        if len(self._captures) >= self._settings.max_open:
            self._make_room()
        capture = Capture(
            id=f"cap_{secrets.token_hex(12)}",
            access=access,
            session=Session(self._settings.attempts),
        )
        self._captures[capture.id] = capture
        loop = asyncio.get_running_loop()
        loop.call_later(self._settings.seconds, self._expire, capture)
        loop.call_later(self._settings.seconds + _KEPT_SECONDS, self._captures.pop, capture.id, None)
        return capture

    def get(self, tenant: str, capture_id: str) -> Capture:
        """The tenant's capture. Raises CaptureNotFound, also for another tenant's."""
        capture = self._captures.get(capture_id)
        if capture is None or capture.access.tenant != tenant:
            raise CaptureNotFound("no such capture")
        return capture

    def key(self, capture: Capture, key: str) -> None:
        """One key pressed. A complete card goes to the vault in the background."""
        card = capture.session.key(key)
        if card is not None:
            task = asyncio.get_running_loop().create_task(self._tokenize(capture, card))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        capture.changed()

    def cancel(self, capture: Capture) -> None:
        """Ends a capture and wipes its digits."""
        capture.session.finish(Stage.CANCELLED)
        capture.changed()

    def hang_up(self, capture: Capture) -> None:
        """The media leg is gone: what was keyed and is no card yet is wiped."""
        if capture.session.stage is Stage.PAN:
            capture.session.finish(Stage.FAILED, "hang-up")
            capture.changed()

    @asynccontextmanager
    async def watch(self, capture: Capture) -> AsyncIterator["asyncio.Queue[None]"]:
        """A queue that gets an item whenever the capture may have changed. Raises TooManyCaptures."""
        if len(capture.listeners) >= _MAX_LISTENERS:
            raise TooManyCaptures("too many listeners on this capture")
        queue: asyncio.Queue[None] = asyncio.Queue(1)
        capture.listeners.add(queue)
        try:
            yield queue
        finally:
            capture.listeners.discard(queue)

    async def close(self) -> None:
        """Lets running tokenizations end, then wipes everything."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=3)
        for capture in self._captures.values():
            capture.session.finish(Stage.CANCELLED, "shutdown")
            capture.changed()
        self._captures.clear()

    async def _tokenize(self, capture: Capture, card: Secret[str]) -> None:
        try:
            record = await self._kept(capture.access, card)
            if capture.over:
                # Cancelled while the vault was at work: nobody waits for this card.
                await self._vault.delete(capture.access, record.token)
            else:
                capture.token = record
                capture.session.finish(Stage.DONE)
        except GettoneError as error:
            _log.error("capture not tokenized", extra={"reason": str(error)})
        finally:
            capture.session.finish(Stage.FAILED, "vault")
            capture.changed()

    async def _kept(self, access: Access, card: Secret[str]) -> TokenRecord:
        for attempt in range(_TRIES):
            try:
                return (await self._vault.tokenize(access, [NewValue(Entity.PAN, card)]))[0]
            except VaultUnavailable:
                await asyncio.sleep(0.2 * 2**attempt)
        raise VaultUnavailable

    def _make_room(self) -> None:
        over = next((c.id for c in self._captures.values() if c.over), None)
        if over is None:
            raise TooManyCaptures("too many captures are open; end some first")
        del self._captures[over]

    def _expire(self, capture: Capture) -> None:
        if capture.session.stage is Stage.PAN:
            capture.session.finish(Stage.EXPIRED)
            capture.changed()
