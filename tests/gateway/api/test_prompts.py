"""Text for a language model, and its answer with the values back: `render: llm` and `/v1/restore`."""

from typing import Any

import pytest

from carddata import is_token
from gateway.config import Redaction
from tests.support.api import Api
from tests.support.names import tell_names

CARD = "4111 1111 1111 1111"
ASKED = {"purpose": "quality-audit", "ticket": "T-1"}
NAMES = ("Grace Park", "Ms. Park", "grace", "GRACE PARK", "e\u0301ric", "\u00e9ric", "Bob")
CHAT = (
    "Hi, I'm Grace Park \\o/ mail Ada@EXAMPLE.org or ada dot king at example dot com",
    "[PERSON_1]? \\[person\\_1\\] [TYPED_EMAIL_1] that's me: Ms. Park, grace\u00a0\u2014 GRACE PARK!\r\n\tBob",
    "call (415) 555-2671, +1 415 555 2671, or ada@example.org; e\u0301ric is not \u00e9ric \U0001f642",
    "born on 12/05/1980, ssn 536-90-4399, iban DE89 3704 0044 0532 0130 00, https://example.com/A",
)


async def _redacted(api: Api, text: str, **more: Any) -> dict[str, Any]:
    body = {"text": text, "policy": "pci+pii", "render": "llm", **more}
    status, answer = await api.post("platform", "/v1/redact", body)
    assert status == 200
    found: dict[str, Any] = answer
    return found


async def _turn(api: Api, turn_id: str, text: str, role: str = "customer", **more: Any) -> dict[str, Any]:
    body = {"turn_id": turn_id, "role": role, "text": text, "render": "llm", **more}
    status, answer = await api.post("platform", "/v1/conversations/chat-1/turns", body)
    assert status == 200
    found: dict[str, Any] = answer
    return found


def _tokens(answer: dict[str, Any]) -> dict[str, str]:
    return {f["placeholder"]: f["token"] for f in answer["findings"] if f["token"]}


async def _restored(api: Api, text: str, tokens: dict[str, str], role: str = "compliance", **more: Any) -> Any:
    return await api.post(role, "/v1/restore", {"text": text, "placeholders": tokens, **ASKED, **more})


@pytest.mark.config_with(redaction=Redaction(policy="pci+pii"))
@pytest.mark.parametrize("loose", [False, True])
async def test_a_chat_comes_back_exact_to_the_byte(api: Api, loose: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With several spellings of names and values, and with placeholders that the customer typed; when all is told."""
    tell_names(api.gateway.services.scanner, monkeypatch, *NAMES)
    tokens: dict[str, str] = {}
    told: dict[str, str] = {}
    for number, text in enumerate(CHAT):
        answer = await _turn(api, str(number), text)
        tokens |= _tokens(answer)
        told |= {str(number): answer["text"], **{r["turn_id"]: r["text"] for r in answer["releases"]}}
        assert answer["recalls"] == []
    async with api["platform"].delete("/v1/conversations/chat-1") as response:
        ended = await response.json()
    told |= {r["turn_id"]: r["text"] for r in ended["releases"]}
    prompt = list(told.values())
    assert prompt[0] == "Hi, I'm [PERSON_1] \\o/ mail [EMAIL_1] or [EMAIL_2]"
    assert prompt[1] == (
        "[TYPED_PERSON_1]? \\[TYPED_person\\_1\\] [TYPED_TYPED_EMAIL_1] that's me: "
        "[PERSON_1.2], [PERSON_1.3]\u00a0\u2014 [PERSON_1.4]!\r\n\t[PERSON_2]"
    )
    assert "[EMAIL_1.2]" in prompt[2]
    status, body = await _restored(api, "\n".join(prompt), tokens, loose=loose)
    assert (status, body) == (200, {"text": "\n".join(CHAT)})
    rows = await api.log_rows(verb="reveal")
    assert sorted(row["token"] for row in rows) == sorted(tokens.values())
    assert {(r["outcome"], r["purpose"], r["ticket"]) for r in rows} == {("ok", "quality-audit", "T-1")}


@pytest.mark.parametrize("contact", [None, "call-1"])
async def test_one_text_comes_back_exact_to_the_byte(
    api: Api, contact: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_names(api.gateway.services.scanner, monkeypatch, *NAMES)
    text = "\n".join(CHAT)
    answer = await _redacted(api, text, contact_id=contact)
    assert not any(name in answer["text"] for name in ("Grace", "grace", "example", "EXAMPLE", "555", "4399"))
    status, body = await _restored(api, answer["text"], _tokens(answer), contact_id=contact)
    assert (status, body) == (200, {"text": text})


async def test_findings_have_their_placeholder_in_a_prompt_and_no_new_key_elsewhere(api: Api) -> None:
    text = f"card {CARD}, cvv 123, mail ada@example.org"
    answer = await _redacted(api, text)
    assert answer["text"] == "card [PAN_1], cvv [CVV], mail [EMAIL_1]"
    assert [(f["placeholder"], is_token(f["token"] or "")) for f in answer["findings"]] == [
        ("[PAN_1]", True),
        (None, False),
        ("[EMAIL_1]", True),
    ]
    for render in ({}, {"render": "agent"}):
        _, agents = await api.post("platform", "/v1/redact", {"text": text, **render})
        assert set(agents["findings"][0]) == {"entity", "start", "end", "token", "brand", "last4"}


async def test_in_a_batch_each_item_has_its_own_numbers(api: Api) -> None:
    items = [
        {"id": str(i), "text": f"mail {name}@example.org", "policy": "pci+pii", "render": "llm"}
        for i, name in enumerate(["ada", "bob"])
    ]
    _, body = await api.post("platform", "/v1/redact/batch", {"items": items})
    assert [item["text"] for item in body["items"]] == ["mail [EMAIL_1]"] * 2
    assert body["items"][0]["findings"][0]["placeholder"] == "[EMAIL_1]"


async def test_what_an_agent_typed_has_a_number_and_no_token(api: Api) -> None:
    answer = await _redacted(api, "is it ada@example.org?", role="agent")
    assert answer["text"] == "is it [EMAIL_1]?"
    assert answer["findings"][0]["token"] is None
    assert await api.log_rows(verb="tokenize") == []


@pytest.mark.config_with(redaction=Redaction(policy="pci+pii"))
async def test_numbers_go_on_over_turns_and_a_turn_sent_again_has_the_same(api: Api) -> None:
    first = await _turn(api, "1", "ada@example.org")
    agents = await _turn(api, "2", "bob@example.org or Ada@example.org?", "agent")
    assert (agents["text"], _tokens(agents)) == ("[EMAIL_2] or [EMAIL_1.2]?", {})
    third = await _turn(api, "3", "bob@example.org, ada@example.org and eve@example.org")
    assert third["text"] == "[EMAIL_2], [EMAIL_1] and [EMAIL_3]"
    assert _tokens(third)["[EMAIL_1]"] == _tokens(first)["[EMAIL_1]"]
    assert await _turn(api, "1", "ada@example.org") == first
    assert len(await api.log_rows(verb="tokenize")) == 3
    agents = await _turn(api, "1", "ada@example.org", render="agent")
    assert agents["text"] == f"[{agents['findings'][0]['token']}]"
    assert "placeholder" not in agents["findings"][0]


async def test_a_card_over_turns_is_one_placeholder_in_recalls_too(api: Api) -> None:
    await _turn(api, "1", "it's 4539")
    await _turn(api, "2", "1488 0343")
    last = await _turn(api, "3", "6467")
    (finding,) = last["findings"]
    assert (finding["placeholder"], last["text"]) == ("[PAN_1]", "[PAN_1]")
    assert [(r["placeholder"], r["token"], r["text"]) for r in last["recalls"]] == [
        ("[PAN_1]", finding["token"], "it's [PAN_1]"),
        ("[PAN_1]", finding["token"], "[PAN_1]"),
    ]


async def test_the_end_of_a_prompts_conversation_is_told_as_its_turns_were(api: Api) -> None:
    await _turn(api, "1", "4412 [PAN_1]")
    async with api["platform"].delete("/v1/conversations/chat-1") as response:
        assert (await response.json())["releases"] == [{"turn_id": "1", "text": "4412 [TYPED_PAN_1]"}]


async def test_only_what_stands_in_the_answer_is_revealed_and_what_the_model_invents_stays(api: Api) -> None:
    answer = await _redacted(api, "ada@example.org, bob@example.org")
    tokens = _tokens(answer)
    status, body = await _restored(api, "[EMAIL_2] [EMAIL_2] [EMAIL_3] [email_1] [EMAIL_10]", tokens)
    assert (status, body["text"]) == (200, "bob@example.org bob@example.org [EMAIL_3] [email_1] [EMAIL_10]")
    assert [row["token"] for row in await api.log_rows(verb="reveal")] == [tokens["[EMAIL_2]"]]
    _, body = await _restored(api, "Dear \\[EMAIL\\_1\\], [email_1]", tokens, loose=True)
    assert body["text"] == "Dear ada@example.org, ada@example.org"


async def test_a_restored_value_is_not_read_again(api: Api) -> None:
    made = {}
    for name, value in (("[PERSON_1]", "[PERSON_2]"), ("[PERSON_2]", "Bob")):
        _, body = await api.post("platform", "/v1/tokens", {"class": "person", "value": value})
        made[name] = body["token"]
    _, body = await _restored(api, "[PERSON_1] [TYPED_PERSON_2]", made)
    assert body["text"] == "[PERSON_2] [PERSON_2]"


async def test_with_to_tokens_the_platform_gets_what_agents_read_and_nothing_is_revealed(api: Api) -> None:
    tokens = _tokens(await _redacted(api, "ada@example.org"))
    body = {"text": "write to [EMAIL_1], [TYPED_EMAIL_1]", "placeholders": tokens, "to": "tokens"}
    status, answer = await api.post("platform", "/v1/restore", body)
    assert (status, answer["text"]) == (200, f"write to [{tokens['[EMAIL_1]']}], [EMAIL_1]")
    assert await api.log_rows(verb="reveal") == []
    status, _ = await api.post("agent", "/v1/restore", body)
    assert status == 403


@pytest.mark.parametrize("role", ["platform", "agent", "supervisor", "admin"])
async def test_without_the_scope_nothing_is_restored_and_the_try_is_logged(api: Api, role: str) -> None:
    tokens = _tokens(await _redacted(api, "ada@example.org"))
    status, problem = await _restored(api, "to [EMAIL_1]", tokens, role)
    assert status == 403
    assert "ada" not in str(problem)
    assert [(r["outcome"], r["role"]) for r in await api.log_rows(verb="reveal")] == [("denied:scope", role)]


async def test_a_card_is_restored_to_no_key_and_nothing_beside_it_either(api: Api) -> None:
    tokens = _tokens(await _redacted(api, f"{CARD} ada@example.org"))
    status, problem = await _restored(api, "[PAN_1] [EMAIL_1]", tokens)
    assert (status, problem["type"]) == (403, "urn:gettone:problem:people-only")
    assert "ada" not in str(problem)
    rows = await api.log_rows(verb="reveal")
    assert [(r["token"], r["outcome"]) for r in rows] == [(tokens["[PAN_1]"], "denied:people-only")]
    status, body = await _restored(api, "[EMAIL_1]", tokens)
    assert (status, body["text"]) == (200, "ada@example.org")


@pytest.mark.demo_mode
async def test_in_the_demo_a_card_comes_back_as_its_digits(api: Api) -> None:
    tokens = _tokens(await _redacted(api, f"{CARD} or 4111111111111111"))
    assert list(tokens) == ["[PAN_1]"]
    _, body = await _restored(api, "[PAN_1]", tokens)
    assert body["text"] == "4111111111111111"


@pytest.mark.parametrize("why", ["deleted", "mistyped", "of another contact"])
async def test_where_one_token_is_not_there_nothing_is_restored(api: Api, why: str) -> None:
    tokens = _tokens(await _redacted(api, "ada@example.org, bob@example.org", contact_id="call-1"))
    more = {}
    if why == "deleted":
        async with api["platform"].delete(f"/v1/tokens/{tokens['[EMAIL_2]']}") as response:
            assert response.status == 204
    elif why == "mistyped":
        tokens["[EMAIL_2]"] = tokens["[EMAIL_2]"][:-1] + ("2" if tokens["[EMAIL_2]"][-1] != "2" else "3")
    else:
        more["contact_id"] = "call-2"
    status, problem = await _restored(api, "[EMAIL_1] [EMAIL_2]", tokens, **more)
    assert status == 404
    assert "ada" not in str(problem)
    assert await api.log_rows(verb="reveal", outcome="ok") == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"purpose": None}, "purpose"),
        ({"ticket": None}, "ticket"),
        ({"ticket": f"T {CARD}"}, "ticket"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"placeholders": {CARD: "tok"}}, "placeholders"),
        ({"placeholders": {"[person_1]": "tok"}}, "placeholders"),
        ({"placeholders": {"[TYPED_PERSON_1]": "tok"}}, "placeholders"),
        ({"placeholders": {"[PERSON_1]": CARD * 10}}, "placeholders"),
        ({"placeholders": {f"[PERSON_{i}]": "tok" for i in range(1, 1002)}}, "placeholders"),
        ({"to": "text"}, "to"),
        ({"contact_id": CARD}, "contact_id"),
    ],
)
async def test_a_body_that_does_not_fit_is_refused_without_an_echo(api: Api, body: dict[str, Any], path: str) -> None:
    sent = {"text": "[PERSON_1]", "placeholders": {}, **ASKED, **body}
    status, problem = await api.post("compliance", "/v1/restore", sent)
    assert status == 422
    assert problem["errors"][0]["path"] == path
    assert "4111" not in str(problem)


async def test_more_places_than_a_text_may_hold_are_a_413_and_nothing_is_revealed(api: Api) -> None:
    tokens = _tokens(await _redacted(api, "ada@example.org"))
    status, _ = await _restored(api, "[EMAIL_1]" * 2001, tokens)
    assert status == 413
    many = {f"[EMAIL_{i}]": token for i, token in enumerate(await _many(api, 101), start=1)}
    status, _ = await _restored(api, " ".join(many), many)
    assert status == 413
    assert await api.log_rows(verb="reveal") == []


async def _many(api: Api, count: int) -> list[str]:
    items = [{"class": "email", "value": f"a{i}@example.org"} for i in range(count)]
    _, body = await api.post("platform", "/v1/tokens/batch", {"items": items})
    return [item["token"]["token"] for item in body["items"]]


@pytest.mark.config_with(redaction=Redaction(policy="pci+pii"))
async def test_a_turn_on_the_stream_ends_with_its_placeholders(api: Api) -> None:
    async with api["platform"].ws_connect("/v1/conversations/chat-1/stream") as socket:
        first = {"turn_id": "1", "role": "customer", "delta": "ada@exam", "render": "llm"}
        for frame in (first, {"turn_id": "1", "delta": "ple.org, hello", "end": True}):
            await socket.send_json(frame)
        answer: dict[str, Any] = {}
        while "text" not in answer:
            answer = await socket.receive_json(timeout=10)
    assert answer["text"] == "[EMAIL_1], hello"
    assert list(_tokens(answer)) == ["[EMAIL_1]"]
