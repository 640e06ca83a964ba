"""What stands before every handler."""

import asyncio
import re
from contextlib import suppress

import pytest

from gateway.auth.roles import ROLES, Scope
from gateway.config import Server
from tests.support.api import Api, operator

CARD = "4111111111111111"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer x",
        "Basic eA==",
        f"Bearer {CARD}",
        "Bearer gtn_aaaaaaaaaaaaaaaa_" + "a" * 52,
        "x" * 5000,
    ],
)
async def test_without_a_working_key_everything_is_a_401(api: Api, header: str) -> None:
    async with api["nobody"].post("/v1/redact", json={"text": "a"}, headers={"Authorization": header}) as response:
        assert response.status == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert CARD not in await response.text()


async def test_a_revoked_key_ends_at_once(api: Api) -> None:
    key_id = api.keys["agent"].split("_")[1]
    assert await api.vault.revoke_key(operator(), key_id)
    status, _ = await api.get("agent", "/v1/tokens/tok_pan_" + "1" * 24)
    assert status == 401


async def test_a_key_works_from_its_networks_only(api: Api) -> None:
    scopes = sorted(ROLES["platform"])
    for networks, expected in ((["127.0.0.0/8"], 200), (["10.0.0.0/8"], 401)):
        _, key = await api.vault.create_key(operator(), "platform", scopes, networks)
        headers = {"Authorization": f"Bearer {key.expose()}"}
        async with api["nobody"].post("/v1/redact", json={"text": "a"}, headers=headers) as response:
            assert response.status == expected


async def test_a_key_cannot_do_more_than_its_role_even_if_it_was_stored_so(api: Api) -> None:
    _, key = await api.vault.create_key(operator(), "agent", sorted(Scope))
    headers = {"Authorization": f"Bearer {key.expose()}"}
    async with api["nobody"].post("/v1/redact", json={"text": "a"}, headers=headers) as response:
        assert response.status == 403


async def test_one_tenants_key_finds_nothing_of_anothers(api: Api) -> None:
    _, body = await api.post("platform", "/v1/tokens", {"value": CARD})
    await api.vault.ensure_tenant("other")
    _, key = await api.vault.create_key(operator("other"), "platform", sorted(ROLES["platform"]))
    headers = {"Authorization": f"Bearer {key.expose()}"}
    async with api["nobody"].get(f"/v1/tokens/{body['token']}", headers=headers) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", f"/nothing/{CARD}", 404), ("PUT", "/v1/redact", 405), ("GET", f"/v1/tokens/{CARD}", 404)],
)
async def test_unknown_places_are_problems_without_an_echo(api: Api, method: str, path: str, status: int) -> None:
    async with api["platform"].request(method, path) as response:
        assert response.status == status
        assert response.content_type == "application/problem+json"
        assert CARD not in await response.text()


async def test_every_answer_has_a_request_id_and_is_kept_by_nobody(api: Api) -> None:
    for path in ("/healthz", "/nothing", "/v1/tokens/tok_pan_" + "1" * 24):
        async with api["agent"].get(path) as response:
            assert re.fullmatch(r"req_[a-z]{14}", response.headers["X-Request-Id"])
            assert response.headers["Cache-Control"] == "no-store"


async def test_a_user_agent_that_holds_a_card_is_refused(api: Api) -> None:
    async with api["platform"].post("/v1/redact", json={"text": "a"}, headers={"User-Agent": CARD}) as response:
        assert response.status == 422
        assert CARD not in await response.text()


@pytest.mark.parametrize(
    "data",
    [
        f"GET /{CARD} HTTP/9.9\r\n\r\n",
        f"{CARD}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{CARD} {CARD}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: {CARD}x\r\n\r\n",
        f"GET /{CARD * 600} HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_answered_without_a_piece_of_it(
    api: Api, data: str, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.gateway.port)
    writer.write(data.encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.")
    assert CARD.encode() not in answer
    assert CARD not in caplog.text


async def test_a_user_agent_is_logged_cut_and_cleaned_as_it_was_checked(api: Api) -> None:
    agent = "y" * 112 + CARD + "7" * 20
    async with api["platform"].post("/v1/tokens", json={"value": CARD}, headers={"User-Agent": agent}) as response:
        assert response.status == 422
    async with api["platform"].post("/v1/tokens", json={"value": CARD}, headers={"User-Agent": "a\tb"}) as response:
        assert response.status == 201
    assert {row["client"] for row in await api.log_rows(verb="tokenize")} == {"ab"}


async def test_an_unknown_expectation_is_refused_without_an_echo(api: Api) -> None:
    for path in ("/healthz", "/nothing", "/v1/redact"):
        async with api["nobody"].get(path, headers={"Expect": CARD}) as response:
            assert response.status == 417
            assert response.content_type == "application/problem+json"
            assert CARD not in await response.text()


async def test_a_connection_that_says_nothing_is_ended(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.listener._FIRST_REQUEST_SECONDS", 0.2)
    for sent in (b"", b"POST /v1/redact HTTP/1.1\r\nHost: x\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", api.gateway.port)
        writer.write(sent)
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()


async def test_a_body_that_stops_coming_is_a_408(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.api.route._BODY_SECONDS", -4)
    head = f"POST /v1/redact HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.keys['platform']}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", api.gateway.port)
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{".encode())
    assert (await asyncio.wait_for(reader.readline(), 20)).startswith(b"HTTP/1.1 408")
    writer.close()


async def test_a_body_whose_encoding_is_broken_is_a_400(api: Api) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    async with api["platform"].post("/v1/redact", data=b"no gzip", headers=headers) as response:
        assert response.status == 400


@pytest.mark.config_with(server=Server(port=0, behind_tls_proxy=True))
async def test_behind_a_proxy_a_key_bound_to_networks_is_refused(api: Api) -> None:
    _, key = await api.vault.create_key(operator(), "platform", ["redact"], ["127.0.0.0/8"])
    headers = {"Authorization": f"Bearer {key.expose()}"}
    async with api["nobody"].post("/v1/redact", json={"text": "a"}, headers=headers) as response:
        assert response.status == 401
