"""Single-use tickets for WebSockets."""

from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

from tests.support.api import Api

ORIGIN = {"Origin": "https://desk.example.com"}


async def _capture(api: Api) -> str:
    _, body = await api.post("agent", "/v1/captures", {})
    return f"/v1/captures/{body['id']}/events"


async def _ticket(api: Api, resource: str, role: str = "agent") -> str:
    async with api[role].post("/v1/sockets", json={"resource": resource}, headers=ORIGIN) as response:
        assert response.status == 201
        body = await response.json()
    assert body["expires_in"] == 30
    return str(body["ticket"])


async def _opens(api: Api, path: str, ticket: str, headers: dict[str, str] = ORIGIN) -> int:
    """101, or the status of the refusal."""
    try:
        async with api["nobody"].ws_connect(path, protocols=[ticket], headers=headers) as socket:
            assert socket.protocol == ticket
            assert (await socket.receive_json(timeout=10))["stage"] == "pan"
            return 101
    except WSServerHandshakeError as refused:
        return refused.status


async def test_a_ticket_opens_its_socket_once(api: Api) -> None:
    path = await _capture(api)
    ticket = await _ticket(api, path)
    assert await _opens(api, path, ticket) == 101
    assert await _opens(api, path, ticket) == 401


async def test_a_ticket_is_bound_to_resource_and_origin_and_is_used_up_by_a_wrong_one(api: Api) -> None:
    path, other = await _capture(api), await _capture(api)
    ticket = await _ticket(api, path)
    assert await _opens(api, other, ticket) == 401
    assert await _opens(api, path, ticket) == 401
    ticket = await _ticket(api, path)
    assert await _opens(api, path, ticket, {"Origin": "https://evil.example.com"}) == 401


async def test_a_ticket_carries_its_makers_rights_and_no_more(api: Api) -> None:
    path = await _capture(api)
    ticket = await _ticket(api, path, "compliance")
    assert await _opens(api, path, ticket) == 403


async def test_without_key_or_ticket_no_socket_opens(api: Api) -> None:
    path = await _capture(api)
    assert await _opens(api, path, "gtt_nonsense") == 401


@pytest.mark.parametrize("resource", ["", "/v1/redact", "/v1/captures/4111111111111111/events", "http://x/", 7])
async def test_a_resource_that_is_no_socket_is_refused_without_an_echo(api: Api, resource: Any) -> None:
    status, problem = await api.post("agent", "/v1/sockets", {"resource": resource})
    assert status == 422
    assert problem["errors"][0]["path"] == "resource"
    assert "4111" not in str(problem)
