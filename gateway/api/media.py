"""`GET /v1/media/pcm?capture=ID`: call audio in, masked audio out after a fixed delay, keys captured."""

import asyncio
import logging
import re

import numpy as np
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from dtmf import Masker
from gateway.api.problems import FieldError, Problem
from gateway.api.route import Call, Route
from gateway.api.websocket import open_socket
from gateway.auth.roles import Scope
from gateway.captures.registry import Capture, Captures

_log = logging.getLogger("gettone.media")
_RATE = 8000
_ID = re.compile(r"cap_[0-9a-f]{24}")
# A frame above this many bytes is masked in a thread, so that the event loop is not held.
_INLINE_BYTES = 2048


async def pcm(call: Call) -> web.StreamResponse:
    """A WebSocket of s16le mono 8 kHz frames, up to 64 KB; each reply has its frame's length.

    Closes with 1003 for text or an odd length, 1009 for a longer frame, 1011 when masking fails (the
    last reply is silence then). What leaves is masked whether or not the capture is over.
    """
    capture = _capture(call)
    if capture.media_attached:
        raise Problem(409, "media-attached", "This capture already has its audio.")
    captures = call.services.captures
    masker = Masker(channels=1, rate=_RATE, mode=call.services.config.captures.mask)
    capture.media_attached = True
    try:
        socket = await open_socket(call)
    except BaseException:
        capture.media_attached = False
        raise
    try:
        async for message in socket:
            code = await _frame(socket, message, masker, captures, capture)
            if code is not None:
                await socket.close(code=code)
                break
    finally:
        capture.media_attached = False
        captures.hang_up(capture)
    return socket


async def _frame(
    socket: web.WebSocketResponse, message: WSMessage, masker: Masker, captures: Captures, capture: Capture
) -> WSCloseCode | None:
    if message.type is not WSMsgType.BINARY or len(message.data) % 2:
        return WSCloseCode.UNSUPPORTED_DATA
    data: bytes = message.data
    try:
        if len(data) > _INLINE_BYTES:
            masked = await asyncio.to_thread(_mask, masker, data)
        else:
            masked = _mask(masker, data)
    except Exception as error:
        _log.error("masking failed; silence was sent", extra={"kind": type(error).__name__})
        await socket.send_bytes(bytes(len(data)))
        return WSCloseCode.INTERNAL_ERROR
    await socket.send_bytes(masked)
    for event in masker.events():
        if event.end_ms is None:
            captures.key(capture, event.digit)
    capture.masked_ms = float(masker.masked_ms[0])
    return None


def _mask(masker: Masker, data: bytes) -> bytes:
    block = np.frombuffer(data, dtype="<i2").astype(np.int16).reshape(1, -1)
    masked: bytes = masker.feed(block).astype("<i2").tobytes()
    return masked


def _capture(call: Call) -> Capture:
    query = call.request.query
    if set(query) != {"capture"} or not _ID.fullmatch(query["capture"]):
        fields = [FieldError("query:capture", "must be the id of a capture, and the only parameter")]
        raise Problem(422, "invalid", "The query does not fit; see errors.", errors=fields)
    return call.services.captures.get(call.principal.tenant, query["capture"])


ROUTES = (
    Route(
        "GET",
        "/v1/media/pcm",
        pcm,
        "Call audio in, masked audio out",
        Scope.MEDIA,
        status=101,
        websocket=True,
        media_type="application/octet-stream",
        query=("capture",),
    ),
)
