"""Opening a WebSocket for an authorised call, and closing all of them when the gateway stops."""

import asyncio
from weakref import WeakSet

from aiohttp import WSCloseCode, hdrs, web

from gateway.api.route import Call
from gateway.auth.tickets import PREFIX

SOCKETS = web.AppKey("sockets", WeakSet[web.WebSocketResponse])
_MAX_FRAME = 65536
# aiohttp refuses a message of just its limit.
_LIMIT = _MAX_FRAME + 1
_HEARTBEAT_SECONDS = 20.0
_CLOSE_SECONDS = 2.0


async def open_socket(call: Call) -> web.WebSocketResponse:
    """Upgrades the request. A ticket sent as a subprotocol is answered as the chosen one: it is used up."""
    offered = call.request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, "")
    tickets = [p.strip() for p in offered.split(",") if p.strip().startswith(PREFIX)]
    socket = web.WebSocketResponse(
        max_msg_size=_LIMIT,
        heartbeat=_HEARTBEAT_SECONDS,
        protocols=tickets[:1],
        compress=False,
        timeout=_CLOSE_SECONDS,
    )
    await socket.prepare(call.request)
    call.request.app[SOCKETS].add(socket)
    return socket


async def close_all(app: web.Application) -> None:
    """Tells every open socket that the gateway is going away; one that does not answer is cut."""
    sockets: WeakSet[web.WebSocketResponse] = app[SOCKETS]
    await asyncio.gather(*(s.close(code=WSCloseCode.GOING_AWAY) for s in list(sockets)), return_exceptions=True)
