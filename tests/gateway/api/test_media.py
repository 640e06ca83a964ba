"""Call audio over a real WebSocket: masked, delayed, keys into the capture, a token at the end."""

import asyncio
from typing import Any

import numpy as np
import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from numpy.typing import NDArray

from dtmf import decode, synthesise
from gateway.config import Captures
from tests.support.api import Api

RATE = 8000
CARD = "5555555555554444"


def keyed(keys: str) -> NDArray[np.int16]:
    """Keys of 60 ms with pauses of 60 ms, quiet before and after."""
    quiet = np.zeros(RATE // 5, np.int16)
    return np.concatenate([quiet, synthesise(keys, rate=RATE, tone_ms=60, pause_ms=60)[0], quiet])


async def play(socket: ClientWebSocketResponse, samples: NDArray[np.int16], frame: int = 160) -> NDArray[np.int16]:
    """Sends frames and returns what came back, checking each reply's length."""
    heard = bytearray()
    for start in range(0, len(samples), frame):
        sent = samples[start : start + frame].astype("<i2").tobytes()
        await socket.send_bytes(sent)
        reply = await socket.receive_bytes(timeout=10)
        assert len(reply) == len(sent)
        heard += reply
    return np.frombuffer(bytes(heard), "<i2").astype(np.int16)


async def open_capture(api: Api, contact: str | None = None) -> str:
    status, body = await api.post("agent", "/v1/captures", {"contact_id": contact})
    assert status == 201
    assert (body["stage"], body["count"], body["token"]) == ("pan", 0, None)
    return str(body["id"])


async def until_over(api: Api, capture: str) -> list[dict[str, Any]]:
    """Every change of a capture as the agent's screen gets it, to the end."""
    async with api["agent"].ws_connect(f"/v1/captures/{capture}/events") as socket:
        return [message.json() async for message in socket]


async def test_a_keyed_card_becomes_a_token_and_no_digit_reaches_the_agent(api: Api) -> None:
    capture = await open_capture(api, "call-1")
    screen = asyncio.create_task(until_over(api, capture))
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        heard = await play(leg, keyed(CARD))
        seen = await asyncio.wait_for(screen, 10)
    assert decode(heard.reshape(1, -1), RATE) == []
    last = seen[-1]
    assert (last["stage"], last["brand"], last["last4"]) == ("done", "Mastercard", "4444")
    assert last["masked_ms"] >= 16 * 60
    (row,) = await api.log_rows(verb="tokenize", token=last["token"])
    assert row["contact"] == "call-1"
    for state in seen:
        assert set(state["display"]) <= {"*"}
        assert CARD[:6] not in str(state)


async def test_audio_without_keys_comes_back_bit_for_bit_sixty_ms_later(api: Api) -> None:
    capture = await open_capture(api)
    speech = np.random.default_rng(3).normal(0, 2000, RATE).astype(np.int16)
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        heard = await play(leg, speech)
    delay = 60 * RATE // 1000
    assert not heard[:delay].any()
    assert np.array_equal(heard[delay:], speech[:-delay])


@pytest.mark.parametrize("frame", [1, 37, 160, 8000])
async def test_frames_of_any_length_give_the_same_card(api: Api, frame: int) -> None:
    capture = await open_capture(api)
    audio = keyed(CARD) if frame > 1 else keyed(CARD[:2])
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        await play(leg, audio, frame)
        _, state = await api.get("agent", f"/v1/captures/{capture}")
        assert state["count"] == (2 if frame == 1 else 0)


@pytest.mark.parametrize("length", [1, 3, 65535])
async def test_an_odd_length_closes_with_1003(api: Api, length: int) -> None:
    capture = await open_capture(api)
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        await leg.send_bytes(bytes(length))
        assert (await leg.receive(timeout=10)).type is WSMsgType.CLOSE
        assert leg.close_code == 1003


async def test_text_closes_with_1003_and_a_long_frame_with_1009(api: Api) -> None:
    for frame, code in (("4111111111111111", 1003), (bytes(65538), 1009)):
        capture = await open_capture(api)
        async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
            await (leg.send_str(frame) if isinstance(frame, str) else leg.send_bytes(frame))
            await leg.receive(timeout=10)
            assert leg.close_code == code


async def test_a_frame_of_64_kib_is_taken(api: Api) -> None:
    capture = await open_capture(api)
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        await leg.send_bytes(bytes(65536))
        assert len(await leg.receive_bytes(timeout=10)) == 65536


async def test_a_capture_has_one_audio_stream_at_a_time(api: Api) -> None:
    capture = await open_capture(api)
    path = f"/v1/media/pcm?capture={capture}"
    async with api["platform"].ws_connect(path):
        with pytest.raises(WSServerHandshakeError) as refused:
            await api["platform"].ws_connect(path)
    assert refused.value.status == 409


async def test_hanging_up_wipes_what_was_keyed(api: Api) -> None:
    capture = await open_capture(api)
    screen = asyncio.create_task(until_over(api, capture))
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        await play(leg, keyed("41111"))
    seen = await asyncio.wait_for(screen, 10)
    assert (seen[-1]["stage"], seen[-1]["reason"], seen[-1]["count"]) == ("failed", "hang-up", 0)


async def test_a_cancelled_capture_goes_on_masking(api: Api) -> None:
    capture = await open_capture(api)
    async with api["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg:
        await play(leg, keyed("41"))
        async with api["agent"].delete(f"/v1/captures/{capture}") as response:
            assert (await response.json())["stage"] == "cancelled"
        heard = await play(leg, keyed("11111"))
    assert decode(heard.reshape(1, -1), RATE) == []


@pytest.mark.config_with(captures=Captures(seconds=1))
async def test_a_capture_expires(api: Api) -> None:
    capture = await open_capture(api)
    seen = await asyncio.wait_for(until_over(api, capture), 10)
    assert seen[-1]["stage"] == "expired"


@pytest.mark.config_with(captures=Captures(max_open=2))
async def test_no_more_captures_than_allowed_are_open(api: Api) -> None:
    for _ in range(2):
        await open_capture(api)
    status, problem = await api.post("agent", "/v1/captures", {})
    assert (status, problem["type"]) == (503, "urn:gettone:problem:busy")


@pytest.mark.parametrize("query", ["", "?capture=4111111111111111", "?capture=cap_000000000000000000000000&x=1"])
async def test_a_query_that_does_not_fit_is_refused_without_an_echo(api: Api, query: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await api["platform"].ws_connect(f"/v1/media/pcm{query}")
    assert refused.value.status == 422


async def test_an_unknown_capture_is_a_404_and_plain_http_a_426(api: Api) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await api["platform"].ws_connect("/v1/media/pcm?capture=cap_" + "0" * 24)
    assert refused.value.status == 404
    status, _ = await api.get("platform", "/v1/media/pcm?capture=cap_" + "0" * 24)
    assert status == 426
