"""One turn through a conversation: read, decide on a copy, mint all tokens in one transaction, then keep the copy."""

from collections.abc import Iterable

from gateway.api.models import ConversationEnd, RecallOut, ReleaseOut, TurnRequest, TurnResponse
from gateway.api.redact import struck_out
from gateway.api.render import AGENT_ROLE, Rendered, bounded, kept, mint_all, new_value, replacement
from gateway.api.route import Call
from gateway.conversations.registry import ConversationNotFound, Slot, Value
from gateway.workers.scanner import JobFailed
from redactors import Conversation, Finding, Released
from redactors.conversation.released import Parts, spelled
from vault import TokenRecord


async def take(call: Call, identity: str, asked: TurnRequest) -> TurnResponse:
    """The answer to a turn. Raises what the vault raises, and Problem 413 for more values than a request may hold; the
    conversation then is what it was before."""
    services = call.services
    policy = services.config.redaction.policy
    try:
        read = await services.scanner.read_turn(asked.text, policy)
    except JobFailed:
        services.metrics.masked.inc()
        whole = struck_out(asked.text)
        return TurnResponse(text=whole.text, findings=whole.findings, recalls=[], releases=[])
    bounded(sum(map(kept, read.findings)))
    async with services.conversations.turn_of(call.principal, identity, policy) as slot:
        draft = slot.state.copy()
        at = asked.at.timestamp() if asked.at is not None else None
        released = draft.turn(asked.turn_id, asked.role, asked.text, at, asked.speaker, asked.recall, read)
        agents = {*slot.agents, asked.turn_id} if asked.role == AGENT_ROLE else slot.agents
        mine = [] if asked.role == AGENT_ROLE else list(released.findings)
        records = await _minted(call, identity, slot, [*mine, *_recalled(released, agents)])
        for finding in released.findings:
            services.metrics.findings.labels(finding.entity).inc()
        slot.state, slot.records, slot.agents = draft, records, agents
    answer = _ended(released, records)
    found = [Rendered(f, _record(f, records), "").out() for f in released.findings]
    return TurnResponse(
        text=_read(released.parts, records), findings=found, recalls=answer.recalls, releases=answer.releases
    )


async def finish(call: Call, identity: str) -> ConversationEnd:
    """Ends the conversation and wipes it. Raises ConversationNotFound, and what the vault raises: then it goes on."""
    slot = call.services.conversations.get(call.principal, identity)
    async with slot.lock:
        if slot.over:
            raise ConversationNotFound("no such conversation")
        draft: Conversation = slot.state.copy()
        released = draft.end()
        records = await _minted(call, identity, slot, _recalled(released, slot.agents))
        call.services.conversations.end(call.principal, identity)
    return _ended(released, records)


def _recalled(released: Released, agents: set[str]) -> list[Finding]:
    return [recall.finding for recall in released.recalls if recall.turn_id not in agents]


async def _minted(call: Call, identity: str, slot: Slot, findings: Iterable[Finding]) -> dict[Value, TokenRecord]:
    """The tokens of the conversation and of `findings`: a value has one token, wherever it stands."""
    new: dict[Value, Finding] = {}
    for finding in findings:
        value = _value(finding)
        if value is not None and value not in slot.records:
            new.setdefault(value, finding)
    if not new:
        return dict(slot.records)
    values = [new_value(finding, identity) for finding in new.values()]
    made = await mint_all(call.services.vault, call.access(identity), values)
    return {**slot.records, **dict(zip(new, made, strict=True))}


def _ended(released: Released, records: dict[Value, TokenRecord]) -> ConversationEnd:
    recalls = [
        RecallOut(
            turn_id=recall.turn_id,
            start=recall.finding.start,
            end=recall.finding.end,
            entity=recall.finding.entity,
            token=record.token if (record := _record(recall.finding, records)) else None,
            text=_read(recall.parts, records),
        )
        for recall in released.recalls
    ]
    releases = [ReleaseOut(turn_id=r.turn_id, text=_read(r.parts, records)) for r in released.releases]
    return ConversationEnd(recalls=recalls, releases=releases)


def _read(parts: Parts, records: dict[Value, TokenRecord]) -> str:
    return spelled(parts, lambda finding: replacement(finding, _record(finding, records)))


def _record(finding: Finding, records: dict[Value, TokenRecord]) -> TokenRecord | None:
    value = _value(finding)
    return None if value is None else records.get(value)


def _value(finding: Finding) -> Value | None:
    return (str(finding.entity), finding.value.expose()) if kept(finding) and finding.value is not None else None
