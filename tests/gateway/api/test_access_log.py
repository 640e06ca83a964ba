"""`POST /v1/access-log/search`."""

import pytest

from tests.support.api import Api, operator
from vault import SYSTEM_TENANT, LogFilter


async def test_pages_join_to_the_whole_log_newest_first(api: Api) -> None:
    for i in range(7):
        await api.post("platform", "/v1/tokens", {"value": "4111111111111111", "contact_id": f"c{i}"})
    whole = await api.log_rows(verb="tokenize")
    paged: list[object] = []
    cursor = None
    while True:
        _, page = await api.post(
            "compliance", "/v1/access-log/search", {"verb": "tokenize", "limit": 3, "cursor": cursor}
        )
        paged += page["rows"]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert paged == whole
    assert [r["contact"] for r in whole] == [f"c{i}" for i in reversed(range(7))]


async def test_a_search_is_itself_a_row(api: Api) -> None:
    await api.log_rows(verb="reveal")
    rows = await api.log_rows(verb="log.search")
    assert rows[-1]["role"] == "compliance"


async def test_only_compliance_may_search_and_the_try_is_a_row(api: Api) -> None:
    for role in ("agent", "platform", "admin"):
        status, _ = await api.post(role, "/v1/access-log/search", {})
        assert status == 403
    rows = await api.log_rows(outcome="denied:scope")
    assert {r["role"] for r in rows} == {"agent", "platform", "admin"}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"since": "yesterday"}, "since"),
        ({"token": "4111111111111111"}, "token"),
        ({"purpose": "curiosity"}, "purpose"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(api: Api, body: dict[str, object], path: str) -> None:
    status, problem = await api.post("compliance", "/v1/access-log/search", body)
    assert status == 422
    assert problem["errors"][0]["path"] == path
    assert "4111" not in str(problem)


async def test_a_foreign_cursor_is_refused(api: Api) -> None:
    status, _ = await api.post("compliance", "/v1/access-log/search", {"cursor": "nonsense"})
    assert status == 422


async def test_unauthenticated_calls_are_counted_in_one_row_a_second(api: Api) -> None:
    for _ in range(20):
        status, problem = await api.get("nobody", "/v1/tokens/tok_pan_" + "1" * 24)
        assert (status, problem["status"]) == (401, 401)
    samples = api.gateway.services.metrics.registry.get_sample_value("gettone_denials_total", {"reason": "no-key"})
    assert samples == 20


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "no-key"),
        ("Basic eA==", "malformed"),
        ("Bearer gtn_aaaaaaaaaaaaaaaa_" + "a" * 52, "unknown-key"),
    ],
)
async def test_a_denied_login_is_a_row_of_the_system(api: Api, header: str | None, reason: str) -> None:
    headers = {"Authorization": header} if header else {}
    async with api["nobody"].post("/v1/redact", json={"text": "a"}, headers=headers) as response:
        assert response.status == 401
    page = await api.vault.search_log(operator(SYSTEM_TENANT), LogFilter(verb="authenticate"))
    assert [(row.outcome, row.network) for row in page.rows] == [(f"denied:{reason}", "127.0.0.1")]
