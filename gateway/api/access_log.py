"""`POST /v1/access-log/search`: who saw what. The search is itself a row."""

from aiohttp import web

from gateway.api.models import LogSearchRequest, LogSearchResponse
from gateway.api.route import Call, Route, json_response
from gateway.auth.roles import Scope
from vault import LogFilter


async def search(call: Call) -> web.Response:
    """One page of the tenant's rows, newest first."""
    asked = await call.json(LogSearchRequest)
    wanted = LogFilter(
        actor=asked.actor,
        verb=asked.verb,
        outcome=asked.outcome,
        token=asked.token,
        contact=asked.contact_id,
        purpose=asked.purpose,
        since=asked.since,
        until=asked.until,
    )
    page = await call.services.vault.search_log(call.access(), wanted, asked.cursor, asked.limit)
    return json_response(LogSearchResponse(rows=[row.as_dict() for row in page.rows], cursor=page.cursor))


ROUTES = (
    Route(
        "POST",
        "/v1/access-log/search",
        search,
        "Search the access log",
        Scope.LOG,
        LogSearchRequest,
        LogSearchResponse,
    ),
)
