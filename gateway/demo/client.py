"""The demo's three callers, over real HTTP and a real WebSocket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse
from numpy.typing import NDArray

_FRAME_SAMPLES = 160


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON of one call."""

    status: int
    body: dict[str, Any]


class Caller:
    """One API key."""

    def __init__(self, base: str, key: str) -> None:
        self._session = ClientSession(base, headers={"Authorization": f"Bearer {key}"}, timeout=ClientTimeout(total=30))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def post(self, path: str, body: dict[str, Any]) -> Answer:
        """A JSON call."""
        async with self._session.post(path, json=body) as response:
            return Answer(response.status, await response.json(content_type=None))

    async def get(self, path: str) -> Answer:
        """A reading call."""
        async with self._session.get(path) as response:
            return Answer(response.status, await response.json(content_type=None))

    async def mail(self, raw: bytes, contact: str) -> bytes:
        """A message through `/v1/redact/email`. Raises RuntimeError when it is refused."""
        headers = {"Content-Type": "message/rfc822", "X-Gettone-Contact": contact}
        async with self._session.post("/v1/redact/email", data=raw, headers=headers) as response:
            if response.status != 200:
                raise RuntimeError(f"the message was refused with {response.status}")
            return await response.read()

    @asynccontextmanager
    async def socket(self, path: str) -> AsyncIterator[ClientWebSocketResponse]:
        """A WebSocket."""
        async with self._session.ws_connect(path) as socket:
            yield socket


async def play(socket: ClientWebSocketResponse, samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Sends call audio in frames of 20 ms and returns what came back, as long as what was sent."""
    heard = bytearray()
    for start in range(0, len(samples), _FRAME_SAMPLES):
        await socket.send_bytes(samples[start : start + _FRAME_SAMPLES].astype("<i2").tobytes())
        heard += await socket.receive_bytes(timeout=10)
    return np.frombuffer(bytes(heard), dtype="<i2").astype(np.int16)
