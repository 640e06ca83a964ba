"""`POST /v1/redact/email`."""

import email
import email.policy
import io
from email.message import EmailMessage

import pytest

from tests.support.api import Api

CARD = "4111111111111111"
HEADERS = {"Content-Type": "message/rfc822"}


def mail(text: str, html: str | None = None, subject: str = "hello") -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Ada <ada@example.org>"
    message["To"] = "billing@example.com"
    message["Subject"] = subject
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


async def send(api: Api, raw: bytes, **headers: str) -> tuple[int, bytes]:
    async with api["platform"].post(
        "/v1/redact/email", data=io.BytesIO(raw), headers={**HEADERS, **headers}
    ) as response:
        return response.status, await response.read()


async def test_text_html_and_subject_come_back_with_the_contacts_one_token(api: Api) -> None:
    raw = mail(f"card {CARD}\n", f"<p>card <b>4111</b> {CARD[4:]}</p>", f"my card {CARD}")
    status, out = await send(api, raw, **{"X-Gettone-Contact": "mail-1"})
    assert status == 200
    message = email.message_from_bytes(out, policy=email.policy.default)
    text, html = (part.get_content() for part in message.iter_parts())
    assert "[Visa ••1111 tok_pan_" in text
    assert "tok_pan_" in html
    assert "[Visa ••1111 tok_pan_" in message["Subject"]
    rows = await api.log_rows(verb="tokenize")
    assert {r["contact"] for r in rows} == {"mail-1"}
    assert len({r["token"] for r in rows}) == 1
    assert CARD.encode() not in out


async def test_a_message_without_findings_comes_back_byte_for_byte(api: Api) -> None:
    raw = mail("nothing to see\n", "<p>nothing</p>")
    assert await send(api, raw) == (200, raw)


async def test_a_base64_part_is_opened_and_closed_again(api: Api) -> None:
    raw = mail("Grüße, Karte " + CARD + "\n")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    message.set_content("Grüße, Karte " + CARD + "\n", cte="base64")
    status, out = await send(api, message.as_bytes())
    assert status == 200
    read = email.message_from_bytes(out, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert "Grüße, Karte [Visa ••1111 tok_pan_" in read.get_content()


async def test_another_media_type_is_a_415(api: Api) -> None:
    status, _ = await send(api, b"x", **{"Content-Type": "text/plain"})
    assert status == 415


async def test_a_message_over_the_limit_is_a_413(api: Api) -> None:
    limit = api.gateway.services.config.server.max_message_bytes
    status, _ = await send(api, b"a" * (limit + 1))
    assert status == 413


async def test_a_contact_that_is_a_card_is_refused_without_an_echo(api: Api) -> None:
    status, body = await send(api, mail("x\n"), **{"X-Gettone-Contact": CARD})
    assert status == 422
    assert CARD.encode() not in body


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe", b"no headers at all " + CARD.encode(), b"\r\n\r\n" + CARD.encode()]
)
async def test_odd_messages_never_come_back_with_their_card(api: Api, raw: bytes) -> None:
    status, out = await send(api, raw)
    assert status in (200, 422)
    assert CARD.encode() not in out
