"""`/openapi.json` is the routes."""

import re
from typing import Any

from aiohttp import web

from gateway.app import build_app
from tests.support.api import Api


async def test_it_describes_just_the_routes_that_there_are(api: Api) -> None:
    status, document = await api.get("nobody", "/openapi.json")
    assert status == 200
    assert document["openapi"].startswith("3.1")
    described = {(m.upper(), path) for path, item in document["paths"].items() for m in item}
    app = build_app(api.gateway.services)
    served = {
        (route.method, re.sub(r"\{(\w+)(:(?:[^{}]|\{[^{}]*\})*)?\}", r"{\1}", _path(route)))
        for route in app.router.routes()
    }
    assert described == served


async def test_every_reference_resolves_and_operation_ids_are_unique(api: Api) -> None:
    _, document = await api.get("nobody", "/openapi.json")
    schemas = document["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/(\w+)", str(document)):
        assert name in schemas
    ids = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(ids) == len(set(ids))


def _path(route: web.AbstractRoute) -> str:
    resource = route.resource
    assert resource is not None
    info: dict[str, Any] = dict(resource.get_info())
    return str(info.get("path") or info["formatter"])
