"""Turns that are redacted together, over HTTP and over a WebSocket."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

from carddata import is_token
from gateway.config import Conversations, Redaction
from tests.support.api import TENANT, Api, operator

CARD = "4539148803436467"
CHUNKS = ["4539", "1488", "0343", "6467"]


async def _turn(api: Api, turn_id: str, text: str, role: str = "customer", **more: Any) -> dict[str, Any]:
    body = {"turn_id": turn_id, "role": role, "text": text, **more}
    status, answer = await api.post("platform", "/v1/conversations/chat-1/turns", body)
    assert status == 200, answer
    found: dict[str, Any] = answer
    return found


async def _delete(api: Api, identity: str = "chat-1") -> tuple[int, Any]:
    async with api["platform"].delete(f"/v1/conversations/{identity}") as response:
        return response.status, await response.json()


async def test_a_card_over_turns_is_one_token_wherever_it_stands(api: Api) -> None:
    """Minted in one transaction when the last digits come; recalls carry it."""
    first = await _turn(api, "1", f"it's {CHUNKS[0]}")
    assert first == {"text": "it's \u2022\u2022\u2022\u2022", "findings": [], "recalls": [], "releases": []}
    await _turn(api, "2", f"{CHUNKS[0]}, got it. next?", "agent")
    await _turn(api, "3", " ".join(CHUNKS[1:3]))
    last = await _turn(api, "4", CHUNKS[3])
    (finding,) = last["findings"]
    token = finding["token"]
    assert is_token(token)
    assert last["text"] == f"[Visa \u2022\u20226467 {token}]"
    assert [(r["turn_id"], r["start"], r["end"], r["entity"], r["token"]) for r in last["recalls"]] == [
        ("1", 5, 9, "PAN", token),
        ("2", 0, 4, "PAN", token),
        ("3", 0, 9, "PAN", token),
    ]
    assert last["recalls"][0]["text"] == f"it's [Visa \u2022\u20226467 {token}]"
    assert last["recalls"][1]["text"] == f"[Visa \u2022\u20226467 {token}], got it. next?"
    rows = await api.log_rows(verb="tokenize")
    assert [row["token"] for row in rows] == [token]
    again = await _turn(api, "5", f"again: {CARD}")
    assert again["findings"][0]["token"] == token


async def test_the_end_decides_what_is_open_and_wipes(api: Api) -> None:
    await _turn(api, "1", "4412")
    assert await _delete(api) == (200, {"recalls": [], "releases": [{"turn_id": "1", "text": "4412"}]})
    assert (await _delete(api))[0] == 404
    await _turn(api, "1", "another text under the same id")


async def test_a_turn_sent_again_gets_the_same_answer_and_another_text_is_refused(api: Api) -> None:
    await _turn(api, "1", " ".join(CHUNKS[:3]))
    first = await _turn(api, "2", CHUNKS[3])
    assert first["recalls"]
    assert await _turn(api, "2", CHUNKS[3]) == first
    body = {"turn_id": "2", "role": "customer", "text": "other"}
    status, problem = await api.post("platform", "/v1/conversations/chat-1/turns", body)
    assert (status, problem["errors"][0]["path"]) == (422, "turn_id")


async def test_ids_are_scoped_to_the_key(api: Api) -> None:
    """Another key of the tenant has another conversation under the same id."""
    await _turn(api, "1", " ".join(CHUNKS[:3]))
    _, key = await api.vault.create_key(operator(TENANT), "platform", ["redact"])
    headers = {"Authorization": f"Bearer {key.expose()}"}
    body = {"turn_id": "2", "role": "customer", "text": f"ok {CHUNKS[3]}"}
    async with api["nobody"].post("/v1/conversations/chat-1/turns", json=body, headers=headers) as response:
        assert (await response.json())["recalls"] == []
    async with api["nobody"].delete("/v1/conversations/chat-2", headers=headers) as response:
        assert response.status == 404


async def test_speakers_times_and_a_surface_that_cannot_edit(api: Api) -> None:
    held = await _turn(api, "1", "37", recall="none", speaker="ann", at="2026-01-01T10:00:00Z")
    assert held["text"] == "\u2022\u2022"
    later = await _turn(api, "2", "hello", speaker="bob", at="2026-01-01T10:02:00+00:00")
    assert later["releases"] == [{"turn_id": "1", "text": "37"}]


async def test_long_turns_are_read_by_a_worker_and_join_as_well(api: Api) -> None:
    await _turn(api, "1", "well " * 400 + " ".join(CHUNKS[:3]))
    last = await _turn(api, "2", CHUNKS[3])
    assert [f["entity"] for f in last["findings"]] == ["PAN"]
    assert last["recalls"][0]["start"] == 2000


@pytest.mark.config_with(redaction=Redaction(deadline_ms=10))
async def test_a_turn_that_cannot_be_read_in_time_is_struck_out_whole(api: Api) -> None:
    answer = await _turn(api, "1", f"{CARD} " * 2000)
    assert answer["text"] == "[QUARANTINED]"


@pytest.mark.parametrize("identity", [CARD, "4539-1488-0343-6467"])
async def test_an_id_that_is_a_card_is_refused(api: Api, identity: str) -> None:
    body = {"turn_id": "1", "role": "customer", "text": "hi"}
    status, problem = await api.post("platform", f"/v1/conversations/{identity}/turns", body)
    assert status == 422
    assert identity not in json.dumps(problem)


@pytest.mark.parametrize("role", ["agent", "compliance", "admin", "nobody"])
async def test_only_a_key_that_redacts_may(api: Api, role: str) -> None:
    body = {"turn_id": "1", "role": "customer", "text": "hi"}
    status, _ = await api.post(role, "/v1/conversations/chat-1/turns", body)
    assert status == (401 if role == "nobody" else 403)


@pytest.mark.config_with(conversations=Conversations(max_open=1, max_bytes_per_key=1024))
async def test_a_process_holds_so_many_and_a_key_so_much(api: Api) -> None:
    await _turn(api, "1", "x" * 1000)
    body = {"turn_id": "1", "role": "customer", "text": "hi"}
    status, problem = await api.post("platform", "/v1/conversations/chat-2/turns", body)
    assert (status, problem["type"]) == (503, "urn:gettone:problem:busy")


async def test_concurrent_turns_of_one_conversation_are_taken_one_by_one(api: Api) -> None:
    answers = await asyncio.gather(*(_turn(api, str(i), "hello there") for i in range(20)))
    assert {answer["text"] for answer in answers} == {"hello there"}


async def _frames(api: Api, *frames: dict[str, Any]) -> list[dict[str, Any]]:
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        for frame in frames:
            await socket.send_json(frame)
        answers: list[dict[str, Any]] = []
        while len(answers) == 0 or not ({"error", "text"} & answers[-1].keys()):
            answers.append(await socket.receive_json(timeout=10))
        return answers


async def test_a_stream_shows_words_at_once_and_digits_when_the_turn_is_over(api: Api) -> None:
    pieces = ["my num", "ber is ", "4539 1488 ", "0343 64", "67, ok"]
    frames = [{"turn_id": "1", "role": "customer", "delta": piece} for piece in pieces]
    answers = await _frames(api, *frames, {"turn_id": "1", "end": True})
    assert "".join(a["delta"] for a in answers[:-1]) == "my number is "
    assert answers[-1]["text"].startswith("my number is [Visa \u2022\u20226467 tok_pan_")


async def test_a_stream_and_the_turns_are_one_conversation(api: Api) -> None:
    await _turn(api, "1", " ".join(CHUNKS[:3]))
    (answer,) = await _frames(api, {"turn_id": "2", "role": "customer", "text": CHUNKS[3]})
    assert answer["recalls"][0]["turn_id"] == "1"


@pytest.mark.parametrize(
    ("frame", "path"),
    [
        ({"turn_id": "1", "delta": "a"}, "role"),
        ({"turn_id": "1", "role": "customer"}, "delta"),
        ({"turn_id": "1", "role": CARD, "text": "a"}, "role"),
        ({"turn_id": CARD, "role": "customer", "text": "a"}, "turn_id"),
    ],
)
async def test_a_frame_that_does_not_fit_gets_a_problem_and_the_stream_goes_on(
    api: Api, frame: dict[str, Any], path: str
) -> None:
    (answer,) = await _frames(api, frame)
    assert answer["error"]["errors"][0]["path"] == path
    assert CARD not in json.dumps(answer)


async def test_a_ticket_opens_a_stream(api: Api) -> None:
    path = "/v1/conversations/chat-1/stream"
    _, made = await api.post("platform", "/v1/sockets", {"resource": path})
    async with api["nobody"].ws_connect(path, protocols=[made["ticket"]]) as socket:
        await socket.send_json({"turn_id": "1", "role": "customer", "text": "hi"})
        assert (await socket.receive_json(timeout=10))["text"] == "hi"
    with pytest.raises(WSServerHandshakeError):
        await api["agent"].ws_connect(path)
    status, _ = await api.post("platform", "/v1/sockets", {"resource": f"/v1/conversations/{CARD}/stream"})
    assert status == 422
