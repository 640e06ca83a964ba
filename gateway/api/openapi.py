"""`/openapi.json`, made from the routes themselves."""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from gateway.api.route import PublicRoute, Route

_PARAMETER = re.compile(r"\{(\w+)(?::((?:[^{}]|\{[^{}]*\})+))?\}")
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def document(routes: Sequence[Route | PublicRoute]) -> dict[str, Any]:
    """The OpenAPI 3.1 description of `routes`."""
    bodies = {r.body for r in routes if isinstance(r, Route) and r.body}
    answers = {r.response for r in routes if r.response}
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(m, "validation") for m in bodies]
    wanted += [(m, "serialization") for m in answers]
    wanted.sort(key=lambda pair: (pair[0].__name__, pair[1]))
    _, schema = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    paths: dict[str, Any] = {}
    for route in routes:
        path = _PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gettone",
            "version": version("gettone"),
            "description": "Card numbers and PII in, vault tokens out.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {**schema.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "gtn_<key id>_<secret>"}},
        },
    }


def _operation(route: Route | PublicRoute) -> dict[str, Any]:
    status = str(route.status) if isinstance(route, Route) else "200"
    media_type = route.media_type if isinstance(route, Route) else "application/json"
    answer: dict[str, Any] = {"description": route.summary}
    if route.response is not None:
        answer["content"] = {media_type: {"schema": _ref(route.response)}}
    elif media_type != "application/json":
        answer["content"] = {media_type: {}}
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": route.handler.__module__.rpartition(".")[2] + "_" + route.handler.__name__,
        "parameters": _parameters(route),
        "responses": {
            status: answer,
            "default": {
                "description": "An error, RFC 9457",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
        "security": [{"key": []}] if isinstance(route, Route) else [],
    }
    if isinstance(route, Route):
        operation["x-scope"] = route.scope
        if route.body is not None:
            operation["requestBody"] = {
                "required": True,
                "content": {media_type: {"schema": _ref(route.body)}},
            }
        elif route.method == "POST":
            operation["requestBody"] = {"required": True, "content": {media_type: {}}}
    return operation


def _parameters(route: Route | PublicRoute) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", **({"pattern": pattern} if pattern else {})},
        }
        for name, pattern in _PARAMETER.findall(route.path)
    ]
    queries = route.query if isinstance(route, Route) else ()
    parameters += [{"name": q, "in": "query", "required": True, "schema": {"type": "string"}} for q in queries]
    return parameters


def _ref(model: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


@cache
def _json() -> bytes:
    # Not at the top: the list of all routes has this module's route in it.
    from gateway.api import routes

    return json.dumps(document(routes.ALL)).encode()


async def openapi(_: web.Request) -> web.Response:
    """This API's description."""
    return web.Response(body=_json(), content_type="application/json")


ROUTES = (PublicRoute("GET", "/openapi.json", openapi, "This API's description"),)
