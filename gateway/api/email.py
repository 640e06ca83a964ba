"""`POST /v1/redact/email`: a message in, the same message with tokens out."""

from aiohttp import web

from carddata import Entity, InputError
from gateway.api.models import clean_label
from gateway.api.problems import FieldError, Problem
from gateway.api.render import mint_all, render, to_tokenize
from gateway.api.route import Call, Route
from gateway.auth.roles import Scope
from gateway.workers.scanner import JobFailed

_TYPE = "message/rfc822"
_CONTACT = "X-Gettone-Contact"
_LABEL_MAX = 128
_CHANNEL = "email"


async def redact_email(call: Call) -> web.Response:
    """One message (`message/rfc822` in and out), by the default policy.

    The contact comes in the header `X-Gettone-Contact`. Where finding is late or fails, nothing of
    the message is given back (503): a mail can be sent again.
    """
    if call.request.content_type != _TYPE:
        raise Problem(415, "media-type", f"Send {_TYPE}.")
    services = call.services
    contact = _contact(call)
    plan = services.policies.plan(call.principal.tenant, channel=_CHANNEL)
    raw = await call.body(services.config.server.max_message_bytes)
    try:
        located = await services.scanner.find_in_message(raw, plan)
        findings = [item.finding for item in located]
        for finding in findings:
            services.metrics.findings.labels(finding.entity).inc()
        values = to_tokenize(findings, plan, None, contact)
        records = await mint_all(services.vault, call.access(contact), values)
        rendered = render(findings, plan, None, records)
        places = {id(r.finding): r.text for r in rendered}
        texts = [places.get(id(f), f"[{Entity.TOKEN}]") for f in findings]
        message = await services.scanner.render_message(raw, plan, texts)
    except JobFailed:
        services.metrics.masked.inc()
        raise Problem(
            503,
            "late",
            "The message was not scanned in time; nothing was released.",
            headers={"Retry-After": "1"},
        ) from None
    except InputError as error:
        raise Problem(422, "not-a-message", str(error)) from None
    return web.Response(body=message, content_type=_TYPE)


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
    Route(
        "POST",
        "/v1/redact/email",
        redact_email,
        "Redact one message",
        Scope.REDACT,
        media_type=_TYPE,
    ),
)
