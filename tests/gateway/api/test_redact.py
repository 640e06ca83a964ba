"""`POST /v1/redact` and its batch."""

import io
from typing import Any

import pytest

from carddata import is_token
from gateway.config import Redaction
from tests.support.api import Api

CARD = "4111 1111 1111 1111"


async def test_a_card_becomes_a_token_with_brand_and_last_four(api: Api) -> None:
    text = f"my card is {CARD}, thanks"
    status, body = await api.post("platform", "/v1/redact", {"text": text})
    assert status == 200
    (found,) = body["findings"]
    assert (found["entity"], found["brand"], found["last4"]) == ("PAN", "Visa", "1111")
    assert text[found["start"] : found["end"]] == CARD
    assert is_token(found["token"])
    assert body["text"] == f"my card is [Visa ••1111 {found['token']}], thanks"


async def test_redacting_twice_changes_nothing(api: Api) -> None:
    _, once = await api.post("platform", "/v1/redact", {"text": f"pay with {CARD} and 5555555555554444"})
    _, twice = await api.post("platform", "/v1/redact", {"text": once["text"]})
    assert twice["text"] == once["text"]
    assert twice["findings"] == []


async def test_text_without_card_data_comes_back_as_it_went(api: Api) -> None:
    text = "order 1002003004000006 left on 2026-11-22 \u00e9\U0001f642"
    status, body = await api.post("platform", "/v1/redact", {"text": text})
    assert (status, body) == (200, {"text": text, "findings": []})


async def test_the_same_card_keeps_its_token_within_a_contact_and_gets_another_elsewhere(api: Api) -> None:
    async def token(contact: str | None) -> str:
        _, body = await api.post("platform", "/v1/redact", {"text": CARD, "contact_id": contact})
        return str(body["findings"][0]["token"])

    assert await token("call-1") == await token("call-1")
    assert len({await token("call-1"), await token("call-2"), await token(None), await token(None)}) == 4


async def test_security_codes_and_expiry_are_removed_and_never_stored(api: Api) -> None:
    text = f"card {CARD} expiry 12/27 cvv 123"
    _, body = await api.post("platform", "/v1/redact", {"text": text})
    assert "12/27" not in body["text"]
    assert "123" not in body["text"].split("]")[-2]
    by_entity = {f["entity"]: f["token"] for f in body["findings"]}
    assert by_entity["CVV"] is None
    assert by_entity["CARD_EXPIRY"] is None


@pytest.mark.config_with(redaction=Redaction(patterns={"MEMBER": r"\bAB-\d{4}\b"}))
@pytest.mark.parametrize("padding", [0, 2_000])
async def test_a_tenants_pattern_is_found_in_short_and_in_long_texts(api: Api, padding: int) -> None:
    text = "so " + "it is what it is " * (padding // 17) + "AB-1234"
    _, body = await api.post("platform", "/v1/redact", {"text": text})
    (found,) = body["findings"]
    assert found["entity"] == "CUSTOM_MEMBER"
    assert body["text"] == text.replace("AB-1234", f"[{found['token']}]")
    _, again = await api.post("platform", "/v1/redact", {"text": body["text"]})
    assert again["text"] == body["text"]


async def test_a_policy_names_what_is_looked_for(api: Api) -> None:
    text = "ada@example.org paid with 4111111111111111"
    _, pci = await api.post("platform", "/v1/redact", {"text": text})
    _, pii = await api.post("platform", "/v1/redact", {"text": text, "policy": "pci+pii"})
    assert {f["entity"] for f in pci["findings"]} == {"PAN"}
    assert {f["entity"] for f in pii["findings"]} == {"PAN", "EMAIL"}


async def test_every_kind_of_value_gets_a_token_of_its_class(api: Api) -> None:
    values = {
        "PAN": f"card {CARD}",
        "PAN_SUSPECT": "card 4111 1111 1111 1112",
        "IBAN": "DE89370400440532013000",
        "US_SSN": "ssn 536-90-4399",
        "US_ITIN": "itin 912-90-3456",
        "NATIONAL_ID": "nhs number 943 476 5919",
        "TAX_ID": "vat DE136695976",
        "BANK_ROUTING": "sort code 20-00-00",
        "BANK_ACCOUNT": "bank account 55779911",
        "PASSPORT": "passport C01X00T47",
        "DRIVER_LICENSE": "driving licence MORGA657054SM9IJ",
        "DATE_OF_BIRTH": "born on 12/05/1980",
        "EMAIL": "ada dot king at example dot com",
        "PHONE": "+44 20 7946 0958",
        "URL": "https://example.com/a",
        "IP_ADDRESS": "74.34.59.240",
    }
    text = ". \n".join(values.values())
    _, body = await api.post("platform", "/v1/redact", {"text": text, "policy": "pci+pii"})
    tokens = {f["entity"]: is_token(f["token"]) for f in body["findings"]}
    assert tokens.items() >= dict.fromkeys(values, True).items()
    _, again = await api.post("platform", "/v1/redact", {"text": body["text"], "policy": "pci+pii"})
    assert (again["text"], again["findings"]) == (body["text"], [])


async def test_what_an_agent_typed_is_struck_out_and_mints_no_token(api: Api) -> None:
    _, body = await api.post("platform", "/v1/redact", {"text": f"so it is {CARD}?", "role": "agent"})
    assert body["text"] == "so it is [PAN]?"
    assert body["findings"][0]["token"] is None


async def test_long_text_is_scanned_in_a_worker_with_the_same_result(api: Api) -> None:
    text = "lorem ipsum dolor " * 200 + CARD
    status, body = await api.post("platform", "/v1/redact", {"text": text})
    assert status == 200
    assert body["findings"][0]["start"] == len(text) - len(CARD)
    assert "1111 1111" not in body["text"]


BAD_BODIES: list[tuple[Any, str]] = [
    ({}, "text"),
    ({"text": 1}, "text"),
    ({"text": None}, "text"),
    ([], "$"),
    ({"text": "a", "surprise": 1}, "$"),
    ({"text": "a", "policy": "none"}, "policy"),
    ({"text": "a", "role": "owner"}, "role"),
    ({"text": "a", "contact_id": "4111111111111111"}, "contact_id"),
    ({"text": "a", "contact_id": "x" * 129}, "contact_id"),
    ({"text": "a", "channel": "4111-1111-1111-1111"}, "channel"),
]


@pytest.mark.parametrize(("body", "path"), BAD_BODIES)
async def test_a_body_that_does_not_fit_is_refused_with_the_path(api: Api, body: Any, path: str) -> None:
    status, problem = await api.post("platform", "/v1/redact", body)
    assert status == 422
    assert problem["errors"][0]["path"] == path
    assert "4111" not in str(problem)


async def test_an_unknown_field_is_refused_without_repeating_its_name(api: Api) -> None:
    status, problem = await api.post("platform", "/v1/redact", {"text": "a", "4111111111111111": 1})
    assert status == 422
    assert "4111" not in str(problem)


@pytest.mark.parametrize("data", [b"", b"{", b'{"text": "4111111111111111', b"\xff\xfe", b'{"text": "\\ud800"}'])
async def test_what_is_no_json_is_a_400_without_a_piece_of_it(api: Api, data: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with api["platform"].post("/v1/redact", data=data, headers=headers) as response:
        assert response.status == 400
        assert response.content_type == "application/problem+json"
        assert "4111" not in await response.text()


async def test_a_body_over_the_limit_is_a_413(api: Api) -> None:
    limit = api.gateway.services.config.server.max_json_bytes
    headers = {"Content-Type": "application/json"}
    async with api["platform"].post("/v1/redact", data=io.BytesIO(b" " * (limit + 1)), headers=headers) as response:
        assert response.status == 413
        assert str(limit) in (await response.json(content_type=None))["detail"]


async def test_another_media_type_is_a_415(api: Api) -> None:
    async with api["platform"].post("/v1/redact", data="text=a", headers={"Content-Type": "text/plain"}) as r:
        assert r.status == 415


async def test_one_bad_item_of_a_batch_never_fails_the_rest(api: Api) -> None:
    items = [
        {"id": "a", "text": CARD},
        {"id": "b", "text": 1},
        "nonsense",
        {"id": "4111111111111111", "text": "x"},
        {"id": "e", "text": "plain"},
    ]
    status, body = await api.post("platform", "/v1/redact/batch", {"items": items})
    assert status == 200
    first, second, third, fourth, fifth = body["items"]
    assert "[Visa ••1111 tok_pan_" in first["text"]
    assert second["id"] == "b"
    assert second["error"]["errors"][0]["path"] == "items[1].text"
    assert third["error"]["status"] == 422
    assert "4111" not in str(fourth)
    assert fifth == {"id": "e", "text": "plain", "findings": []}


async def test_a_batch_has_a_limit(api: Api) -> None:
    items = [{"id": str(i), "text": "a"} for i in range(501)]
    status, problem = await api.post("platform", "/v1/redact/batch", {"items": items})
    assert status == 422
    assert problem["errors"][0]["path"] == "items"


async def test_findings_minted_stand_in_the_access_log(api: Api) -> None:
    _, body = await api.post("platform", "/v1/redact", {"text": CARD, "contact_id": "call-7"})
    rows = await api.log_rows(token=body["findings"][0]["token"])
    assert [(r["verb"], r["outcome"], r["contact"], r["role"]) for r in rows] == [
        ("tokenize", "ok", "call-7", "platform")
    ]


async def test_more_values_than_a_request_may_hold_are_a_413_and_none_is_kept(api: Api) -> None:
    status, problem = await api.post("platform", "/v1/redact", {"text": f"{CARD}, card " * 5001})
    assert (status, problem["type"]) == (413, "urn:gettone:problem:too-many-values")
    assert await api.log_rows(verb="tokenize") == []


async def test_many_values_get_their_tokens_in_order(api: Api) -> None:
    cards = ["4111111111111111", "5555555555554444", "378282246310005"] * 200
    status, body = await api.post("platform", "/v1/redact", {"text": " and card ".join(cards)})
    assert status == 200
    assert [f["last4"] for f in body["findings"]] == [card[-4:] for card in cards]
