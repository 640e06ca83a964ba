"""Opening a WebSocket for an authorised call."""

from aiohttp import hdrs, web

from gateway.api.route import Call
from gateway.auth.tickets import PREFIX

_MAX_FRAME = 65536
# aiohttp refuses a message of just its limit.
_LIMIT = _MAX_FRAME + 1
_HEARTBEAT_SECONDS = 20.0


async def open_socket(call: Call) -> web.WebSocketResponse:
    """Upgrades the request. A ticket sent as a subprotocol is answered as the chosen one: it is used up."""
    offered = call.request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, "")
    tickets = [p.strip() for p in offered.split(",") if p.strip().startswith(PREFIX)]
    socket = web.WebSocketResponse(
        max_msg_size=_LIMIT, heartbeat=_HEARTBEAT_SECONDS, protocols=tickets[:1], compress=False
    )
    await socket.prepare(call.request)
    return socket
