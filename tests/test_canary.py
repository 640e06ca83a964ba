"""A canary card goes through every endpoint and command, and is found nowhere it must not be."""

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from dtmf import synthesise, write_wav
from gateway.auth.roles import ROLES
from tests.support.process import Served, gettone, make_key, serve
from vault.embedded import temporary_data_folder

CANARY = "4539148803436467"
_GROUPS = [CANARY[i : i + 4] for i in range(0, 16, 4)]
FORMS = [
    CANARY,
    " ".join(_GROUPS),
    "-".join(_GROUPS),
    base64.b64encode(CANARY.encode()).decode().rstrip("="),
    CANARY.encode().hex(),
]
# As labels these must be refused; in a text they say themselves that they are no card.
LABELS = [f"tok_pan_{CANARY}AAAAAAAA", f"order-{CANARY}", f"ticket {CANARY}"]
DIGESTS = [hashlib.new(name, CANARY.encode()) for name in ("md5", "sha1", "sha256", "sha512")]
NEEDLES = [f.encode() for f in FORMS] + [n for d in DIGESTS for n in (d.digest(), d.hexdigest().encode())]


def leaks(data: bytes) -> list[bytes]:
    """Which of the canary's forms stand in `data`."""
    return [needle for needle in NEEDLES if needle in data]


@pytest.fixture
def data() -> Iterator[Path]:
    with temporary_data_folder() as folder:
        yield folder


async def test_through_every_endpoint_it_reaches_no_answer_log_metric_or_file(data: Path) -> None:
    keys = {role: await make_key(data, role) for role in ROLES}
    async with serve("--data", data, env={"GETTONE_LOG_LEVEL": "debug"}) as served:
        async with _sessions(served, keys) as sessions:
            answers = [answer async for answer in _through_everything(served, sessions)]
            answers += await _through_a_call(sessions)
            answers += await _through_a_conversation(sessions["platform"])
            async with sessions["nobody"].get(f"http://127.0.0.1:{served.admin_port}/metrics") as response:
                answers.append((response.status, "metrics", await response.read()))
        assert _leaking_files(data) == []
        assert await served.end() == 0
    assert len(answers) > 200
    assert {200, 201, 401, 403, 404, 422} <= {status for status, _, _ in answers}
    for status, what, body in answers:
        assert not leaks(body), (status, what)
    log = "".join(served.log).encode()
    assert log.count(b'"event": "request"') > 200
    assert leaks(log) == []
    assert _leaking_files(data) == []
    await _in_the_vault_it_is_sealed(data, keys)


@pytest.mark.parametrize("needle", NEEDLES)
def test_the_search_finds_what_it_looks_for(tmp_path: Path, needle: bytes) -> None:
    (tmp_path / "log").write_bytes(b"\x00 before " + needle + b" after")
    assert _leaking_files(tmp_path) == ["log"]


async def _in_the_vault_it_is_sealed(data: Path, keys: dict[str, str]) -> None:
    """The search would find it: something did store it."""
    async with serve("--data", data) as served, _sessions(served, keys) as sessions:
        asked = {"verb": "tokenize", "outcome": "ok"}
        response = await sessions["compliance"].post("/v1/access-log/search", json=asked)
        rows = (await response.json())["rows"]
    assert rows
    assert all(row["token"].startswith("tok_") for row in rows)


def _leaking_files(data: Path) -> list[str]:
    return [str(f.relative_to(data)) for f in data.rglob("*") if f.is_file() and leaks(f.read_bytes())]


@asynccontextmanager
async def _sessions(served: Served, keys: dict[str, str]) -> AsyncIterator[dict[str, ClientSession]]:
    sessions = {
        role: ClientSession(served.base, headers={"Authorization": f"Bearer {key}"}) for role, key in keys.items()
    }
    sessions["nobody"] = ClientSession(served.base)
    try:
        yield sessions
    finally:
        for session in sessions.values():
            await session.close()


Answer = tuple[int, str, bytes]


async def _through_everything(served: Served, sessions: dict[str, ClientSession]) -> AsyncIterator[Answer]:
    """Every operation of the API's own description, as every caller, with the canary in every place."""
    async with sessions["nobody"].get("/openapi.json") as response:
        document = await response.json()
    schemas = document["components"]["schemas"]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for role, session in sessions.items():
                for form in (*FORMS[:3], *LABELS):
                    yield await _call(session, method, path, operation, schemas, form, f"{role} {method} {path}")
    async for answer in _odd_headers(sessions["platform"]):
        yield answer
    yield await _raw(served, f"GET /{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\n{CANARY}\r\n\r\n".encode())
    yield await _raw(served, f"POST /v1/redact HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{CANARY}".encode())


async def _call(
    session: ClientSession,
    method: str,
    path: str,
    operation: dict[str, Any],
    schemas: dict[str, Any],
    form: str,
    what: str,
) -> Answer:
    place = re.sub(r"\{\w+\}", form.replace(" ", "%20"), path)
    content = operation.get("requestBody", {}).get("content", {})
    kwargs: dict[str, Any] = {}
    if "application/json" in content:
        schema = content["application/json"].get("schema")
        kwargs["json"] = _body(schema, schemas, form) if schema else {_text(form): [_text(form), {"text": _text(form)}]}
    elif content:
        kwargs = {"data": _mail(_text(form)), "headers": {"Content-Type": next(iter(content))}}
    async with session.request(method, place, params={"capture": form}, **kwargs) as response:
        return response.status, what, await response.read()


def _body(schema: dict[str, Any], schemas: dict[str, Any], form: str) -> Any:
    """A body of this schema in which every free string is the canary; closed lists take their first choice."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        schema = schema["anyOf"][0]
        return _body(schema, schemas, form)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        bodies = {name: _body(child, schemas, form) for name, child in schema.get("properties", {}).items()}
        return bodies | ({"text": _text(form)} if "text" in bodies else {})
    if kind == "array":
        return [{"id": "a", "text": _text(form)}, {"value": form}, {"id": form, "text": ""}, {form: form}, form]
    return {"integer": 1, "string": form}.get(str(kind), form)


def _text(form: str) -> str:
    return CANARY if form in LABELS else form


async def _odd_headers(session: ClientSession) -> AsyncIterator[Answer]:
    names = ("User-Agent", "Authorization", "X-Gettone-Contact", "Idempotency-Key", "Cookie", "Content-Type", "Origin")
    for name in names:
        async with session.post("/v1/redact", data=f'{{"text": "{CANARY}"}}', headers={name: CANARY}) as response:
            yield response.status, name, await response.read()
    contact = {"text": CANARY, "contact_id": "c-1"}
    async with session.post("/v1/redact", json=contact) as response:
        assert response.status == 200
        yield response.status, "redact", await response.read()
    for extra in ({"contact_id": CANARY}, {CANARY: 1}, {"policy": CANARY}, {"role": CANARY}, {"render": CANARY}):
        async with session.post("/v1/redact", json={"text": "a", **extra}) as response:
            yield response.status, str(extra.keys()), await response.read()
    async with session.post("/v1/redact", json={"text": "x " * 3000 + CANARY}) as response:
        yield response.status, "long", await response.read()
    async with session.post("/v1/redact", json={"text": f"{CANARY} [PAN_1]", "render": "llm"}) as response:
        prompt = await response.read()
        yield response.status, "prompt", prompt
    token = json.loads(prompt)["findings"][0]["token"]
    for placeholders in ({"[PAN_1]": token}, {CANARY: token}, {"[PAN_1]": CANARY}, {f"[{CANARY}_1]": token}):
        for to in ("values", "tokens"):
            asked = {"text": "[PAN_1]", "placeholders": placeholders, "to": to}
            async with session.post("/v1/restore", json=asked) as response:
                yield response.status, f"restore {to}", await response.read()
    async with session.post("/v1/tokens", json={"value": CANARY}) as response:
        made = await response.read()
        yield response.status, "token", made
    token = json.loads(made)["token"]
    async with session.post(f"/v1/tokens/{token}/reveal", json={"purpose": "chargeback", "ticket": CANARY}) as response:
        yield response.status, "reveal", await response.read()


async def _raw(served: Served, data: bytes) -> Answer:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(data)
    if data.startswith(b"POST"):
        writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    return int(answer[9:12] or b"400"), "raw", answer


async def _through_a_call(sessions: dict[str, ClientSession]) -> list[Answer]:
    """The canary keyed on a call, with the wrong and the right ending, and WebSockets asked for with it."""
    answers: list[Answer] = []
    for keys in (CANARY[:-1] + "#" + CANARY[:7], CANARY):
        async with sessions["agent"].post("/v1/captures", json={"contact_id": "call"}) as response:
            capture = (await response.json())["id"]
        audio = synthesise(keys, tone_ms=60, pause_ms=60, lead_ms=200, tail_ms=300)[0].astype("<i2").tobytes()
        async with (
            sessions["agent"].ws_connect(f"/v1/captures/{capture}/events") as screen,
            sessions["platform"].ws_connect(f"/v1/media/pcm?capture={capture}") as leg,
        ):
            for start in range(0, len(audio), 320):
                await leg.send_bytes(audio[start : start + 320])
                answers.append((200, "audio", await leg.receive_bytes(timeout=20)))
            await leg.close()
            answers += [(200, "screen", message.data.encode()) async for message in screen]
        async with sessions["agent"].get(f"/v1/captures/{capture}") as response:
            answers.append((200, "capture", await response.read()))
    assert b'"stage":"done"' in answers[-1][2]
    for path in (f"/v1/media/pcm?capture={CANARY}", f"/v1/captures/{CANARY}/events"):
        with pytest.raises(WSServerHandshakeError) as refused:
            await sessions["platform"].ws_connect(path, protocols=[f"gtt_{CANARY}", CANARY])
        answers.append((refused.value.status, path, str(refused.value.message).encode()))
    return answers


async def _through_a_conversation(session: ClientSession) -> list[Answer]:
    """The canary split over turns, whole in a turn and a frame, typed into a stream, and in every label."""
    answers: list[Answer] = []
    path = "/v1/conversations/chat"
    labels: list[dict[str, str]] = [
        {},
        *({name: CANARY} for name in ("speaker", "turn_id", "role", "at", "recall", "render")),
    ]
    turns: list[dict[str, str]] = [
        {"turn_id": str(i), "role": "customer", "text": text} for i, text in enumerate((*_GROUPS, *FORMS))
    ]
    for turn in (*turns, *({**turns[0], **label} for label in labels)):
        async with session.post(f"{path}/turns", json=turn) as response:
            answers.append((response.status, "turn", await response.read()))
    async with session.ws_connect(f"{path}/stream") as socket:
        for number, text in enumerate((*_GROUPS, *FORMS)):
            await socket.send_json({"turn_id": f"t{number}", "role": "customer", "text": text})
            await socket.send_json({"turn_id": f"s{number}", "role": "customer", "delta": text, "end": True})
            answers += [(200, "frame", (await socket.receive_str(timeout=20)).encode()) for _ in range(2)]
        await socket.send_str(f"{CANARY}{{")
        answers.append((200, "no JSON", (await socket.receive_str(timeout=20)).encode()))
    for _ in range(2):
        async with session.delete(path) as response:
            answers.append((response.status, "end", await response.read()))
    return answers


def _mail(form: str) -> bytes:
    message = EmailMessage()
    message["From"] = f"{form} <ada@example.org>"
    message["Subject"] = f"card {form}"
    message.set_content(f"card {form}\n")
    message.add_alternative(f"<p>{form}</p>", subtype="html")
    message.add_attachment(form.encode(), "application", "pdf", filename=f"{form}.pdf")
    return message.as_bytes()


async def test_through_every_command_it_reaches_no_output_but_what_was_asked_for(data: Path, tmp_path: Path) -> None:
    wav = tmp_path / "call.wav"
    wav.write_bytes(write_wav(synthesise(CANARY, lead_ms=100, tail_ms=100), 8000))
    text = f"my card is {CANARY}\n".encode()
    runs = [
        await gettone("detect", stdin=text),
        await gettone("detect", "--jsonl", stdin=json.dumps({"id": "a", "text": CANARY}).encode()),
        await gettone("detect", "--jsonl", stdin=f"{CANARY}\n{{{CANARY}\n".encode()),
        await gettone("detect", "--kind", "email", stdin=_mail(CANARY)),
        await gettone("detect", "--policy", CANARY),
        await gettone("detect", tmp_path / CANARY),
        await gettone("dtmf", "mask", wav, tmp_path / "masked.wav"),
        await gettone("dtmf", "decode", tmp_path / f"{CANARY}.wav"),
        await gettone("keys", "create", "--role", CANARY, "--data", data),
        await gettone("keys", "create", "--role", "agent", "--name", CANARY, "--data", data),
        await gettone("keys", "create", "--role", "agent", "--name", f"order {CANARY}", "--data", data),
        await gettone("keys", "revoke", CANARY, "--data", data),
        await gettone("keys", "root", tmp_path / CANARY / "root.key"),
        await gettone("serve", "--data", f"/proc/{CANARY}"),
        await gettone("serve", "--config", CANARY),
        await gettone("doctor", "--data", tmp_path / "new", "--config", CANARY),
        await gettone(CANARY, CANARY),
        await gettone("demo", f"--once={CANARY}"),
    ]
    for number, (_, out, err) in enumerate(runs):
        assert not leaks(out), number
        assert not leaks(err), number
        assert b"Traceback" not in err, number
    assert _leaking_files(data) == []
    decoded = await gettone("dtmf", "decode", "--json", tmp_path / "masked.wav")
    assert json.loads(decoded[1])["digits"] == ""
