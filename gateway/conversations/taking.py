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
from gateway.api.render import AGENT_ROLE, Rendered, kept, mint_all, new_value, replacement
from gateway.api.route import Call
from gateway.conversations.prompts import Prompts
from gateway.conversations.registry import ConversationNotFound, Slot, Value
from gateway.workers.scanner import JobFailed
from redactors import Conversation, Finding, Released
from redactors.conversation.released import Parts, spelled
from redactors.identities import Identities, canonical
from vault import NewValue, TokenRecord


async def take(call: Call, identity: str, asked: TurnRequest) -> TurnResponse:
    """The answer to a turn. Raises what the vault raises; the conversation then is what it was before."""
    services = call.services
    policy = services.config.redaction.policy
    try:
        read = await services.scanner.read_turn(asked.text, policy)
    except JobFailed:
        services.metrics.masked.inc()
        whole = struck_out(asked.text, asked.render)
        return TurnResponse(text=whole.text, findings=whole.findings, recalls=[], releases=[])
    async with services.conversations.turn_of(call.principal, identity, policy) as slot:
        draft = slot.state.copy()
        at = asked.at.timestamp() if asked.at is not None else None
        released = draft.turn(asked.turn_id, asked.role, asked.text, at, asked.speaker, asked.recall, read)
        agents = {*slot.agents, asked.turn_id} if asked.role == AGENT_ROLE else slot.agents
        mine = [] if asked.role == AGENT_ROLE else list(released.findings)
        prompts, spellings = None, {}
        if asked.render == "llm":
            prompts = slot.prompts.copy() if slot.prompts else Prompts()
            said = prompts.told(asked.turn_id, asked.text, released.findings)
            if asked.role != AGENT_ROLE:
                spellings = prompts.new({n: f for n, f in said.items() if f.entity not in CARDS}, asked.text, identity)
            mine = [finding for finding in mine if finding.entity in CARDS]
        tokens = await _minted(call, identity, slot, [*mine, *_recalled(released, agents)], spellings)
        for finding in released.findings:
            services.metrics.findings.labels(finding.entity).inc()
        if prompts is not None:
            prompts.records |= tokens.spellings
        answer = _answer(asked.turn_id, released, tokens.records, prompts)
        slot.state, slot.records, slot.people, slot.agents = draft, tokens.records, tokens.people, agents
        slot.prompts, slot.llm = prompts or slot.prompts, prompts is not None
    return answer


async def finish(call: Call, identity: str) -> ConversationEnd:
    """Ends the conversation and wipes it. Raises ConversationNotFound, and what the vault raises: then it goes on."""
    slot = call.services.conversations.get(call.principal, identity)
    async with slot.lock:
        if slot.over:
            raise ConversationNotFound("no such conversation")
        draft: Conversation = slot.state.copy()
        released = draft.end()
        tokens = await _minted(call, identity, slot, _recalled(released, slot.agents), {})
        ended = _ended(released, tokens.records, slot.prompts if slot.llm else None)
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


async def _minted(
    call: Call, identity: str, slot: Slot, findings: Iterable[Finding], spellings: Mapping[str, NewValue]
) -> _Tokens:
    """The tokens of the conversation, of `findings` and of `spellings`, those of the latter for prompts.

    A value has one token, wherever it stands and however it is spelled. A shorter name has that of the fullest one that
    the same person was given so far; what has a token keeps it.
    """
    new: dict[Value, Finding] = {}
    people = slot.people.copy()
    for finding in findings:
        value = _value(finding)
        if value is not None and value not in slot.records:
            people.number(finding.entity, _exposed(new.setdefault(value, finding)))
    whole = {v: (v[0], people.fullest(v[0], _exposed(finding))) for v, finding in new.items()}
    minted = [value for value in dict.fromkeys(whole.values()) if value not in slot.records]
    values = [*(new_value(new[value], identity) for value in minted), *spellings.values()]
    made = await mint_all(call.services.vault, call.access(identity), values) if values else []
    records = {**slot.records, **dict(zip(minted, made, strict=False))}
    records |= {value: records[full] for value, full in whole.items()}
    return _Tokens(records, people, dict(zip(spellings, made[len(minted) :], strict=True)))


def _answer(
    turn_id: str, released: Released, records: dict[Value, TokenRecord], prompts: Prompts | None
) -> TurnResponse:
    ended = _ended(released, records, prompts)
    if prompts is None:
        agents = [Rendered(f, _record(f, records), "").out() for f in released.findings]
        text = _read(released.parts, records)
        return TurnResponse(text=text, findings=agents, recalls=ended.recalls, releases=ended.releases)
    found: list[PromptFinding] = []
    for finding in released.findings:
        name = prompts.name(turn_id, finding)
        record = _record(finding, records) if finding.entity in CARDS else prompts.records.get(name or "")
        found.append(prompt_finding(finding, name, {name: record} if name and record else {}))
    text = prompts.read(turn_id, released.parts)
    return TurnResponse(text=text, findings=found, recalls=ended.recalls, releases=ended.releases)


def _ended(released: Released, records: dict[Value, TokenRecord], prompts: Prompts | None) -> ConversationEnd:
    def text(turn_id: str, parts: Parts) -> str:
        return _read(parts, records) if prompts is None else prompts.read(turn_id, parts)

    recalls = [
        RecallOut(
            turn_id=recall.turn_id,
            start=recall.finding.start,
            end=recall.finding.end,
            entity=recall.finding.entity,
            token=record.token if (record := _record(recall.finding, records)) else None,
            text=text(recall.turn_id, recall.parts),
        )
        for recall in released.recalls
    ]
    releases = [ReleaseOut(turn_id=r.turn_id, text=text(r.turn_id, r.parts)) for r in released.releases]
    if prompts is None:
        return ConversationEnd(recalls=recalls, releases=releases)
    placed = [
        PromptRecall(**dict(out), placeholder=prompts.name(recall.turn_id, recall.finding))
        for out, recall in zip(recalls, released.recalls, strict=True)
    ]
    return ConversationEnd(recalls=placed, releases=releases)


def _read(parts: Parts, records: dict[Value, TokenRecord]) -> str:
    return spelled(parts, lambda finding: replacement(finding, _record(finding, records)))


def _record(finding: Finding, records: dict[Value, TokenRecord]) -> TokenRecord | None:
    value = _value(finding)
    return None if value is None else records.get(value)


def _value(finding: Finding) -> Value | None:
    return (str(finding.entity), canonical(finding.entity, _exposed(finding))) if kept(finding) else None


def _exposed(finding: Finding) -> str:
    return finding.value.expose() if finding.value is not None else ""
