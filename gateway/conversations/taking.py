"""One turn through a conversation: read, decide on a copy, mint all tokens in one transaction, then keep the copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.api.models import (
    ConversationEnd,
    PromptFinding,
    PromptRecall,
    RecallOut,
    ReleaseOut,
    TurnRequest,
    TurnResponse,
)
from gateway.api.prompting import CARDS, prompt_finding
from gateway.api.redact import struck_out
from gateway.api.render import AGENT_ROLE, Rendered, bounded, mint_all, new_value, replacement, stored_as
from gateway.api.route import Call
from gateway.conversations.prompts import Prompts
from gateway.conversations.registry import ConversationNotFound, Slot, Value
from gateway.workers.scanner import JobFailed
from redactors import Conversation, Finding, Released
from redactors.conversation.released import Parts, spelled
from redactors.identities import Identities, canonical
from redactors.policy import Plan
from vault import NewValue, TokenRecord

_CUSTOMER_ROLE = "customer"


async def take(call: Call, identity: str, asked: TurnRequest) -> TurnResponse:
    """The answer to a turn. Raises what the vault raises, and Problem 413 for more values than a request may hold; the
    conversation then is what it was before."""
    services, tenant = call.services, call.principal.tenant
    plan = services.policies.plan(tenant, channel=asked.channel, role=asked.role)
    customers = services.policies.plan(tenant, channel=asked.channel, role=_CUSTOMER_ROLE)
    try:
        question = services.conversations.question(call.principal, identity, asked.role)
        read = await services.scanner.read_turn(asked.text, plan, question)
    except JobFailed:
        services.metrics.masked.inc()
        whole = struck_out(asked.text, asked.render)
        return TurnResponse(text=whole.text, findings=whole.findings, recalls=[], releases=[])
    bounded(sum(stored_as(finding, plan) is not None for finding in read.findings))
    async with services.conversations.turn_of(call.principal, identity, customers) as slot:
        draft = slot.state.copy()
        at = asked.at.timestamp() if asked.at is not None else None
        released = draft.turn(asked.turn_id, asked.role, asked.text, at, asked.speaker, asked.recall, read)
        agents = {*slot.agents, asked.turn_id} if asked.role == AGENT_ROLE else slot.agents
        mine = [] if asked.role == AGENT_ROLE else [(finding, plan) for finding in released.findings]
        prompts, spellings = None, {}
        if asked.render == "llm":
            prompts = slot.prompts.copy() if slot.prompts else Prompts()
            said = prompts.told(asked.turn_id, asked.text, plan, released.findings)
            if asked.role != AGENT_ROLE:
                others = {name: finding for name, finding in said.items() if finding.entity not in CARDS}
                spellings = prompts.new(others, plan, asked.text, identity)
            mine = [(finding, plan) for finding, _ in mine if finding.entity in CARDS]
        recalled = [(finding, customers) for finding in _recalled(released, agents)]
        tokens = await _minted(call, identity, slot, [*mine, *recalled], spellings)
        for finding in released.findings:
            services.metrics.findings.labels(finding.entity).inc()
        if prompts is not None:
            prompts.records |= tokens.spellings
        shown = _Shown(plan, customers, tokens.records, prompts)
        answer = _answer(asked.turn_id, released, shown)
        slot.state, slot.records, slot.people, slot.agents = draft, tokens.records, tokens.people, agents
        slot.prompts, slot.llm, slot.plan = prompts or slot.prompts, prompts is not None, customers
    return answer


async def finish(call: Call, identity: str) -> ConversationEnd:
    """Ends the conversation and wipes it. Raises ConversationNotFound, and what the vault raises: then it goes on."""
    slot = call.services.conversations.get(call.principal, identity)
    async with slot.lock:
        if slot.over:
            raise ConversationNotFound("no such conversation")
        draft: Conversation = slot.state.copy()
        released = draft.end()
        recalled = [(finding, slot.plan) for finding in _recalled(released, slot.agents)]
        tokens = await _minted(call, identity, slot, recalled, {})
        ended = _ended(released, _Shown(slot.plan, slot.plan, tokens.records, slot.prompts if slot.llm else None))
        call.services.conversations.end(call.principal, identity)
    return ended


def _recalled(released: Released, agents: set[str]) -> list[Finding]:
    return [recall.finding for recall in released.recalls if recall.turn_id not in agents]


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of values, whom they mean, and the tokens of new spellings by placeholder."""

    records: dict[Value, TokenRecord]
    people: Identities
    spellings: dict[str, TokenRecord]


@dataclass(frozen=True, slots=True)
class _Shown:
    """How findings read: `plan` says it of this turn's, `earlier` of those of turns before it."""

    plan: Plan
    earlier: Plan
    records: Mapping[Value, TokenRecord]
    prompts: Prompts | None

    def record(self, finding: Finding, plan: Plan) -> TokenRecord | None:
        value = _value(finding, plan)
        return None if value is None else self.records.get(value)

    def read(self, turn_id: str, plan: Plan, parts: Parts) -> str:
        if self.prompts is not None:
            return self.prompts.read(turn_id, plan, parts)
        return spelled(parts, lambda finding: replacement(finding, plan, self.record(finding, plan)))


async def _minted(
    call: Call,
    identity: str,
    slot: Slot,
    findings: Iterable[tuple[Finding, Plan]],
    spellings: Mapping[str, NewValue],
) -> _Tokens:
    """The tokens of the conversation, of `findings` and of `spellings`, those of the latter for prompts.

    A value has one token, wherever it stands and however it is spelled. A shorter name has that of the fullest one that
    the same person was given so far; what has a token keeps it.
    """
    new: dict[Value, NewValue] = {}
    people = slot.people.copy()
    for finding, plan in findings:
        value, kept = _value(finding, plan), new_value(finding, plan, identity)
        if value is not None and kept is not None and value not in slot.records:
            people.number(value[0], new.setdefault(value, kept).value.expose())
    whole = {v: (v[0], people.fullest(v[0], kept.value.expose())) for v, kept in new.items()}
    minted = [value for value in dict.fromkeys(whole.values()) if value not in slot.records]
    bounded(len(slot.records) + len(minted) + len(slot.prompts.records if slot.prompts else ()) + len(spellings))
    values = [*(new[value] for value in minted), *spellings.values()]
    made = await mint_all(call.services.vault, call.access(identity), values) if values else []
    records = {**slot.records, **dict(zip(minted, made, strict=False))}
    records |= {value: records[full] for value, full in whole.items()}
    return _Tokens(records, people, dict(zip(spellings, made[len(minted) :], strict=True)))


def _answer(turn_id: str, released: Released, shown: _Shown) -> TurnResponse:
    ended = _ended(released, shown)
    text = shown.read(turn_id, shown.plan, released.parts)
    prompts = shown.prompts
    if prompts is None:
        agents = [Rendered(f, shown.record(f, shown.plan), "").out() for f in released.findings]
        return TurnResponse(text=text, findings=agents, recalls=ended.recalls, releases=ended.releases)
    found: list[PromptFinding] = []
    for finding in released.findings:
        name = prompts.name(turn_id, shown.plan, finding)
        card = finding.entity in CARDS
        record = shown.record(finding, shown.plan) if card else prompts.records.get(name or "")
        found.append(prompt_finding(finding, name, {name: record} if name and record else {}))
    return TurnResponse(text=text, findings=found, recalls=ended.recalls, releases=ended.releases)


def _ended(released: Released, shown: _Shown) -> ConversationEnd:
    plan = shown.earlier
    recalls = [
        RecallOut(
            turn_id=recall.turn_id,
            start=recall.finding.start,
            end=recall.finding.end,
            entity=recall.finding.entity,
            token=record.token if (record := shown.record(recall.finding, plan)) else None,
            text=shown.read(recall.turn_id, plan, recall.parts),
        )
        for recall in released.recalls
    ]
    releases = [
        ReleaseOut(turn_id=release.turn_id, text=shown.read(release.turn_id, plan, release.parts))
        for release in released.releases
    ]
    if shown.prompts is None:
        return ConversationEnd(recalls=recalls, releases=releases)
    placed = [
        PromptRecall(**dict(out), placeholder=shown.prompts.name(recall.turn_id, plan, recall.finding))
        for out, recall in zip(recalls, released.recalls, strict=True)
    ]
    return ConversationEnd(recalls=placed, releases=releases)


def _value(finding: Finding, plan: Plan) -> Value | None:
    entity = stored_as(finding, plan)
    if entity is None or finding.value is None:
        return None
    return str(entity), canonical(entity, finding.value.expose())
