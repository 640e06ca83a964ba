"""`POST /v1/sockets`: a single-use ticket for opening a WebSocket where no header can be sent."""

import re

from aiohttp import hdrs, web

from gateway.api.models import SocketRequest, SocketResponse, holds_card
from gateway.api.problems import FieldError, Problem
from gateway.api.route import Call, Route, json_response
from gateway.auth.tickets import LIFETIME_SECONDS, TicketsExhausted

_RESOURCES = re.compile(
    r"/v1/media/pcm\?capture=cap_[0-9a-f]{24}|/v1/captures/cap_[0-9a-f]{24}/events"
    r"|/v1/conversations/[A-Za-z0-9._~-]{1,128}/stream"
)


async def create(call: Call) -> web.Response:
    """A ticket bound to caller, resource and Origin; whether the caller may, is checked at the opening."""
    asked = await call.json(SocketRequest)
    if not _RESOURCES.fullmatch(asked.resource) or holds_card(asked.resource):
        fields = [FieldError("resource", "must be the path and query of one of our WebSockets")]
        raise Problem(422, "invalid", "The body does not fit; see errors.", errors=fields)
    try:
        ticket = call.services.tickets.issue(call.principal, asked.resource, call.request.headers.get(hdrs.ORIGIN, ""))
    except TicketsExhausted:
        raise Problem(503, "busy", "Too many tickets wait unused.", headers={"Retry-After": "30"}) from None
    return json_response(SocketResponse(ticket=ticket, expires_in=LIFETIME_SECONDS), 201)


ROUTES = (
    Route(
        "POST",
        "/v1/sockets",
        create,
        "A ticket that opens one WebSocket once",
        body=SocketRequest,
        response=SocketResponse,
        status=201,
    ),
)
