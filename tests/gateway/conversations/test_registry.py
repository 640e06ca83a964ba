"""Who owns a conversation, how much a key may keep, and what goes when it is too much."""

import gc
from typing import Any

import pytest

from carddata import Secret
from gateway.auth.principal import Principal
from gateway.config import Conversations as Settings
from gateway.conversations.prompts import Prompts
from gateway.conversations.registry import ConversationNotFound, Conversations, Slot, TooManyConversations
from gateway.metrics import Metrics
from redactors import Finding
from redactors.policy import builtin
from redactors.policy.plan import plan_of

_PLAN = plan_of(builtin()["cards"])
_PII = plan_of(builtin()["pci+pii"])

CARD = "4539148803436467"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _principal(key: str, tenant: str = "acme") -> Principal:
    return Principal(tenant, key, "platform", frozenset())


def _registry(clock: Clock | None = None, **settings: Any) -> Conversations:
    return Conversations(Settings(**settings), clock or Clock(), Metrics())


async def _says(registry: Conversations, key: str, identity: str, *texts: str) -> Slot:
    async with registry.turn_of(_principal(key), identity, _PLAN) as slot:
        for number, text in enumerate(texts):
            slot.state.turn(f"{slot.state.size} {number}", "customer", text)
    return slot


def _strings(thing: object) -> set[str]:
    """All strings that can be reached from `thing`, classes and modules left out."""
    seen: dict[int, object] = {}
    open_ = [thing]
    while open_:
        one = open_.pop()
        if id(one) in seen or isinstance(one, type) or callable(one) or hasattr(one, "__file__"):
            continue
        seen[id(one)] = one
        open_ += gc.get_referents(one)
    return {one for one in seen.values() if isinstance(one, str)}


async def test_past_a_keys_bytes_its_longest_unused_conversations_go_and_no_other_keys() -> None:
    registry = _registry(max_bytes_per_key=1024)
    old = await _says(registry, "k1", "old", "é" * 300)
    others = await _says(registry, "k2", "old", "é" * 500)
    used = await _says(registry, "k1", "used", "x" * 300)
    await _says(registry, "k1", "old")
    new = await _says(registry, "k1", "new", "x" * 300)
    assert used.over
    assert [slot.over for slot in (old, others, new)] == [False, False, False]
    with pytest.raises(ConversationNotFound):
        registry.get(_principal("k1"), "used")


async def test_one_conversation_alone_may_fill_its_keys_bytes() -> None:
    registry = _registry(max_bytes_per_key=1024)
    slot = await _says(registry, "k1", "one", "x" * 5000)
    assert not slot.over


@pytest.mark.parametrize("how", ["ended", "evicted", "expired", "closed"])
async def test_of_a_conversation_that_is_gone_no_text_can_be_reached(how: str) -> None:
    clock = Clock()
    registry = _registry(clock, max_bytes_per_key=1024, idle_seconds=60)
    slot = await _says(registry, "k1", "one", "my card is 4539 1488", "0343 6467", "and 4539 14", "secret word")
    slot.people.number("PERSON", "secret name")
    slot.prompts = Prompts()
    slot.prompts.told("1", "secret mail", _PII, [Finding("EMAIL", 0, 11, 1.0, "test", Secret("secret@mail"))])
    assert CARD[:4] in " ".join(_strings(slot))
    assert {"secret name", "secret mail"} <= _strings(slot)
    if how == "ended":
        registry.end(_principal("k1"), "one")
    elif how == "evicted":
        await _says(registry, "k1", "two", "x" * 2000)
    elif how == "expired":
        clock.now += 61
        await _says(registry, "k1", "two", "hello")
    else:
        registry.close()
    assert slot.over
    reached = " ".join(_strings(slot))
    assert not any(part in reached for part in (*(CARD[i : i + 3] for i in range(14)), "secret"))


async def test_what_an_evicted_conversation_held_back_is_never_given_back() -> None:
    """The id is free again; the new conversation knows nothing of the old one."""
    registry = _registry(max_bytes_per_key=1024)
    first = await _says(registry, "k1", "one")
    assert first.state.turn("1", "customer", "4539 1488").text == "\u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022"
    await _says(registry, "k1", "two", "x" * 2000)
    again = await _says(registry, "k1", "one")
    assert again is not first
    released = again.state.turn("2", "customer", "hello")
    assert (released.recalls, released.releases) == ((), ())
    assert again.state.end().releases == ()


async def test_ids_belong_to_a_tenant_and_a_key() -> None:
    registry = _registry()
    await _says(registry, "k1", "one", "hello")
    for principal in (_principal("k2"), _principal("k1", "globex")):
        with pytest.raises(ConversationNotFound):
            registry.get(principal, "one")


async def test_a_process_holds_so_many() -> None:
    registry = _registry(max_open=1)
    await _says(registry, "k1", "one", "hello")
    with pytest.raises(TooManyConversations):
        await _says(registry, "k1", "two", "hello")
