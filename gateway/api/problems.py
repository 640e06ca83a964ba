"""Errors as RFC 9457 problem details: what is wrong and where, never what was sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ValidationError

from carddata import GettoneError, InputError
from gateway.captures.registry import CaptureNotFound, TooManyCaptures
from gateway.conversations.registry import ConversationNotFound, TooManyConversations
from vault import TokenNotFound, ValueRefused, VaultBusy, VaultUnavailable

_RETRY = {"Retry-After": "1"}
_ANSWERS: tuple[tuple[type[GettoneError], int, str, dict[str, str]], ...] = (
    (VaultUnavailable, 503, "vault-unavailable", _RETRY),
    (VaultBusy, 503, "busy", _RETRY),
    (TooManyCaptures, 503, "busy", _RETRY),
    (TooManyConversations, 503, "busy", _RETRY),
    (TokenNotFound, 404, "not-found", {}),
    (CaptureNotFound, 404, "not-found", {}),
    (ConversationNotFound, 404, "not-found", {}),
    (ValueRefused, 422, "value-refused", {}),
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is off: its path (`items[2].text`) and what it should be."""

    path: str
    message: str


class Problem(GettoneError):
    """An answer that is an error. `slug` makes the problem's type, `errors` name the fields."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.errors = tuple(errors)
        self.headers = headers or {}

    def body(self, request_id: str) -> dict[str, Any]:
        """The JSON object of RFC 9457."""
        body: dict[str, Any] = {
            "type": f"urn:gettone:problem:{self.slug}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": str(self),
            "request_id": request_id,
        }
        if self.errors:
            body["errors"] = [{"path": e.path, "message": e.message} for e in self.errors]
        return body

    def response(self, request_id: str) -> web.Response:
        """The HTTP answer."""
        return web.Response(
            status=self.status,
            body=json.dumps(self.body(request_id)).encode(),
            content_type="application/problem+json",
            headers=self.headers,
        )


def problem_of(error: GettoneError) -> Problem:
    """The answer to an error of ours."""
    if isinstance(error, Problem):
        return error
    for kind, status, slug, headers in _ANSWERS:
        if isinstance(error, kind):
            return Problem(status, slug, str(error), headers=headers)
    if isinstance(error, InputError):
        return Problem(422, "invalid", str(error), errors=[FieldError(error.path or "$", str(error))])
    return Problem(500, "internal", "The service could not do this; nothing was stored or shown.")


def field_errors(error: ValidationError, model: type[BaseModel], prefix: str = "") -> list[FieldError]:
    """The fields that pydantic refused, by our own names and indexes: no caller's key is repeated."""
    errors = error.errors(include_url=False, include_input=False, include_context=False)
    names = _names(model)
    found: list[FieldError] = []
    for item in errors[:20]:
        unknown = item["type"] == "extra_forbidden"
        loc = item["loc"][:-1] if unknown else item["loc"]
        message = "holds a field that is not known" if unknown else _message(item["type"], item["msg"])
        found.append(FieldError(_path(loc, names, prefix), message))
    return found


def _message(kind: str, message: str) -> str:
    return "is not valid JSON" if kind == "json_invalid" else message.removeprefix("Value error, ")


def _path(loc: Sequence[int | str], names: frozenset[str], prefix: str) -> str:
    path = prefix
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part in names:
            path += f".{part}" if path else part
    return path or "$"


def _names(model: type[BaseModel]) -> frozenset[str]:
    names: set[str] = set()
    schema = json.dumps(model.model_json_schema())

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            names.update(node.get("properties", {}))
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(json.loads(schema))
    return frozenset(names)
