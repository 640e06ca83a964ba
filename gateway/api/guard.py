"""What stands before every handler: a request id, the caller, the answer to every error, one log line."""

import logging
import secrets
import time
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from carddata import GettoneError, is_token
from gateway.api.models import clean_label
from gateway.api.problems import Problem, problem_of
from gateway.api.route import Call, PublicRoute, Route, services_of
from gateway.api.scopes import require
from gateway.auth.authenticate import NotAuthenticated, by_key, by_ticket
from gateway.auth.denials import DenialLog
from gateway.auth.principal import Principal

_log = logging.getLogger("gettone.http")
_REQUEST_ID = web.RequestKey("request_id", str)
_SECURITY_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_CLIENT_LENGTH = 128
# No digits: a log must never have to wonder whether an id is a card.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DETAILS = {
    404: "There is nothing here; see /openapi.json.",
    405: "Not with this method; see /openapi.json.",
    413: "The body is too large.",
    426: "Open this as a WebSocket.",
}
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def request_id(request: web.BaseRequest) -> str:
    """The id of this request, ours and random."""
    found = request.get(_REQUEST_ID)
    if found is None:
        found = request[_REQUEST_ID] = "req_" + "".join(secrets.choice(_LETTERS) for _ in range(14))
    return found


@web.middleware
async def observe(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Every error becomes a problem; every request a count and a log line by route template."""
    started = time.monotonic()
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = _http_problem(error).response(request_id(request))
        for name in (hdrs.ALLOW, hdrs.LOCATION):
            if name in error.headers:
                response.headers[name] = error.headers[name]
    except GettoneError as error:
        response = problem_of(error).response(request_id(request))
    except ConnectionError:
        # The client has gone; what it asked for was done or not, and nobody reads this.
        response = Problem(400, "gone", "The connection was lost.").response(request_id(request))
    except Exception:
        _log.exception("unexpected error", extra={"request_id": request_id(request)})
        response = Problem(500, "internal", "The service could not do this; nothing was released.").response(
            request_id(request)
        )
    _told(request, response, time.monotonic() - started)
    return response


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """On every answer: nobody keeps it, nobody guesses its type; and the id to ask the operator about."""
    response.headers.update(_SECURITY_HEADERS)
    response.headers["X-Request-Id"] = request_id(request)


def guarded(route: Route, denials: DenialLog) -> _Handler:
    """`route` for aiohttp's router: the caller is known and allowed before the handler is asked."""

    async def handle(request: web.Request) -> web.StreamResponse:
        services = services_of(request)
        principal = await _principal(request, route, denials)
        call = Call(request, services, principal, request_id(request), _client(request))
        if route.scope is not None:
            named = request.match_info.get("token", "")
            # What only looks like a token is the caller's text and stays out of the log.
            await require(call, route.scope, named if is_token(named) else "")
        if route.websocket and request.headers.get(hdrs.UPGRADE, "").lower() != "websocket":
            raise Problem(426, "websocket", _DETAILS[426], headers={hdrs.UPGRADE: "websocket"})
        return await route.handler(call)

    return handle


def public(route: PublicRoute) -> _Handler:
    """`route` for aiohttp's router, for anybody."""
    return route.handler


async def _principal(request: web.Request, route: Route, denials: DenialLog) -> Principal:
    services = services_of(request)
    try:
        by_socket_ticket = by_ticket(request, services.tickets) if route.websocket else None
        return (
            by_socket_ticket[0]
            if by_socket_ticket
            else await by_key(request, services.vault, behind_proxy=services.config.server.behind_tls_proxy)
        )
    except NotAuthenticated as error:
        await denials.add(request.remote or "", request_id(request), error.reason)
        raise Problem(
            401, "unauthenticated", "Send a valid API key.", headers={hdrs.WWW_AUTHENTICATE: "Bearer"}
        ) from None


def _client(request: web.Request) -> str:
    """The program that calls, as the access log may have it: just this text is checked and logged."""
    try:
        return clean_label(request.headers.get(hdrs.USER_AGENT, "")[:_CLIENT_LENGTH])
    except ValueError:
        raise Problem(422, "invalid", "The User-Agent header must not hold card data.") from None


def _http_problem(error: web.HTTPException) -> Problem:
    status = max(error.status, 400)
    return Problem(status, f"http-{status}", _DETAILS.get(status, "The request cannot be served."))


def _told(request: web.Request, response: web.StreamResponse, seconds: float) -> None:
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else "(none)"
    method = request.method if request.method in hdrs.METH_ALL else "(other)"
    metrics = services_of(request).metrics
    metrics.requests.labels(route, method, str(response.status)).inc()
    metrics.latency.labels(route).observe(seconds)
    _log.info(
        "request",
        extra={
            "request_id": request_id(request),
            "method": method,
            "route": route,
            "status": response.status,
            "ms": round(seconds * 1000, 2),
        },
    )
