"""A route is data: the router and /openapi.json are made from the same list."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from gateway.api.problems import Problem, field_errors
from gateway.auth.principal import Principal
from gateway.auth.roles import Scope
from gateway.keys import SERVICES, Services
from vault import Access

_Model = TypeVar("_Model", bound=BaseModel)
# A body gets this long, and longer the more it may hold.
_BODY_SECONDS = 10
_BODY_BYTES_PER_SECOND = 256 * 1024


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised request: who, through which services, and the raw request."""

    request: web.Request
    services: Services
    principal: Principal
    request_id: str
    client: str

    def access(self, contact: str | None = None) -> Access:
        """What the access log is to know of this call."""
        return Access(
            tenant=self.principal.tenant,
            actor=self.principal.actor,
            role=self.principal.role,
            request_id=self.request_id,
            network=self.request.remote or "",
            client=self.client,
            contact=contact,
        )

    async def json(self, model: type[_Model]) -> _Model:
        """The body as `model`. Raises Problem 400 (no JSON), 413, 415 or 422 with the fields' paths."""
        if self.request.content_type not in ("application/json", "application/octet-stream"):
            raise Problem(415, "media-type", "Send application/json.")
        data = await self.body(self.services.config.server.max_json_bytes)
        try:
            return model.model_validate_json(data)
        except ValidationError as error:
            raise invalid(error, model) from None

    async def body(self, limit: int) -> bytes:
        """The raw body. Raises Problem 413 past `limit` bytes without reading on, 408 when it comes too slowly."""
        if (self.request.content_length or 0) > limit:
            raise Problem(413, "too-large", f"The body may hold {limit} bytes.")
        data = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS + limit / _BODY_BYTES_PER_SECOND):
                async for chunk in self.request.content.iter_chunked(65536):
                    data += chunk
                    if len(data) > limit:
                        raise Problem(413, "too-large", f"The body may hold {limit} bytes.")
        except TimeoutError:
            raise Problem(408, "slow", "The body came too slowly.") from None
        except web.RequestPayloadError:
            raise Problem(400, "broken-body", "The body's encoding is broken.") from None
        return bytes(data)


def invalid(error: ValidationError, model: type[BaseModel], prefix: str = "") -> Problem:
    """400 where the body is no JSON, else 422 with each field's path, below `prefix`."""
    fields = field_errors(error, model, prefix)
    if any(e["type"] == "json_invalid" for e in error.errors(include_input=False, include_url=False)):
        return Problem(400, "not-json", "The body is not valid JSON.")
    return Problem(422, "invalid", "The body does not fit; see errors.", errors=fields)


Handler = Callable[[Call], Awaitable[web.StreamResponse]]
PublicHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """Method, path and handler, with what the API description says of them.

    `scope` None: any valid key. A `websocket` route also takes a ticket.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    scope: Scope | None = None
    body: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    status: int = 200
    websocket: bool = False
    media_type: str = "application/json"
    query: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicRoute:
    """A route for which nobody signs in: health and the API's own description."""

    method: str
    path: str
    handler: PublicHandler
    summary: str
    response: type[BaseModel] | None = None


def services_of(request: web.Request) -> Services:
    """The application's services."""
    return request.app[SERVICES]


def json_response(model: BaseModel, status: int = 200, **dump: Any) -> web.Response:
    """`model` as JSON, by its outward names."""
    return web.Response(
        body=model.model_dump_json(by_alias=True, **dump).encode(),
        status=status,
        content_type="application/json",
    )
