"""`/v1/tokens`: values in, metadata out, and the one way back to a real value."""

from collections.abc import Sequence

from aiohttp import web

from carddata import GettoneError, InputError, Secret, is_token
from gateway.api.models import (
    RevealRequest,
    RevealResponse,
    TokenBatchRequest,
    TokenBatchResponse,
    TokenBatchResult,
    TokenOut,
    TokenRequest,
    holds_card,
)
from gateway.api.problems import Problem, problem_of
from gateway.api.redact import validated
from gateway.api.route import Call, Route, json_response
from gateway.auth.roles import Scope
from vault import CARD_CLASSES, NewValue, Purpose, TokenNotFound, TokenRecord

_PATH = "/v1/tokens/{token:tok_[a-z][a-z0-9]{0,15}_[1-9A-HJ-NP-Za-km-z]{24}}"


async def create(call: Call) -> web.Response:
    """One value for one token."""
    asked = await call.json(TokenRequest)
    (result,) = await call.services.vault.tokenize_each(call.access(asked.contact_id), [_value(asked)])
    if isinstance(result, GettoneError):
        raise _at(result)
    return json_response(_out(result), 201)


async def create_batch(call: Call) -> web.Response:
    """Many values in one transaction, each with its own outcome, in order."""
    results: list[TokenBatchResult] = []
    good: list[tuple[int, NewValue]] = []
    for index, item in enumerate((await call.json(TokenBatchRequest)).items):
        results.append(TokenBatchResult())
        try:
            good.append((index, _value(validated(TokenRequest, item, index), f"items[{index}].")))
        except GettoneError as error:
            results[index] = TokenBatchResult(error=problem_of(error).body(call.request_id))
    minted = await call.services.vault.tokenize_each(call.access(), [value for _, value in good]) if good else []
    for (index, _), result in zip(good, minted, strict=True):
        if isinstance(result, GettoneError):
            problem = problem_of(_at(result, f"items[{index}]."))
            results[index] = TokenBatchResult(error=problem.body(call.request_id))
        else:
            results[index] = TokenBatchResult(token=_out(result))
    return json_response(TokenBatchResponse(items=results), exclude_none=True)


async def metadata(call: Call) -> web.Response:
    """What may be known of a token."""
    return json_response(_out(await call.services.vault.metadata(call.access(), _token(call))))


async def delete(call: Call) -> web.Response:
    """Forgets the value for good."""
    await call.services.vault.delete(call.access(), _token(call))
    return web.Response(status=204)


async def reveal(call: Call) -> web.Response:
    """The real value, for a purpose and a ticket. A key gets a card number in the demo only."""
    asked = await call.json(RevealRequest)
    token = _token(call)
    services = call.services
    await refuse_cards(call, [token], asked.purpose, asked.ticket)
    value = await services.vault.reveal(call.access(), token, asked.purpose, asked.ticket)
    return json_response(RevealResponse(value=value.expose(), demo_only=services.demo))


async def refuse_cards(call: Call, tokens: Sequence[str], purpose: Purpose, ticket: str) -> None:
    """Raises Problem 403 where `tokens` hold a card's, which is logged, unless this is the demo."""
    services = call.services
    cards = [token for token in tokens if token.split("_")[1] in CARD_CLASSES]
    if not cards or services.demo:
        return
    for token in cards:
        await services.vault.record(
            call.access(), "reveal", "denied:people-only", token=token, purpose=purpose, ticket=ticket
        )
        services.metrics.denials.labels("people-only").inc()
    raise Problem(403, "people-only", "A card number is revealed to a signed-in person, never to a key.")


def _value(asked: TokenRequest, path: str = "") -> NewValue:
    """The value for the vault. Raises InputError: card data under another class than pan."""
    if holds_card(asked.cls):
        raise InputError("no such class", path=f"{path}class")
    if asked.cls == "suspect":
        raise InputError("only the detector keeps suspects", path=f"{path}class")
    if asked.cls not in CARD_CLASSES and holds_card(asked.value):
        raise InputError("holds card data: cards go under class pan, codes are never kept", path=f"{path}value")
    return NewValue(asked.cls, Secret(asked.value), asked.contact_id)


def _at(error: GettoneError, path: str = "") -> GettoneError:
    """The vault's error with this API's path."""
    return InputError(str(error), path=f"{path}value") if isinstance(error, InputError) else error


def _token(call: Call) -> str:
    """The path's token; one whose check characters are wrong does not exist."""
    token = call.request.match_info["token"]
    if not is_token(token):
        raise TokenNotFound("no such token")
    return token


def _out(record: TokenRecord) -> TokenOut:
    return TokenOut(
        token=record.token,
        cls=record.cls,
        brand=record.brand,
        last4=record.last4,
        contact_id=record.contact,
        created_at=record.created_at,
        expires_at=record.expires_at,
        data_class=record.data_class,
    )


ROUTES = (
    Route("POST", "/v1/tokens", create, "Keep one value", Scope.TOKENIZE, TokenRequest, TokenOut, 201),
    Route(
        "POST",
        "/v1/tokens/batch",
        create_batch,
        "Keep many values, each with its own outcome",
        Scope.TOKENIZE,
        TokenBatchRequest,
        TokenBatchResponse,
    ),
    Route("GET", _PATH, metadata, "What may be known of a token", Scope.METADATA, None, TokenOut),
    Route("DELETE", _PATH, delete, "Forget a value for good", Scope.DELETE, status=204),
    Route(
        "POST",
        f"{_PATH}/reveal",
        reveal,
        "The real value, for a purpose; a card to a key in the demo only",
        Scope.REVEAL,
        RevealRequest,
        RevealResponse,
    ),
)
