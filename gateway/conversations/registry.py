"""The conversations of this process: ids scoped to tenant and key, caps, and idle expiry."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carddata import GettoneError
from gateway.auth.principal import Principal
from gateway.config import Conversations as Settings
from gateway.metrics import Metrics
from gateway.workers import jobs
from redactors import Conversation
from redactors.conversation import Limits
from redactors.conversation.machine import Role
from redactors.identities import Identities
from redactors.policy import Plan
from vault import TokenRecord

if TYPE_CHECKING:  # it stands above this module: it knows how findings are rendered
    from gateway.conversations.prompts import Prompts

Key = tuple[str, str, str]
"""Tenant, API key, conversation id."""
Owner = tuple[str, str]
"""Tenant, API key."""
Value = tuple[str, str]
"""Entity and canonical value of a finding."""


class ConversationNotFound(GettoneError):
    """No conversation of this id for this key."""


class TooManyConversations(GettoneError):
    """The process holds as many conversations as it may."""


@dataclass(slots=True)
class Slot:
    """One conversation. Whoever changes it holds `lock` and puts a changed copy in place of `state`.

    `plan`: what the policy says of customers here. `records`: the tokens minted so far; `people`: whom they mean;
    `agents`: ids of the turns of agents, which mint none; `prompts`: what language models were told, `llm` whether the
    last turn was for one. `size`: bytes of its texts, as counted for its key.
    """

    state: Conversation = field(repr=False)
    plan: Plan
    used: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    records: dict[Value, TokenRecord] = field(default_factory=dict, repr=False)
    people: Identities = field(default_factory=Identities)
    prompts: "Prompts | None" = None
    llm: bool = False
    agents: set[str] = field(default_factory=set)
    size: int = 0
    over: bool = False


class Conversations:
    """Opens, finds and ends conversations. `clock`: seconds that never go back."""

    def __init__(self, settings: Settings, clock: Callable[[], float], metrics: Metrics) -> None:
        self._settings = settings
        self._clock = clock
        self._slots: dict[Key, Slot] = {}
        self._owned: dict[Owner, dict[Key, Slot]] = {}
        self._sizes: dict[Owner, int] = {}
        metrics.conversations.set_function(lambda: len(self._slots))

    def open(self, principal: Principal, identity: str, plan: Plan) -> Slot:
        """The caller's conversation, a new one if there is none. Raises TooManyConversations."""
        self._expire()
        key = (principal.tenant, principal.key_id, identity)
        slot = self._slots.pop(key, None)
        if slot is None:
            if len(self._slots) >= self._settings.max_open:
                raise TooManyConversations("too many conversations are open; end some first")
            limits = Limits(bytes=self._settings.max_bytes)
            slot = Slot(Conversation(jobs.redactor(plan), limits), plan, 0.0)
        slot.used = self._clock()
        # The most recently used stand last: `_expire` and `_grown` look from the front.
        self._slots[key] = slot
        owned = self._owned.setdefault(key[:2], {})
        owned.pop(key, None)
        owned[key] = slot
        return slot

    def question(self, principal: Principal, identity: str, role: Role) -> str:
        """What another side has said right before the next turn of `role`; empty where nothing was."""
        slot = self._slots.get((principal.tenant, principal.key_id, identity))
        return "" if slot is None else slot.state.question(role)

    @asynccontextmanager
    async def turn_of(self, principal: Principal, identity: str, plan: Plan) -> AsyncIterator[Slot]:
        """The same, for one caller at a time; counts what it holds afterwards. Raises TooManyConversations."""
        while True:
            slot = self.open(principal, identity, plan)
            async with slot.lock:
                if slot.over:
                    continue
                yield slot
                self._grown((principal.tenant, principal.key_id), slot)
                return

    def get(self, principal: Principal, identity: str) -> Slot:
        """The caller's conversation. Raises ConversationNotFound, also for another key's."""
        self._expire()
        slot = self._slots.get((principal.tenant, principal.key_id, identity))
        if slot is None:
            raise ConversationNotFound("no such conversation")
        return slot

    def _grown(self, owner: Owner, slot: Slot) -> None:
        """Counts what `slot` holds now, and ends its key's longest unused conversations past the key's bytes.

        What they held back is never shown.
        """
        if slot.over:
            return
        self._sizes[owner] = self._sizes.get(owner, 0) + slot.state.size - slot.size
        slot.size = slot.state.size
        while self._sizes[owner] > self._settings.max_bytes_per_key:
            key, oldest = next(iter(self._owned[owner].items()))
            if oldest is slot:
                return
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
        while self._slots:
            key, slot = next(iter(self._slots.items()))
            if slot.used > late:
                return
            self._drop(key)

    def _drop(self, key: Key) -> None:
        slot = self._slots.pop(key, None)
        if slot is None:
            return
        owner = key[:2]
        del self._owned[owner][key]
        self._sizes[owner] = self._sizes.get(owner, 0) - slot.size
        if not self._owned[owner]:
            del self._owned[owner], self._sizes[owner]
        slot.over = True
        slot.records.clear()
        slot.people, slot.prompts = Identities(), None
        slot.state.wipe()
