"""`POST /v1/redact/email` and `/v1/redact/json`: a container in, the same container with tokens out."""

from aiohttp import web

from carddata import Entity, InputError
from gateway.api.models import clean_label
from gateway.api.problems import FieldError, Problem
from gateway.api.render import bounded, mint_all, render, stored_as, to_tokenize
from gateway.api.route import Call, Route
from gateway.auth.roles import Scope
from gateway.workers.jobs import Kind
from gateway.workers.scanner import JobFailed

_MESSAGE, _JSON = "message/rfc822", "application/json"
_CONTACT = "X-Gettone-Contact"
_LABEL_MAX = 128
_NOT = {"email": "not-a-message", "json": "not-json"}


async def redact_email(call: Call) -> web.Response:
    """One message (`message/rfc822` in and out), by the default policy."""
    if call.request.content_type != _MESSAGE:
        raise Problem(415, "media-type", f"Send {_MESSAGE}.")
    raw = await call.body(call.services.config.server.max_message_bytes)
    return web.Response(body=await _redacted(call, "email", raw), content_type=_MESSAGE)


async def redact_json(call: Call) -> web.Response:
    """Any JSON text, in and out, by the default policy."""
    if call.request.content_type != _JSON:
        raise Problem(415, "media-type", f"Send {_JSON}.")
    raw = await call.body(call.services.config.server.max_json_bytes)
    return web.Response(body=await _redacted(call, "json", raw), content_type=_JSON)


async def _redacted(call: Call, kind: Kind, raw: bytes) -> bytes:
    """The container with its findings replaced.

    The contact comes in the header `X-Gettone-Contact`. Where finding is late or fails, nothing is given back (503): it
    can be sent again.
    """
    services = call.services
    contact = _contact(call)
    plan = services.policies.plan(call.principal.tenant, channel=kind)
    try:
        located = await services.scanner.find_in_container(kind, raw, plan)
        findings = [item.finding for item in located]
        bounded(sum(stored_as(finding, plan) is not None for finding in findings))
        for finding in findings:
            services.metrics.findings.labels(finding.entity).inc()
        values = to_tokenize(findings, plan, None, contact)
        records = await mint_all(services.vault, call.access(contact), values)
        rendered = render(findings, plan, None, records)
        places = {id(r.finding): r.text for r in rendered}
        texts = [places.get(id(f), f"[{Entity.TOKEN}]") for f in findings]
        return await services.scanner.render_container(kind, raw, plan, texts)
    except JobFailed:
        services.metrics.masked.inc()
        raise Problem(
            503,
            "late",
            "It was not scanned in time; nothing was released.",
            headers={"Retry-After": "1"},
        ) from None
    except InputError as error:
        raise Problem(422, _NOT[kind], str(error)) from None


def _contact(call: Call) -> str | None:
    sent = call.request.headers.get(_CONTACT)
    if sent is None:
        return None
    try:
        if len(sent) > _LABEL_MAX:
            raise ValueError(f"must have at most {_LABEL_MAX} characters")
        return clean_label(sent)
    except ValueError as error:
        fields = [FieldError(f"header:{_CONTACT}", str(error))]
        raise Problem(422, "invalid", "A header does not fit; see errors.", errors=fields) from None


ROUTES = (
    Route("POST", "/v1/redact/email", redact_email, "Redact one message", Scope.REDACT, media_type=_MESSAGE),
    Route("POST", "/v1/redact/json", redact_json, "Redact one JSON text", Scope.REDACT),
)
