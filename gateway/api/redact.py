"""`POST /v1/redact` and `/v1/redact/batch`: text in, text with tokens out."""

import asyncio
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from carddata import Entity, GettoneError
from gateway.api.models import (
    BatchItem,
    BatchRequest,
    BatchResponse,
    BatchResult,
    FindingOut,
    RedactRequest,
    RedactResponse,
)
from gateway.api.problems import problem_of
from gateway.api.render import render, to_tokenize
from gateway.api.route import Call, Route, invalid, json_response
from gateway.auth.roles import Scope
from gateway.workers.scanner import JobFailed
from redactors import splice

_Model = TypeVar("_Model", bound=BaseModel)


async def redact(call: Call) -> web.Response:
    """One text."""
    return json_response(await redact_text(call, await call.json(RedactRequest)))


async def redact_batch(call: Call) -> web.Response:
    """Many texts at once; one bad item never fails the rest."""
    items = (await call.json(BatchRequest)).items
    return json_response(
        BatchResponse(items=list(await asyncio.gather(*(_one(call, i, item) for i, item in enumerate(items))))),
        exclude_none=True,
    )


async def redact_text(call: Call, asked: RedactRequest) -> RedactResponse:
    """Finds, tokenizes in one transaction, and only then gives the text back.

    Where scanning is late or fails, the whole text is struck out. Raises what the vault raises: then
    nothing is given back at all.
    """
    services = call.services
    policy = asked.policy or services.config.redaction.policy
    try:
        findings = await services.scanner.find(asked.text, policy)
    except JobFailed:
        services.metrics.masked.inc()
        return struck_out(asked.text)
    for finding in findings:
        services.metrics.findings.labels(finding.entity).inc()
    values = to_tokenize(findings, asked.role)
    records = await services.vault.tokenize(call.access(asked.contact_id), values) if values else []
    rendered = render(findings, asked.role, records)
    places = {id(r.finding): r.text for r in rendered}
    text = splice(asked.text, [r.finding for r in rendered], lambda f: places[id(f)])
    return RedactResponse(text=text, findings=[r.out() for r in rendered])


def struck_out(text: str) -> RedactResponse:
    """What leaves when nothing could be decided in time."""
    whole = FindingOut(entity=Entity.QUARANTINED, start=0, end=len(text), token=None, brand=None, last4=None)
    return RedactResponse(text="[QUARANTINED]", findings=[whole])


async def _one(call: Call, index: int, item: Any) -> BatchResult:
    label = item.get("id") if isinstance(item, dict) else None
    try:
        asked = validated(BatchItem, item, index)
        label = asked.id
        done = await redact_text(call, asked)
    except GettoneError as error:
        body = problem_of(error).body(call.request_id)
        return BatchResult(id=label if _valid_id(label) else None, error=body)
    return BatchResult(id=label, text=done.text, findings=done.findings)


def validated(model: type[_Model], item: Any, index: int) -> _Model:
    """`item` as `model`. Raises Problem 422 with paths from `items[index]`."""
    try:
        return model.model_validate(item)
    except ValidationError as error:
        raise invalid(error, model, prefix=f"items[{index}]") from None


def _valid_id(label: object) -> bool:
    try:
        BatchItem.model_validate({"id": label, "text": ""})
    except ValidationError:
        return False
    return True


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
