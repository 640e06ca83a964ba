"""`POST /v1/redact/json`: any JSON in, the same JSON with tokens out."""

import json
import re
from typing import Any

import pytest

from carddata import is_token
from gateway.config import Redaction
from tests.support.api import Api

CARD = "4111 1111 1111 1111"


async def redacted(api: Api, source: str | bytes, **headers: str) -> tuple[int, str]:
    sent = {"Content-Type": "application/json", **headers}
    async with api["platform"].post("/v1/redact/json", data=source, headers=sent) as response:
        return response.status, await response.text()


async def test_what_holds_no_finding_stays_and_a_card_becomes_a_token(api: Api) -> None:
    source = '{"at": 1732480000123,\n "note" : "card 4111 1111 1111 1111", "n": 4111111111111111, "x": [1.50, null]}'
    status, out = await redacted(api, source, **{"X-Gettone-Contact": "call-1"})
    assert status == 200
    tokens = re.findall(r"tok_pan_\w+", out)
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert is_token(tokens[0])
    shown = f"[Visa \u2022\u20221111 {tokens[0]}]"
    assert out == source.replace(CARD, shown).replace('"n": 4111111111111111', f'"n": "{shown}"')
    assert (await redacted(api, out))[1] == out
    (row, *_) = await api.log_rows(verb="tokenize")
    assert row["contact"] == "call-1"


async def test_half_a_surrogate_beside_a_card_stays_valid_json(api: Api) -> None:
    status, out = await redacted(api, '{"a": "\\ud800 card 4111 1111 1111 1111"}')
    assert status == 200
    assert json.loads(out)["a"].startswith("\ud800 card [Visa")


@pytest.mark.parametrize("source", [b"{", b"\xff", b"", b'{"a": NaN}', b"[" * 600 + b"]" * 600])
async def test_what_is_no_json_is_refused_and_nothing_of_it_repeated(api: Api, source: bytes) -> None:
    status, out = await redacted(api, source)
    assert status == 422
    assert json.loads(out)["type"] == "urn:gettone:problem:not-json"


async def test_another_type_and_a_contact_that_is_a_card_are_refused(api: Api) -> None:
    assert (await redacted(api, "{}", **{"Content-Type": "text/plain"}))[0] == 415
    status, out = await redacted(api, "{}", **{"X-Gettone-Contact": CARD})
    assert status == 422
    assert CARD not in out


@pytest.mark.config_with(redaction=Redaction(policy="pci+pii", deadline_ms=20_000))
async def test_names_in_json(api: Api) -> None:
    body: dict[str, Any] = {"status": "OPEN", "customer": {"last_name": "Park"}, "note": "this is Grace Park calling"}
    status, out = await redacted(api, json.dumps(body))
    read = json.loads(out)
    assert status == 200
    assert read["status"] == "OPEN"
    assert read["customer"]["last_name"].startswith("[tok_person_")
    assert "Grace" not in out
