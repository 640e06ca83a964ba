"""`/v1/tokens` and reveal."""

import pytest

from tests.support.api import Api

CARD = "4111111111111111"
ASKED = {"purpose": "chargeback", "ticket": "T-1"}


async def _token(api: Api, value: str = CARD, cls: str = "pan") -> str:
    status, body = await api.post("platform", "/v1/tokens", {"class": cls, "value": value})
    assert status == 201
    return str(body["token"])


async def test_a_value_becomes_a_token_whose_metadata_shows_brand_and_last_four(api: Api) -> None:
    token = await _token(api)
    status, body = await api.get("agent", f"/v1/tokens/{token}")
    assert status == 200
    assert (body["class"], body["brand"], body["last4"]) == ("pan", "Visa", "1111")
    assert CARD not in str(body)


@pytest.mark.parametrize(
    ("value", "cls"),
    [("4111111111111112", "pan"), ("1234", "pan"), ("DE00370400440532013000", "iban"), ("123", "cvv")],
)
async def test_a_value_that_is_no_such_value_is_refused_without_an_echo(api: Api, value: str, cls: str) -> None:
    status, problem = await api.post("platform", "/v1/tokens", {"class": cls, "value": value})
    assert status == 422
    assert problem["errors"][0]["path"] == "value"
    assert value not in str(problem)


async def test_a_batch_has_an_outcome_for_each_item(api: Api) -> None:
    items = [{"class": "pan", "value": CARD}, {"class": "pan", "value": "no card"}, 7]
    status, body = await api.post("platform", "/v1/tokens/batch", {"items": items})
    assert status == 200
    good, bad, odd = body["items"]
    assert good["token"]["last4"] == "1111"
    assert bad["error"]["errors"][0]["path"] == "items[1].value"
    assert odd["error"]["status"] == 422


async def test_no_key_gets_a_card_number_and_the_try_is_logged(api: Api) -> None:
    token = await _token(api)
    for role, reason in (("agent", "denied:scope"), ("compliance", "denied:people-only")):
        status, problem = await api.post(role, f"/v1/tokens/{token}/reveal", ASKED)
        assert status == 403
        assert CARD not in str(problem)
        (row,) = await api.log_rows(verb="reveal", token=token, outcome=reason)
        assert row["role"] == role


@pytest.mark.demo_mode
async def test_in_the_demo_compliance_gets_the_card_with_a_purpose_and_the_agent_does_not(api: Api) -> None:
    token = await _token(api)
    status, _ = await api.post("agent", f"/v1/tokens/{token}/reveal", ASKED)
    assert status == 403
    status, body = await api.post("compliance", f"/v1/tokens/{token}/reveal", ASKED)
    assert (status, body) == (200, {"value": CARD, "demo_only": True})
    rows = await api.log_rows(verb="reveal", token=token)
    assert [(r["role"], r["outcome"], r["purpose"], r["ticket"]) for r in rows] == [
        ("compliance", "ok", "chargeback", "T-1"),
        ("agent", "denied:scope", "", ""),
    ]


async def test_a_machine_with_the_scope_gets_other_classes(api: Api) -> None:
    token = await _token(api, "DE89370400440532013000", "iban")
    status, body = await api.post("compliance", f"/v1/tokens/{token}/reveal", ASKED)
    assert (status, body) == (200, {"value": "DE89370400440532013000", "demo_only": False})


@pytest.mark.demo_mode
@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"purpose": "chargeback"}, "ticket"),
        ({"ticket": "T-1"}, "purpose"),
        ({"purpose": "curiosity", "ticket": "T-1"}, "purpose"),
        ({"purpose": "chargeback", "ticket": ""}, "ticket"),
        ({"purpose": "chargeback", "ticket": f"T {CARD}"}, "ticket"),
    ],
)
async def test_a_reveal_needs_a_known_purpose_and_a_ticket(api: Api, body: dict[str, str], path: str) -> None:
    token = await _token(api)
    status, problem = await api.post("compliance", f"/v1/tokens/{token}/reveal", body)
    assert status == 422
    assert problem["errors"][0]["path"] == path
    assert CARD not in str(problem)


async def test_a_deleted_token_is_gone_for_everybody(api: Api) -> None:
    token = await _token(api)
    async with api["platform"].delete(f"/v1/tokens/{token}") as response:
        assert response.status == 204
    status, _ = await api.get("agent", f"/v1/tokens/{token}")
    assert status == 404


async def test_unknown_malformed_and_mistyped_tokens_look_the_same(api: Api) -> None:
    token = await _token(api)
    mistyped = token[:-1] + ("2" if token[-1] != "2" else "3")
    bodies = []
    for text in (mistyped, "tok_pan_" + "1" * 24):
        status, problem = await api.get("agent", f"/v1/tokens/{text}")
        assert status == 404
        bodies.append({k: v for k, v in problem.items() if k != "request_id"})
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    ("cls", "value"),
    [
        ("suspect", CARD),
        ("account", CARD),
        ("phone", CARD),
        ("org", f"{CARD} exp 12/27 cvv 123"),
        ("person", f";{CARD}=27121010000000000000?"),
        ("CUSTOM_NOTE", f"order-{CARD}"),
        ("CUSTOM_CVV", "123"),
    ],
)
async def test_card_data_is_not_kept_under_another_class(api: Api, cls: str, value: str) -> None:
    status, problem = await api.post("platform", "/v1/tokens", {"class": cls, "value": value})
    assert status == 422
    assert CARD not in str(problem)


async def test_a_suspect_is_revealed_to_no_key_either(api: Api) -> None:
    text = "my credit card number is 4111111111111112"
    _, body = await api.post("platform", "/v1/redact", {"text": text})
    (token,) = [f["token"] for f in body["findings"] if f["entity"] == "PAN_SUSPECT"]
    status, _ = await api.post("compliance", f"/v1/tokens/{token}/reveal", ASKED)
    assert status == 403


async def test_what_only_looks_like_a_token_stays_out_of_the_log(api: Api) -> None:
    async with api["agent"].delete(f"/v1/tokens/tok_pan_{CARD}AAAAAAAA") as response:
        assert response.status == 403
    rows = await api.log_rows()
    assert CARD not in str(rows)
