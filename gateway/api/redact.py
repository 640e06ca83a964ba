"""`POST /v1/redact` and `/v1/redact/batch`: text in, text with tokens out."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from carddata import Entity, GettoneError, InputError
from gateway.api.models import (
    BatchItem,
    BatchRequest,
    BatchResponse,
    BatchResult,
    FindingOut,
    PromptFinding,
    RedactRequest,
    RedactResponse,
    Render,
)
from gateway.api.problems import problem_of
from gateway.api.prompting import Prompt
from gateway.api.render import bounded, mint, mint_all, render, stored_as, to_tokenize
from gateway.api.route import Call, Route, invalid, json_response
from gateway.auth.roles import Scope
from gateway.workers.scanner import JobFailed
from redactors import Finding, splice
from redactors.policy import Plan
from vault import TokenRecord

_LONG, _MANY = 32_768, 500
"""Characters, findings: more take longer than the event loop has."""
_Model = TypeVar("_Model", bound=BaseModel)


class _Planned(NamedTuple):
    asked: BatchItem
    plan: Plan


async def redact(call: Call) -> web.Response:
    """One text: found, tokenized, and only then given back.

    Where scanning is late or fails, the whole text is struck out. Raises what the vault raises: then
    nothing is given back at all.
    """
    asked = await call.json(RedactRequest)
    services = call.services
    plan = _plan(call, asked)
    try:
        findings = await services.scanner.find(asked.text, plan)
    except JobFailed:
        services.metrics.masked.inc()
        return json_response(struck_out(asked.text, asked.render))
    _count(call, findings)
    bounded(_to_keep(findings, plan))
    prepared = await _prepared(asked, plan, findings)
    records = await mint_all(services.vault, call.access(asked.contact_id), prepared.values)
    return json_response(prepared.answer(records))


async def redact_batch(call: Call) -> web.Response:
    """Many texts: one scan, one transaction, and an outcome for each; one bad item never fails the rest."""
    items = (await call.json(BatchRequest)).items
    results: list[BatchResult] = []
    good: list[tuple[int, _Planned]] = []
    for index, item in enumerate(items):
        try:
            asked = validated(BatchItem, item, index)
            planned = _Planned(asked, _plan(call, asked, f"items[{index}]."))
        except GettoneError as error:
            results.append(BatchResult(id=_id_of(item), error=problem_of(error).body(call.request_id)))
        else:
            good.append((index, planned))
            results.append(BatchResult(id=asked.id))
    for (index, _), done in zip(good, await _redact_all(call, [planned for _, planned in good]), strict=True):
        results[index] = done
    return json_response(BatchResponse(items=results), exclude_none=True)


async def _redact_all(call: Call, items: Sequence[_Planned]) -> list[BatchResult]:
    if not items:
        return []
    services = call.services
    found = await services.scanner.find_each([(asked.text, plan) for asked, plan in items])
    bounded(sum(_to_keep(f, item.plan) for item, f in zip(items, found, strict=True) if not isinstance(f, JobFailed)))
    prepared = [
        None if isinstance(findings, JobFailed) else await _prepared(asked, plan, findings)
        for (asked, plan), findings in zip(items, found, strict=True)
    ]
    flat = [value for each in prepared if each is not None for value in each.values]
    minted = iter(await mint(services.vault, call.access(), flat))
    results: list[BatchResult] = []
    for (asked, _), findings, each in zip(items, found, prepared, strict=True):
        if each is None or isinstance(findings, JobFailed):
            services.metrics.masked.inc()
            results.append(BatchResult(id=asked.id, **dict(struck_out(asked.text, asked.render))))
            continue
        _count(call, findings)
        records = [next(minted) for _ in each.values]
        refused = next((r for r in records if isinstance(r, GettoneError)), None)
        if refused is not None:
            results.append(BatchResult(id=asked.id, error=problem_of(refused).body(call.request_id)))
            continue
        done = each.answer([r for r in records if isinstance(r, TokenRecord)])
        results.append(BatchResult(id=asked.id, text=done.text, findings=done.findings))
    return results


def validated(model: type[_Model], item: Any, index: int) -> _Model:
    """`item` as `model`. Raises Problem 422 with paths from `items[index]`."""
    try:
        return model.model_validate(item)
    except ValidationError as error:
        raise invalid(error, model, prefix=f"items[{index}]") from None


class _ForAgents:
    """One text with tokens. `values`: what becomes tokens, in order."""

    def __init__(self, asked: RedactRequest, plan: Plan, findings: Sequence[Finding]) -> None:
        self._asked, self._plan, self._findings = asked, plan, findings
        self.values = to_tokenize(findings, plan, asked.role, asked.contact_id)

    def answer(self, records: Sequence[TokenRecord]) -> RedactResponse:
        """The text as it leaves; `records` are those of `values`, in order."""
        rendered = render(self._findings, self._plan, self._asked.role, records)
        places = {id(r.finding): r.text for r in rendered}
        text = splice(self._asked.text, [r.finding for r in rendered], lambda f: places[id(f)])
        return RedactResponse(text=text, findings=[r.out() for r in rendered])


async def _prepared(asked: RedactRequest, plan: Plan, findings: Sequence[Finding]) -> _ForAgents | Prompt:
    """What is to be kept of a text, and how it will read. A long one is looked at beside the event loop."""
    how = Prompt if asked.render == "llm" else _ForAgents
    if len(asked.text) > _LONG or len(findings) > _MANY:
        return await asyncio.to_thread(how, asked, plan, findings)
    return how(asked, plan, findings)


def _to_keep(findings: Sequence[Finding], plan: Plan) -> int:
    return sum(stored_as(finding, plan) is not None for finding in findings)


def struck_out(text: str, reader: Render) -> RedactResponse:
    """What leaves when nothing could be decided in time."""
    whole = FindingOut(entity=Entity.QUARANTINED, start=0, end=len(text), token=None, brand=None, last4=None)
    if reader == "llm":
        return RedactResponse(text="[QUARANTINED]", findings=[PromptFinding(**dict(whole), placeholder=None)])
    return RedactResponse(text="[QUARANTINED]", findings=[whole])


def _plan(call: Call, asked: RedactRequest, prefix: str = "") -> Plan:
    """What the policy says of this text. Raises InputError with the path of the policy's name."""
    try:
        return call.services.policies.plan(call.principal.tenant, asked.policy, asked.channel, asked.role)
    except InputError as error:
        error.path = f"{prefix}{error.path}"
        raise


def _count(call: Call, findings: Sequence[Finding]) -> None:
    for finding in findings:
        call.services.metrics.findings.labels(finding.entity).inc()


def _id_of(item: Any) -> str | None:
    """The item's id, if that much of it is in order."""
    label = item.get("id") if isinstance(item, dict) else None
    try:
        return BatchItem.model_validate({"id": label, "text": ""}).id
    except ValidationError:
        return None


ROUTES = (
    Route("POST", "/v1/redact", redact, "Redact one text", Scope.REDACT, RedactRequest, RedactResponse),
    Route(
        "POST",
        "/v1/redact/batch",
        redact_batch,
        "Redact many texts, each with its own outcome",
        Scope.REDACT,
        BatchRequest,
        BatchResponse,
    ),
)
