"""`POST /v1/restore`: what a language model wrote, with real values, or tokens, in place of its placeholders."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from carddata import is_token
from gateway.api.models import Body, Label, Text
from gateway.api.problems import FieldError, Problem
from gateway.api.route import Call, Route, json_response
from gateway.api.scopes import require
from gateway.api.tokens import refuse_cards
from gateway.auth.roles import Scope
from redactors.placeholders import fill, is_placeholder, named
from vault import MAX_REVEALED, Purpose, TokenNotFound

_Placeholder = Annotated[str, StringConstraints(max_length=100)]
_Token = Annotated[str, StringConstraints(max_length=64)]
_MAX_PLACES = 2000
"""A value has up to 4,096 bytes: with more places an answer could be a hundred times as long as what was asked."""


class RestoreRequest(Body):
    """A language model's answer and the tokens of its placeholders. Values need a purpose and a ticket, tokens do not.

    `loose`: placeholders may be bent (case, spaces, Markdown's backslashes). `contact_id`: a token of another is not
    found.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, strict=False)

    text: Text
    placeholders: Annotated[dict[_Placeholder, _Token], Field(max_length=1000)]
    to: Literal["values", "tokens"] = "values"
    loose: bool = False
    purpose: Purpose | None = None
    ticket: Annotated[Label, StringConstraints(min_length=1)] | None = None
    contact_id: Label | None = None


class RestoreResponse(BaseModel):
    """The text with what its placeholders stood for."""

    text: str


async def restore(call: Call) -> web.Response:
    """The text with its placeholders replaced. Only tokens whose placeholder stands in it are revealed: all or none."""
    asked = await call.json(RestoreRequest)
    await require(call, Scope.REVEAL if asked.to == "values" else Scope.REDACT)
    if not all(map(is_placeholder, asked.placeholders)):
        raise _invalid("placeholders", "keys are placeholders as they were given, such as [PERSON_1]")
    places = await asyncio.to_thread(_places, asked)
    if places.total() > _MAX_PLACES:
        raise Problem(413, "too-many-values", f"A text may hold {_MAX_PLACES} placeholders; split it.")
    tokens = {name: asked.placeholders[name] for name in places}
    if not all(map(is_token, tokens.values())):
        raise TokenNotFound("no such token")
    if asked.to == "tokens":
        values: Mapping[str, str] = {name: f"[{token}]" for name, token in tokens.items()}
    else:
        values = await _revealed(call, asked, tokens)
    text = await asyncio.to_thread(fill, asked.text, values.get, loose=asked.loose)
    return json_response(RestoreResponse(text=text))


def _places(asked: RestoreRequest) -> Counter[str]:
    return Counter(name for name in named(asked.text, loose=asked.loose) if name in asked.placeholders)


async def _revealed(call: Call, asked: RestoreRequest, tokens: Mapping[str, str]) -> dict[str, str]:
    if asked.purpose is None or asked.ticket is None:
        raise _invalid("purpose" if asked.purpose is None else "ticket", "is needed to restore values")
    once = list(dict.fromkeys(tokens.values()))
    if len(once) > MAX_REVEALED:
        raise Problem(413, "too-many-values", f"A text may hold {MAX_REVEALED} tokens to reveal; split it.")
    await refuse_cards(call, once, asked.purpose, asked.ticket)
    access = call.access(asked.contact_id)
    secrets = await call.services.vault.reveal_all(access, once, asked.purpose, asked.ticket, contact=asked.contact_id)
    values = dict(zip(once, secrets, strict=True))
    return {name: values[token].expose() for name, token in tokens.items()}


def _invalid(path: str, message: str) -> Problem:
    return Problem(422, "invalid", "The body does not fit; see errors.", errors=[FieldError(path, message)])


ROUTES = (
    Route(
        "POST",
        "/v1/restore",
        restore,
        "Put values (scope reveal) or tokens (scope redact) in place of a prompt's placeholders",
        None,
        RestoreRequest,
        RestoreResponse,
    ),
)
