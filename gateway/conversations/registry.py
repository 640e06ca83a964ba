"""The conversations of this process: ids scoped to tenant and key, caps, and idle expiry."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from carddata import GettoneError
from gateway.auth.principal import Principal
from gateway.config import Conversations as Settings
from gateway.metrics import Metrics
from gateway.workers import jobs
from redactors import Conversation
from redactors.conversation import Limits
from vault import TokenRecord

Key = tuple[str, str, str]
"""Tenant, API key, conversation id."""
Value = tuple[str, str]
"""Entity and value of a finding."""


class ConversationNotFound(GettoneError):
    """No conversation of this id for this key."""


class TooManyConversations(GettoneError):
    """The process holds as many conversations as it may."""


@dataclass(slots=True)
class Slot:
    """One conversation. Whoever changes it holds `lock` and puts a changed copy in place of `state`.

    `records`: the tokens minted so far; `agents`: ids of the turns of agents, which mint none.
    """

    state: Conversation = field(repr=False)
    used: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    records: dict[Value, TokenRecord] = field(default_factory=dict, repr=False)
    agents: set[str] = field(default_factory=set)
    over: bool = False


class Conversations:
    """Opens, finds and ends conversations. `clock`: seconds that never go back."""

    def __init__(self, settings: Settings, clock: Callable[[], float], metrics: Metrics) -> None:
        self._settings = settings
        self._clock = clock
        self._slots: dict[Key, Slot] = {}
        metrics.conversations.set_function(lambda: len(self._slots))

    def open(self, principal: Principal, identity: str, policy: str) -> Slot:
        """The caller's conversation, a new one if there is none. Raises TooManyConversations."""
        self._expire()
        key = (principal.tenant, principal.key_id, identity)
        slot = self._slots.pop(key, None)
        if slot is None:
            if len(self._slots) >= self._settings.max_open:
                raise TooManyConversations("too many conversations are open; end some first")
            limits = Limits(characters=self._settings.max_characters)
            slot = Slot(Conversation(jobs.redactor(policy), limits), 0.0)
        slot.used = self._clock()
        # The most recently used stand last: `_expire` and `make_room` look from the front.
        self._slots[key] = slot
        return slot

    def get(self, principal: Principal, identity: str) -> Slot:
        """The caller's conversation. Raises ConversationNotFound, also for another key's."""
        self._expire()
        slot = self._slots.get((principal.tenant, principal.key_id, identity))
        if slot is None:
            raise ConversationNotFound("no such conversation")
        return slot

    def make_room(self, principal: Principal) -> None:
        """Ends the key's longest unused conversations past its bytes. What they held back is never shown."""
        own = [(k, s) for k, s in self._slots.items() if k[:2] == (principal.tenant, principal.key_id)]
        size = sum(slot.state.size for _, slot in own)
        for key, slot in own[:-1]:
            if size <= self._settings.max_characters_per_key:
                return
            size -= slot.state.size
            self._drop(key)

    def end(self, principal: Principal, identity: str) -> None:
        """Wipes the caller's conversation."""
        self._drop((principal.tenant, principal.key_id, identity))

    def close(self) -> None:
        """Wipes all."""
        for key in list(self._slots):
            self._drop(key)

    def _expire(self) -> None:
        late = self._clock() - self._settings.idle_seconds
        for key, slot in list(self._slots.items()):
            if slot.used > late:
                return
            self._drop(key)

    def _drop(self, key: Key) -> None:
        slot = self._slots.pop(key, None)
        if slot is not None:
            slot.over = True
            slot.records.clear()
            slot.state.end()
