"""One token for one person, mail address or address, however it is spelled."""

from typing import Any

import pytest

from gateway.config import Redaction
from tests.support.api import Api
from tests.support.names import tell_names

ASKED = {"purpose": "quality-audit", "ticket": "T-1"}
PII = Redaction(policy="pci+pii")


async def _tokens(api: Api, text: str, **more: Any) -> list[str]:
    body = {"text": text, "policy": "pci+pii", **more}
    status, answer = await api.post("platform", "/v1/redact", body)
    assert status == 200
    return [finding["token"] for finding in answer["findings"]]


async def _turn(api: Api, turn_id: str, text: str, role: str = "customer") -> dict[str, Any]:
    body = {"turn_id": turn_id, "role": role, "text": text}
    status, answer = await api.post("platform", "/v1/conversations/chat-1/turns", body)
    assert status == 200
    found: dict[str, Any] = answer
    return found


async def _revealed(api: Api, token: str) -> str:
    status, body = await api.post("compliance", f"/v1/tokens/{token}/reveal", ASKED)
    assert status == 200
    return str(body["value"])


@pytest.mark.parametrize("contact", [None, "call-1"])
async def test_in_one_message_all_names_of_a_person_are_the_token_of_the_fullest(
    api: Api, contact: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_names(api.gateway.services.scanner, monkeypatch, "grace", "Grace Park", "GRACE PARK", "James Park")
    grace, full, capitals, james = await _tokens(
        api, "grace here, Grace Park. GRACE PARK! not James Park", contact_id=contact
    )
    assert grace == full == capitals != james
    assert await _revealed(api, full) == "Grace Park"


@pytest.mark.parametrize("contact", [None, "call-1"])
async def test_spellings_of_a_mail_address_are_one_token_and_other_values_keep_their_own(
    api: Api, contact: str | None
) -> None:
    tokens = await _tokens(api, "Ada@Example.org or ada@example.org", contact_id=contact)
    assert len(set(tokens)) == 1
    assert await _revealed(api, tokens[0]) == "Ada@Example.org"
    cards = await _tokens(api, "card 4111111111111111 or card 4111 1111 1111 1111", contact_id=contact)
    assert len(set(cards)) == (1 if contact else 2)


@pytest.mark.config_with(redaction=PII)
async def test_in_a_conversation_a_person_keeps_one_token_over_turns(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_names(api.gateway.services.scanner, monkeypatch, "Grace Park", "Ms. Park", "grace", "James Park", "Park")
    first = await _turn(api, "1", "I'm Grace Park, Ada@Example.org")
    token, mail = (finding["token"] for finding in first["findings"])
    second = await _turn(api, "2", "Ms. Park, yes, grace; ada@example.org")
    assert [finding["token"] for finding in second["findings"]] == [token, token, mail]
    third = await _turn(api, "3", "my husband James Park. Park, both of us")
    james, both = (finding["token"] for finding in third["findings"])
    assert len({token, james, both}) == 3
    assert await _revealed(api, token) == "Grace Park"
    rows = await api.log_rows(verb="tokenize")
    assert sorted(row["token"] for row in rows) == sorted([token, mail, james, both])


@pytest.mark.config_with(redaction=PII)
async def test_a_fuller_name_that_comes_later_gets_a_token_that_holds_it_and_old_answers_stay(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_names(api.gateway.services.scanner, monkeypatch, "Grace Park", "Ms. Park", "grace")
    first = await _turn(api, "1", "grace")
    later = await _turn(api, "2", "Grace Park, Ms. Park, grace")
    full, short, again = (finding["token"] for finding in later["findings"])
    assert full == short
    assert again == first["findings"][0]["token"] != full
    assert await _revealed(api, full) == "Grace Park"
    assert await _turn(api, "1", "grace") == first


@pytest.mark.config_with(redaction=PII)
async def test_what_an_agent_says_names_nobody_for_the_vault(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a short name would stand for a full one that is kept nowhere."""
    tell_names(api.gateway.services.scanner, monkeypatch, "Grace Park", "grace")
    assert (await _turn(api, "1", "Grace Park?", "agent"))["text"] == "[PERSON]?"
    (finding,) = (await _turn(api, "2", "grace"))["findings"]
    assert await _revealed(api, finding["token"]) == "grace"
    (full,) = (await _turn(api, "3", "Grace Park"))["findings"]
    assert await _revealed(api, full["token"]) == "Grace Park"


@pytest.mark.config_with(redaction=PII)
async def test_names_whose_possessives_pile_up_are_kept_all_the_same(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_names(api.gateway.services.scanner, monkeypatch, "Grace's's", "Grace")
    answer = await _turn(api, "1", "Grace's's and Grace")
    assert all(finding["token"] for finding in answer["findings"])
