"""One turn through a conversation: read, decide on a copy, mint all tokens in one transaction, then keep the copy."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gateway.api.models import ConversationEnd, RecallOut, ReleaseOut, TurnRequest, TurnResponse
from gateway.api.redact import struck_out
from gateway.api.render import AGENT_ROLE, Rendered, mint_all, new_value, replacement, stored_as
from gateway.api.route import Call
from gateway.conversations.registry import ConversationNotFound, Slot, Value
from gateway.workers.scanner import JobFailed
from redactors import Conversation, Finding, Released
from redactors.conversation.released import Parts, spelled
from redactors.policy import Plan
from vault import NewValue, TokenRecord

_CUSTOMER_ROLE = "customer"


async def take(call: Call, identity: str, asked: TurnRequest) -> TurnResponse:
    """The answer to a turn. Raises what the vault raises; the conversation then is what it was before."""
    services, tenant = call.services, call.principal.tenant
    plan = services.policies.plan(tenant, channel=asked.channel, role=asked.role)
    customers = services.policies.plan(tenant, channel=asked.channel, role=_CUSTOMER_ROLE)
    try:
        read = await services.scanner.read_turn(asked.text, plan)
    except JobFailed:
        services.metrics.masked.inc()
        whole = struck_out(asked.text)
        return TurnResponse(text=whole.text, findings=whole.findings, recalls=[], releases=[])
    async with services.conversations.turn_of(call.principal, identity, customers) as slot:
        draft = slot.state.copy()
        at = asked.at.timestamp() if asked.at is not None else None
        released = draft.turn(asked.turn_id, asked.role, asked.text, at, asked.speaker, asked.recall, read)
        agents = {*slot.agents, asked.turn_id} if asked.role == AGENT_ROLE else slot.agents
        values = _recalled(released, agents, customers, identity)
        if asked.role != AGENT_ROLE:
            values |= _values(released.findings, plan, identity)
        records = await _minted(call, identity, slot, values)
        for finding in released.findings:
            services.metrics.findings.labels(finding.entity).inc()
        slot.state, slot.records, slot.agents, slot.plan = draft, records, agents, customers
    shown = _Shown(plan, records)
    answer = _ended(released, _Shown(customers, records))
    return TurnResponse(
        text=shown.read(released.parts),
        findings=[Rendered(finding, shown.record(finding), "").out() for finding in released.findings],
        recalls=answer.recalls,
        releases=answer.releases,
    )


async def finish(call: Call, identity: str) -> ConversationEnd:
    """Ends the conversation and wipes it. Raises ConversationNotFound, and what the vault raises: then it goes on."""
    slot = call.services.conversations.get(call.principal, identity)
    async with slot.lock:
        if slot.over:
            raise ConversationNotFound("no such conversation")
        draft: Conversation = slot.state.copy()
        released = draft.end()
        records = await _minted(call, identity, slot, _recalled(released, slot.agents, slot.plan, identity))
        call.services.conversations.end(call.principal, identity)
    return _ended(released, _Shown(slot.plan, records))


class _Shown(NamedTuple):
    """How findings read: by what the plan says of them, and the tokens that the conversation has."""

    plan: Plan
    records: dict[Value, TokenRecord]

    def read(self, parts: Parts) -> str:
        return spelled(parts, lambda finding: replacement(finding, self.plan, self.record(finding)))

    def record(self, finding: Finding) -> TokenRecord | None:
        value = _value(finding, self.plan)
        return None if value is None else self.records.get(value)


def _recalled(released: Released, agents: set[str], plan: Plan, contact: str) -> dict[Value, NewValue]:
    return _values((r.finding for r in released.recalls if r.turn_id not in agents), plan, contact)


def _values(findings: Iterable[Finding], plan: Plan, contact: str) -> dict[Value, NewValue]:
    """What is to be kept: a value once, wherever it stands."""
    values: dict[Value, NewValue] = {}
    for finding in findings:
        value, new = _value(finding, plan), new_value(finding, plan, contact)
        if value is not None and new is not None:
            values.setdefault(value, new)
    return values


async def _minted(call: Call, identity: str, slot: Slot, values: Mapping[Value, NewValue]) -> dict[Value, TokenRecord]:
    """The tokens of the conversation, with new ones for those of `values` that have none."""
    new = {value: kept for value, kept in values.items() if value not in slot.records}
    if not new:
        return dict(slot.records)
    made = await mint_all(call.services.vault, call.access(identity), list(new.values()))
    return {**slot.records, **dict(zip(new, made, strict=True))}


def _ended(released: Released, shown: _Shown) -> ConversationEnd:
    recalls = [
        RecallOut(
            turn_id=recall.turn_id,
            start=recall.finding.start,
            end=recall.finding.end,
            entity=recall.finding.entity,
            token=record.token if (record := shown.record(recall.finding)) else None,
            text=shown.read(recall.parts),
        )
        for recall in released.recalls
    ]
    releases = [ReleaseOut(turn_id=r.turn_id, text=shown.read(r.parts)) for r in released.releases]
    return ConversationEnd(recalls=recalls, releases=releases)


def _value(finding: Finding, plan: Plan) -> Value | None:
    entity = stored_as(finding, plan)
    return None if entity is None or finding.value is None else (str(entity), finding.value.expose())
