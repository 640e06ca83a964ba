"""`/v1/conversations/{id}`: turns that are redacted together, so that a card split over them is one card."""

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from carddata import GettoneError, InputError
from gateway.api.models import ConversationEnd, TurnFrame, TurnRequest, TurnResponse, clean_label
from gateway.api.problems import FieldError, Problem, problem_of
from gateway.api.route import Call, Route, invalid, json_response
from gateway.api.websocket import open_socket
from gateway.auth.roles import Scope
from gateway.conversations.taking import finish, take
from gateway.conversations.typing import Typing
from redactors.policy import Plan

_PATH = "/v1/conversations/{id:[A-Za-z0-9._~-]{1,128}}"


async def turn(call: Call) -> web.Response:
    """One turn: what may be shown of it now, and what changes in earlier ones."""
    identity = _identity(call)
    return json_response(await take(call, identity, await call.json(TurnRequest)))


async def end(call: Call) -> web.Response:
    """No more turns: what is open is decided, and all is wiped."""
    return json_response(await finish(call, _identity(call)))


async def stream(call: Call) -> web.StreamResponse:
    """A WebSocket of turns, whole or in deltas. See docs/reference/http.md for the frames."""
    identity = _identity(call)
    socket = await open_socket(call)
    services = call.services
    settings = services.config.conversations

    def plan_for(channel: str | None, role: str | None) -> Plan:
        return services.policies.plan(call.principal.tenant, None, channel, role)

    typing = Typing(
        plan_for,
        services.clock,
        hold=settings.hold_seconds,
        keep=settings.idle_seconds,
        limit=services.config.server.max_json_bytes,
    )
    while not socket.closed:
        try:
            message = await socket.receive(timeout=typing.wait)
        except TimeoutError:
            await _late(call, socket, typing)
            continue
        if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
            break
        if message.type is not WSMsgType.TEXT:
            await socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
            break
        try:
            await _frame(call, socket, identity, typing, _parsed(message.data))
        except GettoneError as error:
            await _tell(call, socket, error)
    return socket


async def _frame(call: Call, socket: web.WebSocketResponse, identity: str, typing: Typing, frame: TurnFrame) -> None:
    async for shown in typing.add(frame):
        await _show(socket, frame.turn_id, shown)
    asked = typing.complete(frame)
    if asked is not None:
        answer = await take(call, identity, asked)
        typing.done(frame.turn_id)
        await socket.send_json({"turn_id": frame.turn_id, **answer.model_dump(mode="json")})


async def _late(call: Call, socket: web.WebSocketResponse, typing: Typing) -> None:
    """Nothing came in time: what is held goes as dots, and turns that nobody ends are given up."""
    for turn_id, shown in typing.late():
        await _show(socket, turn_id, shown)
    for turn_id in typing.forgotten():
        error = InputError("the turn was not ended in time: send it again", path="turn_id")
        await _tell(call, socket, error, turn_id=turn_id)


async def _show(socket: web.WebSocketResponse, turn_id: str, shown: str) -> None:
    if shown:
        await socket.send_json({"turn_id": turn_id, "delta": shown})


async def _tell(call: Call, socket: web.WebSocketResponse, error: GettoneError, **more: str) -> None:
    await socket.send_json({**more, "error": problem_of(error).body(call.request_id)})


def _parsed(data: str) -> TurnFrame:
    try:
        return TurnFrame.model_validate_json(data)
    except ValidationError as error:
        raise invalid(error, TurnFrame) from None


def _identity(call: Call) -> str:
    try:
        return clean_label(call.request.match_info["id"])
    except ValueError:
        fields = [FieldError("path:id", "must not hold card data")]
        raise Problem(422, "invalid", "The path does not fit; see errors.", errors=fields) from None


ROUTES = (
    Route(
        "POST",
        f"{_PATH}/turns",
        turn,
        "Redact the next turn of a conversation",
        Scope.REDACT,
        TurnRequest,
        TurnResponse,
    ),
    Route(
        "GET",
        f"{_PATH}/stream",
        stream,
        "Turns as they are typed",
        Scope.REDACT,
        None,
        TurnResponse,
        101,
        websocket=True,
    ),
    Route("DELETE", _PATH, end, "End a conversation and wipe it", Scope.REDACT, None, ConversationEnd),
)
