"""What cannot be scanned in time is masked whole."""

import pytest

from gateway.config import Redaction
from tests.support.api import Api

CARD = "4111111111111111"


@pytest.mark.config_with(redaction=Redaction(deadline_ms=10))
async def test_a_late_scan_strikes_out_the_whole_text(api: Api) -> None:
    text = f"{'4111 ' * 20_000}{CARD}"
    status, body = await api.post("platform", "/v1/redact", {"text": text})
    assert status == 200
    assert body["text"] == "[QUARANTINED]"
    assert body["findings"][0]["entity"] == "QUARANTINED"
    registry = api.gateway.services.metrics.registry
    assert registry.get_sample_value("gettone_failed_closed_total") == 1


@pytest.mark.config_with(redaction=Redaction(deadline_ms=10))
async def test_a_late_mail_does_not_leave_at_all(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.workers.scanner._SECONDS_PER_MEBIBYTE", 0)
    headers = {"Content-Type": "message/rfc822"}
    raw = b"Subject: x\r\n\r\n" + f"4111 1111 {CARD}\r\n".encode() * 3000
    async with api["platform"].post("/v1/redact/email", data=raw, headers=headers) as response:
        assert response.status == 503
        assert CARD not in await response.text()
