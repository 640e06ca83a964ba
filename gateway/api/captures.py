"""`/v1/captures`: a card keyed by the customer, seen by the agent as a stage, a count and asterisks."""

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web

from gateway.api.models import CaptureOut, CaptureRequest
from gateway.api.route import Call, Route, json_response
from gateway.api.websocket import open_socket
from gateway.auth.roles import Scope
from gateway.captures.registry import Capture

_PATH = "/v1/captures/{id:cap_[0-9a-f]{24}}"


async def create(call: Call) -> web.Response:
    """Opens a capture."""
    asked = await call.json(CaptureRequest)
    return json_response(_out(call.services.captures.open(call.access(asked.contact_id))), 201)


async def read(call: Call) -> web.Response:
    """How far the customer has come."""
    return json_response(_out(_capture(call)))


async def cancel(call: Call) -> web.Response:
    """Ends a capture and wipes what was keyed."""
    capture = _capture(call)
    call.services.captures.cancel(capture)
    return json_response(_out(capture))


async def events(call: Call) -> web.StreamResponse:
    """A WebSocket that tells how the capture stands, then each change; it closes when the capture is over."""
    capture = _capture(call)
    async with call.services.captures.watch(capture) as changes:
        socket = await open_socket(call)
        silence = asyncio.create_task(_until_closed(socket))
        try:
            await _tell(socket, capture)
            while not capture.over and not socket.closed:
                change = asyncio.create_task(changes.get())
                await asyncio.wait({change, silence}, return_when=asyncio.FIRST_COMPLETED)
                change.cancel()
                if silence.done():
                    break
                await _tell(socket, capture)
        except ConnectionError:
            pass
        finally:
            silence.cancel()
            with suppress(asyncio.CancelledError):
                await silence
            await socket.close(code=WSCloseCode.OK)
    return socket


async def _until_closed(socket: web.WebSocketResponse) -> None:
    async for message in socket:
        if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
            await socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
            return


async def _tell(socket: web.WebSocketResponse, capture: Capture) -> None:
    await socket.send_str(_out(capture).model_dump_json())


def _capture(call: Call) -> Capture:
    return call.services.captures.get(call.principal.tenant, call.request.match_info["id"])


def _out(capture: Capture) -> CaptureOut:
    session, token = capture.session, capture.token
    return CaptureOut(
        id=capture.id,
        stage=session.stage,
        count=session.count,
        display="*" * session.count,
        attempts_left=session.attempts_left,
        masked_ms=round(capture.masked_ms),
        token=None if token is None else token.token,
        brand=None if token is None else token.brand,
        last4=None if token is None else token.last4,
        reason=session.reason,
    )


ROUTES = (
    Route(
        "POST",
        "/v1/captures",
        create,
        "Open a keypad capture",
        Scope.CAPTURE,
        CaptureRequest,
        CaptureOut,
        201,
    ),
    Route("GET", _PATH, read, "How far a capture has come", Scope.CAPTURE, None, CaptureOut),
    Route("DELETE", _PATH, cancel, "End a capture and wipe its digits", Scope.CAPTURE, None, CaptureOut),
    Route(
        "GET",
        f"{_PATH}/events",
        events,
        "A capture's changes as they happen",
        Scope.CAPTURE,
        None,
        CaptureOut,
        101,
        websocket=True,
    ),
)
