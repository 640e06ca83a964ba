"""Policies over the API: what is stored, masked, removed and kept, by channel and role; reloading."""

import asyncio
import json
import re
import signal
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiohttp import ClientSession

from carddata import InputError, is_token
from gateway.config import Config, ConfigError, Redaction, load
from gateway.policies import Policies
from gateway.workers.pool import JobFailed
from redactors.policy import PolicyError
from tests.support.api import Api
from tests.support.process import make_key, serve
from vault.embedded import temporary_data_folder

_IBAN = "DE89370400440532013000"
_TEXT = f"card 4111 1111 1111 1111, IBAN {_IBAN}, jane@example.com, +44 20 7946 0958, code PL-12345678"
_POLICY = """\
name = "support"
version = 1
extends = "pci+pii"

[channels]
reviews = "none"

[patterns]
POLICY_NUMBER = 'PL-\\d{8}'

[entities.EMAIL]
data_class = "internal"
retention_days = 7

[[rules]]
entities = ["IBAN"]
action = "mask"
[[rules]]
entities = ["PHONE"]
action = "keep"
[[rules]]
entities = ["EMAIL"]
roles = ["bot"]
action = "keep"
[[rules]]
entities = ["CUSTOM_POLICY_NUMBER"]
action = "remove"
"""


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    """The gateway runs under a policy of its own."""
    file = tmp_path / "support.toml"
    file.write_text(_POLICY)
    return config.model_copy(update={"redaction": Redaction(policy="support", policies=[file])})


async def redacted(api: Api, text: str = _TEXT, **more: Any) -> tuple[str, list[dict[str, Any]]]:
    status, body = await api.post("platform", "/v1/redact", {"text": text, **more})
    assert status == 200, body
    return body["text"], body["findings"]


async def test_each_entity_is_treated_as_the_policy_says(api: Api) -> None:
    text, findings = await redacted(api)
    shape = re.sub(r"tok_[a-z]+_\w+", lambda m: "tok" if is_token(m[0]) else "?", text)
    assert shape == ("card [Visa ••1111 tok], IBAN [IBAN ••3000], [tok], +44 20 7946 0958, code [CUSTOM_POLICY_NUMBER]")
    assert [(f["entity"], f["token"] is not None) for f in findings] == [
        ("PAN", True), ("IBAN", False), ("EMAIL", True), ("CUSTOM_POLICY_NUMBER", False)
    ]  # fmt: skip


async def test_where_nobody_asks_for_a_card_nothing_of_it_is_stored(api: Api) -> None:
    text, findings = await redacted(api, channel="reviews")
    assert text.startswith("card [Visa ••1111], IBAN")
    assert findings[0]["token"] is None
    status, turn = await api.post(
        "platform",
        "/v1/conversations/c1/turns",
        {"turn_id": "1", "role": "customer", "text": "my card is 4111 1111 1111 1111", "channel": "reviews"},
    )
    assert (status, turn["text"]) == (200, "my card is [Visa ••1111]")
    superuser = await asyncpg.connect(**api.database.dsn("postgres"))
    assert await superuser.fetchval("SELECT count(*) FROM gettone.tokens WHERE class = 'pan'") == 0
    await superuser.close()


async def test_a_role_may_have_its_own_rule(api: Api) -> None:
    assert (await redacted(api, "jane@example.com", role="bot"))[0] == "jane@example.com"
    assert (await redacted(api, "jane@example.com", role="customer"))[0] != "jane@example.com"


async def test_a_token_carries_the_policys_data_class_and_retention(api: Api) -> None:
    _, (finding,) = await redacted(api, "jane@example.com")
    _, token = await api.get("platform", f"/v1/tokens/{finding['token']}")
    assert token["data_class"] == "internal"
    (row,) = await api.log_rows(token=finding["token"], verb="tokenize")
    assert row["detail"] == "internal 7d"


async def test_an_unknown_policy_is_refused_and_fails_no_other_item(api: Api) -> None:
    status, body = await api.post("platform", "/v1/redact", {"text": "a", "policy": "nosuch"})
    assert (status, body["errors"]) == (422, [{"path": "policy", "message": "no such policy"}])
    items = [{"id": "1", "text": "a", "policy": "nosuch"}, {"id": "2", "text": _IBAN, "policy": "cards"}]
    _, body = await api.post("platform", "/v1/redact/batch", {"items": items})
    assert body["items"][0]["error"]["errors"][0]["path"] == "items[0].policy"
    assert body["items"][1]["text"] == _IBAN


async def test_the_card_of_a_track_is_kept_and_its_rest_is_not(api: Api) -> None:
    text, (finding,) = await redacted(api, "%B4111111111111111^DOE/JANE^30121010000000000000?")
    assert finding["entity"] == "TRACK_DATA"
    assert finding["token"].startswith("tok_pan_")
    assert text == f"[Visa ••1111 {finding['token']}]"
    _, revealed = await api.get("platform", f"/v1/tokens/{finding['token']}")
    assert (revealed["class"], revealed["last4"]) == ("pan", "1111")


async def test_redacting_twice_changes_nothing(api: Api) -> None:
    once, _ = await redacted(api)
    assert (await redacted(api, once))[0] == once


def test_a_reload_takes_all_files_or_none(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nversion = 1\nextends = "pci"\n')
    policies = Policies(Redaction(policy="mine", policies=[file]))
    file.write_text('name = "mine"\nversion = 2\nextends = "nosuch"\n')
    with pytest.raises(PolicyError, match="line 3"):
        policies.reload()
    assert policies.plan("acme").policy.id == "mine@1"
    file.write_text('name = "other"\nversion = 2\n')
    with pytest.raises(PolicyError, match="no such policy"):
        policies.reload()
    file.write_text('name = "mine"\nversion = 2\nextends = "pci"\n')
    policies.reload()
    assert policies.plan("acme").policy.id == "mine@2"


def test_tenants_have_their_own_policy() -> None:
    policies = Policies(Redaction(policy="pci", tenants={"acme": ("gdpr",)}, patterns={"CLAIM": "CL-[0-9]{6}"}))
    assert policies.plan("acme").policy.name == "gdpr"
    assert policies.plan("other").policy.name == "pci"
    assert "CUSTOM_CLAIM" in policies.plan("acme").entities & policies.plan("other").entities


def test_a_policy_that_is_none_is_refused_at_the_start(tmp_path: Path) -> None:
    from gateway.runtime import check_fit_to_serve

    config = load(data=tmp_path, env={"GETTONE_REDACTION_POLICY": "nosuch"})
    with pytest.raises(PolicyError):
        check_fit_to_serve(config)
    with pytest.raises(ConfigError):
        load(env={"GETTONE_REDACTION_POLICY": "No such"})


async def test_a_hangup_reloads_and_what_is_refused_changes_nothing(tmp_path: Path) -> None:
    file, config = tmp_path / "mine.toml", tmp_path / "gettone.toml"
    file.write_text('name = "mine"\nversion = 1\nextends = "pci"\n')
    config.write_text(f'[redaction]\npolicy = "mine"\npolicies = [{json.dumps(str(file))}]\n')
    with temporary_data_folder() as data:
        async with serve("--data", data, "--config", config) as served, ClientSession(served.base) as session:
            headers = {"Authorization": f"Bearer {await make_key(data, 'platform')}"}

            async def answer() -> str:
                async with session.post("/v1/redact", json={"text": "jane@example.com"}, headers=headers) as response:
                    return str((await response.json())["text"])

            async def reloaded(event: str) -> None:
                served.process.send_signal(signal.SIGHUP)
                for _ in range(400):
                    if any(event in line for line in served.log):
                        return
                    await asyncio.sleep(0.05)
                pytest.fail("not told")

            assert await answer() == "jane@example.com"
            file.write_text('name = "mine"\nversion = 2\nextends = "pci"\nfind = ["EMIAL"]\n')
            await reloaded("are refused")
            assert any("mine.toml, line 4: find.0" in line for line in served.log)
            assert await answer() == "jane@example.com"
            file.write_text('name = "mine"\nversion = 2\nextends = "pci"\nfind = ["EMAIL"]\n')
            await reloaded("are in force")
            assert (await answer()).startswith("[tok_email_")


def test_who_tells_no_role_is_a_customer() -> None:
    """So no rule for customers is missed by a mail, or by a request that says nothing of roles."""
    policies = Policies(Redaction())
    assert policies.plan("acme") is policies.plan("acme", role="customer")


def test_a_tenant_of_the_table_names_its_own_policies_only(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(f'name = "{name}"\nversion = 1\n')
    files = [tmp_path / "a.toml", tmp_path / "b.toml"]
    policies = Policies(Redaction(policies=files, tenants={"acme": ("a", "b"), "other": ("b",)}))
    assert policies.plan("acme").policy.name == "a"
    assert policies.plan("acme", "b").policy.name == "b"
    assert policies.plan("other", "cards").policy.name == "cards"
    with pytest.raises(InputError):
        policies.plan("other", "a")
    assert Policies(Redaction(policies=files)).plan("anybody", "a").policy.name == "a"


def test_a_plan_made_before_a_reload_is_not_in_force_after_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nversion = 1\n')
    policies = Policies(Redaction(policy="mine", policies=[file]))
    before = policies._in_force
    file.write_text('name = "mine"\nversion = 2\n')
    policies.reload()
    assert policies.plan("acme").policy.version == 2
    assert {plan.policy.version for key, plan in before[1].items() if key[0] == "mine"} == {1}


def test_patterns_that_are_too_many_together_are_refused_at_load(tmp_path: Path) -> None:
    patterns = "".join(f"P{chr(65 + i // 26)}{chr(65 + i % 26)} = 'x{i}'\n" for i in range(60))
    (tmp_path / "a.toml").write_text(f'name = "a"\nversion = 1\n[patterns]\n{patterns}')
    more = {f"Q{chr(65 + i)}": f"y{i}" for i in range(10)}
    with pytest.raises(PolicyError, match="policy a: at most 64 patterns"):
        Policies(Redaction(policies=[tmp_path / "a.toml"], patterns=more))


async def test_deltas_go_by_the_plan_of_their_turn_and_show_no_phrase(api: Api) -> None:
    """A rule for a role counts in an unfinished turn too; what may be words is not shown before the turn has ended."""
    async with api["platform"].ws_connect("/v1/conversations/c9/stream") as socket:
        for delta in ("write to jane at exam", "ple dot com, code PL-123", "45678 please"):
            await socket.send_json({"turn_id": "1", "role": "customer", "delta": delta, "channel": "chat"})
        await socket.send_json({"turn_id": "1", "end": True})
        answer = await socket.receive_json(timeout=20)
    assert "delta" not in answer
    assert "jane" not in answer["text"]


async def test_one_late_text_of_a_batch_is_struck_out_and_no_other(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = api.gateway.services.scanner
    read = scanner._names.read

    async def late(text: Any) -> Any:
        if "late" in text.text:
            raise JobFailed("deadline")
        return await read(text)

    monkeypatch.setattr(scanner._names, "read", late)
    texts = [("late jane@example.com", "support"), (_IBAN, "pci"), ("ok", "support")]
    items = [{"id": str(i), "text": text, "policy": policy} for i, (text, policy) in enumerate(texts)]
    _, body = await api.post("platform", "/v1/redact/batch", {"items": items})
    assert [item["text"][:6] for item in body["items"]] == ["[QUARA", "[tok_i", "ok"]
