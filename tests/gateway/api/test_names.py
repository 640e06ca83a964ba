"""Names over the API: found, tokenized, struck out when late; the gateway's own process never loads a model."""

import asyncio
import sys
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from carddata import is_token
from gateway.config import Redaction, load
from gateway.workers import jobs
from gateway.workers.pool import JobFailed
from tests.support.api import Api
from tests.support.process import gettone
from vault.embedded import temporary_data_folder

pytestmark = pytest.mark.config_with(redaction=Redaction(policy="pci+pii", deadline_ms=20_000))
_TEXT = "Hi, this is Grace Park, my card is 4111 1111 1111 1111. I live at 12 Elm Street, Springfield."


async def redacted(api: Api, text: str, **more: Any) -> dict[str, Any]:
    status, body = await api.post("platform", "/v1/redact", {"text": text, **more})
    assert status == 200, body
    found: dict[str, Any] = body
    return found


async def test_names_and_addresses_become_tokens(api: Api) -> None:
    body = await redacted(api, _TEXT)
    found = {f["entity"]: f for f in body["findings"]}
    assert {"PERSON", "PAN", "ADDRESS"} <= found.keys()
    assert all(is_token(f["token"]) for f in body["findings"])
    assert "Grace" not in body["text"]
    assert "Elm" not in body["text"]
    assert found["PERSON"]["token"].startswith("tok_person_")
    assert (await redacted(api, body["text"]))["text"] == body["text"]


async def test_a_long_text_a_batch_and_a_policy_without_names(api: Api) -> None:
    long = "nothing to see here. " * 500 + _TEXT
    assert "Grace" not in (await redacted(api, long))["text"]
    turn = {"turn_id": "1", "role": "customer", "text": long}
    assert "Grace" not in (await api.post("platform", "/v1/conversations/long/turns", turn))[1]["text"]
    items = [{"id": str(i), "text": _TEXT, "policy": policy} for i, policy in enumerate(["pci+pii", "pci", "gdpr"])]
    _, body = await api.post("platform", "/v1/redact/batch", {"items": items})
    assert ["Grace" in item["text"] for item in body["items"]] == [False, True, False]


async def test_a_name_in_a_conversation_keeps_its_token(api: Api) -> None:
    texts = []
    for number, text in enumerate(["this is Grace Park", "yes, Grace Park, that is right"]):
        turn = {"turn_id": str(number), "role": "customer", "text": text}
        status, body = await api.post("platform", "/v1/conversations/c1/turns", turn)
        assert status == 200
        (finding,) = body["findings"]
        assert (finding["entity"], finding["token"] in body["text"]) == ("PERSON", True)
        texts.append(finding["token"])
    assert texts[0] == texts[1]


async def test_a_name_in_a_mail(api: Api) -> None:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "order"
    message.set_content("Hello,\nmy name is Grace Park and I live at 12 Elm Street, Springfield.\n")
    headers = {"Content-Type": "message/rfc822"}
    async with api["platform"].post("/v1/redact/email", data=message.as_bytes(), headers=headers) as response:
        assert response.status == 200
        out = await response.text()
    assert "Grace" not in out
    assert "tok_person_" in out


async def test_nothing_of_an_unfinished_turn_is_shown(api: Api) -> None:
    async with api["platform"].ws_connect("/v1/conversations/c2/stream") as socket:
        for delta in ("hi my na", "me is Gra", "ce Park"):
            await socket.send_json({"turn_id": "1", "role": "customer", "delta": delta})
        await socket.send_json({"turn_id": "1", "end": True})
        answer = await socket.receive_json(timeout=20)
    assert "delta" not in answer
    assert "Grace" not in answer["text"]
    assert answer["findings"][0]["entity"] == "PERSON"


async def test_where_names_are_late_the_whole_text_is_struck_out(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def late(_: object) -> Any:
        raise JobFailed("deadline")

    monkeypatch.setattr(api.gateway.services.scanner._names, "read", late)
    assert (await redacted(api, _TEXT))["text"] == "[QUARANTINED]"
    turn = {"turn_id": "1", "role": "customer", "text": _TEXT}
    _, body = await api.post("platform", "/v1/conversations/c3/turns", turn)
    assert body["text"] == "[QUARANTINED]"
    assert (await redacted(api, _TEXT, policy="pci"))["text"].startswith("Hi, this is Grace Park, my card is [Visa")


async def test_a_model_that_is_not_there_is_an_error_at_the_start(tmp_path: Path) -> None:
    config = tmp_path / "gettone.toml"
    config.write_text('[redaction]\npolicy = "pci+pii"\nmodel = "en_core_web_nothing"\n')
    with temporary_data_folder() as data:
        code, out, err = await gettone("serve", "--config", config, "--data", data)
        assert (code, out) == (2, b"")
        assert b"gettone: error: the NER model does not load" in err
        code, out, _ = await gettone("doctor", "--config", config, "--data", data)
        assert code == 1
        assert b"FAIL  model: the NER model does not load" in out


async def test_the_gateways_own_process_loads_no_model() -> None:
    code = (
        "import asyncio, sys\n"
        "from gateway.config import Redaction\n"
        "from gateway.workers.scanner import Scanner\n"
        "from redactors.policy import builtin\n"
        "from redactors.policy.plan import plan_of\n"
        "async def main():\n"
        "    scanner = Scanner(Redaction(), names=True)\n"
        "    await scanner.start()\n"
        "    found = await scanner.find('this is Grace Park', plan_of(builtin()['pci+pii']))\n"
        "    await scanner.close()\n"
        "    print([f.entity for f in found], sys.modules.keys() & {'spacy', 'presidio_analyzer', 'thinc'})\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out.decode().strip() == "['PERSON'] set()"


def test_a_configuration_names_a_model_and_its_workers() -> None:
    redaction = load(env={"GETTONE_REDACTION_MODEL": "mine", "GETTONE_REDACTION_NAME_WORKERS": "2"}).redaction
    assert (redaction.model, redaction.name_workers) == ("mine", 2)


def test_loading_the_model_needs_no_other_one() -> None:
    jobs.load_model(None)
