"""Turns that are redacted together, over HTTP and over a WebSocket."""

import asyncio
import json
from collections.abc import Iterable
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


async def test_a_turn_of_more_values_than_a_request_may_hold_is_a_413_and_is_not_taken(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.api.render.MAX_VALUES", 3)
    body = {"turn_id": "1", "role": "customer", "text": "my card is 4111111111111111, card " * 4}
    status, problem = await api.post("platform", "/v1/conversations/chat-1/turns", body)
    assert (status, problem["type"]) == (413, "urn:gettone:problem:too-many-values")
    assert (await _delete(api))[0] == 404


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


def _typed(turn_id: str, pieces: Iterable[str], **more: str) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = [{"turn_id": turn_id, "role": "customer", "delta": p, **more} for p in pieces]
    return [*frames, {"turn_id": turn_id, "end": True}]


def _deltas(answers: list[dict[str, Any]]) -> str:
    return "".join(answer.get("delta", "") for answer in answers)


async def test_a_stream_goes_on_past_what_it_found_and_tokens_come_when_the_turn_is_over(api: Api) -> None:
    pieces = [
        "my num",
        "ber is ",
        "4539 1488 ",
        "0343 64",
        "67, ok, and please send all the parcels that are still left there to ",
        "my new home beside the beautiful old railway station, whose gardener collects them every morning in ",
        "Paris",
    ]
    answers = await _frames(api, *_typed("1", pieces))
    whole = "my number is [PAN]" + "".join(pieces)[len("my number is 4539 1488 0343 6467") :]
    assert whole.startswith(_deltas(answers))
    assert "to my new home beside " in _deltas(answers)
    assert answers[-1]["text"].startswith("my number is [Visa \u2022\u20226467 tok_pan_")
    assert len(await api.log_rows(verb="tokenize")) == 1


async def test_words_pass_with_the_frame_that_ends_them(api: Api) -> None:
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        for piece, shown in (("Hello th", "Hello "), ("ere, ", "there, "), ("how are ", "how are ")):
            await socket.send_json({"turn_id": "1", "role": "bot", "delta": piece})
            assert await socket.receive_json(timeout=10) == {"turn_id": "1", "delta": shown}


async def test_deltas_show_what_only_counts_and_dots_for_all_other_digits(api: Api) -> None:
    """Also in a conversation that would hold none of them back."""
    await _turn(api, "0", "What is your order number?", "agent")
    text = "we met at 10:30 for 20 minutes in room 412 or four hundred twelve, and I paid $45 there. "
    text += (
        "Nobody wanted anything else, the weather turned lovely, everybody went home happily afterwards, goodbye then."
    )
    answers = await _frames(api, *_typed("1", text))
    dotted = text.replace("412", "\u2022\u2022\u2022").replace("four hundred twelve", "\u2022")
    assert _deltas(answers) == dotted[: len(_deltas(answers))]
    assert "there. Nobody wanted" in _deltas(answers)
    assert answers[-1]["text"] == text


@pytest.mark.parametrize("size", [1, 2, 3, 5, 40])
@pytest.mark.parametrize("turns", [1, 2, 4, 8])
@pytest.mark.parametrize("form", ["{}", "it is {} ok ", "four {} and then "])
async def test_deltas_never_show_five_undecided_digits_however_a_card_is_split(
    api: Api, size: int, turns: int, form: str
) -> None:
    shown = ""
    step = len(CARD) // turns
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        for turn in range(turns):
            text = form.format(CARD[turn * step : (turn + 1) * step])
            for frame in _typed(str(turn), (text[i : i + size] for i in range(0, len(text), size))):
                await socket.send_json(frame)
            answer: dict[str, Any] = {}
            while "text" not in answer:
                answer = await socket.receive_json(timeout=10)
                shown += answer.get("delta", "")
    assert sum(char.isdigit() for char in shown) == 0
    assert "four" not in shown


@pytest.mark.config_with(conversations=Conversations(hold_seconds=0.1))
async def test_digits_held_too_long_leave_as_dots_without_another_frame(api: Api) -> None:
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        await socket.send_json({"turn_id": "1", "role": "customer", "delta": "it is 4539 14"})
        shown = ""
        while len(shown) < len("it is 4539 14"):
            shown += (await socket.receive_json(timeout=10))["delta"]
        assert shown == "it is \u2022\u2022\u2022\u2022 \u2022\u2022"
        await socket.send_json({"turn_id": "1", "delta": "88 0343 6467 and so on it goes "})
        shown = ""
        while "goes" not in shown:
            shown += (await socket.receive_json(timeout=10))["delta"]
        assert not any(map(str.isdigit, shown))


@pytest.mark.config_with(conversations=Conversations(idle_seconds=1))
async def test_a_turn_that_nobody_ends_is_given_up(api: Api) -> None:
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        await socket.send_json({"turn_id": "1", "role": "customer", "delta": "hel"})
        answer = await socket.receive_json(timeout=10)
        assert (answer["turn_id"], answer["error"]["errors"][0]["path"]) == ("1", "turn_id")
        await socket.send_json({"turn_id": "1", "end": True})
        assert (await socket.receive_json(timeout=10))["error"]["errors"][0]["path"] == "role"


async def test_unfinished_turns_are_few_and_no_longer_than_a_request(api: Api) -> None:
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        for turn in range(17):
            await socket.send_json({"turn_id": str(turn), "role": "customer", "delta": "hel"})
        assert (await socket.receive_json(timeout=10))["error"]["errors"][0]["path"] == "turn_id"
        for _ in range(9):
            await socket.send_json({"turn_id": "1", "delta": "-" * 60_000})
        answer: dict[str, Any] = {}
        while "error" not in answer:
            answer = await socket.receive_json(timeout=10)
        assert answer["error"]["errors"][0]["path"] == "delta"


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
