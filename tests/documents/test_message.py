"""Messages: what is found where, what changes, and that nothing else does."""

import base64
import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import InputError
from documents import open_message
from redactors import Redactor
from tests.documents.conftest import Redacted

CARD = "4111111111111111"
ADDED = b"X-Gettone-Redacted: PAN=1"


def _body(raw: bytes) -> bytes:
    return raw.split(b"\n\n", 1)[-1] if b"\r\n\r\n" not in raw else raw.split(b"\r\n\r\n", 1)[1]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_plain_text_changes_only_where_the_card_was(end: bytes, redacted: Redacted) -> None:
    """Line ends, header order and every other byte stay; one header is added."""
    raw = end.join([b"X-B: 2", b"Subject: hi", b"X-A: 1", b"", b"pay " + CARD.encode() + b" now", b"", b"bye ", b""])
    wanted = raw.replace(CARD.encode(), b"[PAN]").replace(b"X-A: 1" + end, b"X-A: 1" + end + ADDED + end)
    assert redacted(raw) == wanted


def test_mixed_line_ends_stay(redacted: Redacted) -> None:
    """Whatever a relay made of them."""
    raw = b"Subject: a\r\nX: b\n\r\none\rtwo\n4111 1111 1111 1111\r\n\n"
    assert redacted(raw) == b"Subject: a\r\nX: b\nX-Gettone-Redacted: PAN=1\r\n\r\none\rtwo\n[PAN]\r\n\n"


def test_quoted_printable_keeps_its_other_lines(redacted: Redacted) -> None:
    """A number over a soft line break is one number; other escapes are not written again."""
    raw = (
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"caf=c3=a9 =\nx\n41111111=\n11111111 =E2=82=AC=20\n"
    )
    assert _body(redacted(raw)) == b"caf=c3=a9 =\nx\n[PAN] =E2=82=AC=20\n"


def test_base64_is_opened_and_closed(redacted: Redacted) -> None:
    """Same line length, same line ends."""
    text = ("x" * 100 + f"\r\n{CARD}\r\n").encode()
    encoded = base64.encodebytes(text).replace(b"\n", b"\r\n")
    raw = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded
    body = _body(redacted(raw))
    assert base64.b64decode(body) == text.replace(CARD.encode(), b"[PAN]")
    assert len(body.split(b"\r\n")[0]) == 76


def test_html_is_read_as_its_reader_sees_it(redacted: Redacted) -> None:
    """Tags and entities between digits do not help; the tags stay."""
    raw = b"Content-Type: text/html\n\n<p><b>4111</b> <i>1111</i>&nbsp;11&#49;1 1111 <a href='x'>ok</a></p>\n"
    assert _body(redacted(raw)) == b"<p><b>[PAN]</b><i></i> <a href='x'>ok</a></p>\n"


def test_a_replacement_outside_the_charset_makes_the_part_utf_8() -> None:
    """The charset and the transfer encoding follow the new text, the other text is kept."""
    raw = (
        b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"caf=E9 4111111111111111\n"
    )
    message = open_message(raw)
    message.find(Redactor())
    parsed = email.message_from_bytes(message.render(lambda _: "[Visa \u2022\u20221111]"))
    payload = parsed.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode(parsed.get_content_charset() or "") == "café [Visa \u2022\u20221111]\n"


def test_headers_are_decoded_and_written_again(redactor: Redactor, redacted: Redacted) -> None:
    """Encoded words, folded lines, raw UTF-8; the part names the header."""
    raw = (
        b"Subject: =?utf-8?q?Karte_4111?=\r\n =?utf-8?b?MTExMTExMTExMTEx?= =?utf-8?q?_f=C3=BCr?= mich\r\n"
        b"X-Note: pay\r\n 4111 1111\r\n 1111 1111 now\r\nComments: \xc3\xbc 4111111111111111\r\n\r\nx"
    )
    message = open_message(raw)
    assert [f.part for f in message.find(redactor)] == ["header:Subject", "header:X-Note", "header:Comments"]
    parsed = email.message_from_bytes(redacted(raw), policy=email.policy.default)
    assert parsed["Subject"] == "Karte [PAN] für mich"
    assert b"X-Note: pay\r\n [PAN] now\r\n" in redacted(raw)


def test_routing_headers_change_for_card_data_only(redacted: Redacted) -> None:
    """Addresses and ids keep the thread together."""
    raw = (
        b"From: J 4111111111111111 <j@shop.example>\nTo: a@b.example\nMessage-ID: <4111111111111111@x.example>\n"
        b"X-Contact: a@b.example\n\nx\n"
    )
    out = redacted(raw)
    assert b"From: J [PAN] <j@shop.example>\nTo: a@b.example\nMessage-ID: <[PAN]@x.example>\n" in out
    assert b"X-Contact: [EMAIL]\n" in out


def test_equal_places_in_repeated_headers_are_two_findings(redactor: Redactor) -> None:
    """Otherwise one card would get the other's token."""
    raw = b"X-N: 4111111111111111\nX-N: 4012888888881881\n\nx"
    message = open_message(raw)
    tokens = iter("ab")
    assert [f.part for f in message.find(redactor)] == ["header:X-N", "header:X-N#2"]
    assert b"X-N: a\nX-N: b\n" in message.render(lambda _: next(tokens))


def _mixed() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "papers"
    message.set_content(f"my card {CARD}\n")
    message.add_alternative(f"<p>my card {CARD}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=f"card {CARD}.pdf")
    message.add_attachment(f"a,b\n{CARD},x\n".encode(), maintype="application", subtype="csv", filename="a.csv")
    inner = EmailMessage()
    inner["Subject"] = f"was {CARD}"
    inner.set_content("nothing")
    message.add_attachment(inner)
    return message


def test_every_part_is_searched_and_named(redactor: Redactor) -> None:
    """Alternatives, file names, text attachments, messages in messages; a PDF is closed."""
    message = open_message(_mixed().as_bytes())
    places = [(f.part, f.finding.entity) for f in message.find(redactor)]
    assert places == [
        ("1.1.1", "PAN"),
        ("1.1.2", "PAN"),
        ("filename:1.2", "PAN"),
        ("1.2", "QUARANTINED"),
        ("1.3", "PAN"),
        ("1.4.1!header:Subject", "PAN"),
    ]
    out = message.render(lambda found: f"[{found.finding.entity}]")
    assert CARD.encode() not in out
    assert b"[QUARANTINED: a PDF]" in out
    assert b"%PDF" not in base64.b64decode(b"") + out
    assert open_message(out).find(redactor) == []


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        (b"Content-Type: image/png", b"x", "an image"),
        (
            b"Content-Type: application/pkcs7-mime",
            b"x",
            "an encrypted or signed S/MIME message",
        ),
        (b"Content-Type: application/octet-stream", b"x", "a binary file"),
        (b"Content-Type: text/plain; charset=x-unheard", b"x", "an unknown charset"),
        (b"Content-Type: text/plain; charset=utf-16", b"x", "text that does not fit its charset"),
        (b"Content-Transfer-Encoding: base64", b"!!!!", "damaged base64"),
        (b"Content-Transfer-Encoding: x-uuencode", b"x", "unknown transfer encoding"),
        (b"Content-Type: multipart/mixed", b"x", "a broken multipart"),
        (b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", b"eA==", "an encoded message"),
    ],
)
def test_what_cannot_be_opened_is_quarantined(head: bytes, body: bytes, reason: str, redactor: Redactor) -> None:
    """Fail closed: a note in plain text takes its place."""
    message = open_message(head + b"\n\n" + body)
    (found,) = message.find(redactor)
    assert (found.finding.entity, found.reason) == ("QUARANTINED", reason)
    parsed = email.message_from_bytes(message.render(lambda _: "never asked"))
    assert str(parsed.get_payload()).strip() == f"[QUARANTINED: {reason}]"
    assert parsed.get_content_type() == "text/plain"


def test_text_between_parts_is_searched(redacted: Redacted) -> None:
    """Old readers show preamble and epilogue."""
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"pre 4111111111111111\n--b\n\nhello\n--b--\nepi 4111111111111111\n"
    )
    assert _body(redacted(raw)) == b"pre [PAN]\n--b\n\nhello\n--b--\nepi [PAN]\n"


def test_a_boundary_that_holds_a_card_is_renamed(redacted: Redacted) -> None:
    """Everywhere it stands, so that the parts stay parts."""
    head = b'Content-Type: multipart/mixed; boundary="4111111111111111"'
    raw = head + b"\n\n--4111111111111111\n\nhello\n--4111111111111111--\n"
    out = redacted(raw)
    parsed = email.message_from_bytes(out)
    assert CARD.encode() not in out
    assert [part.get_payload() for part in parsed.walk() if not part.is_multipart()] == ["hello"]


def test_a_header_name_that_holds_a_card_is_replaced(redacted: Redacted) -> None:
    """Names carry no placeholder."""
    assert redacted(b"X-4111111111111111: a\n\nx").startswith(b"X-Gettone-Name: a\n")


def test_broken_signatures_and_counts_go_when_something_changed(redacted: Redacted) -> None:
    """They would be wrong now."""
    raw = b"DKIM-Signature: v=1\n b=x\nContent-Length: 17\nLines: 1\nContent-MD5: x\nSubject: s\n\n4111111111111111\n"
    assert redacted(raw) == b"Subject: s\nX-Gettone-Redacted: PAN=1\n\n[PAN]\n"


def test_none_keeps_what_was_found(redactor: Redactor) -> None:
    """A policy may keep an entity; the message is then the one that came in."""
    raw = b"Subject: s\n\n4111111111111111\n"
    message = open_message(raw)
    assert message.find(redactor)
    assert message.render(lambda _: None) == raw


def test_too_deep_and_too_many_parts_are_refused() -> None:
    """Bounds: 20 levels, 1,000 parts."""
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(30))
    wide = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1_100
    for raw in (deep, wide):
        with pytest.raises(InputError, match="20 levels or 1000 parts"):
            open_message(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"no header at all 4111111111111111",
        b"Subject: only headers 4111111111111111",
        b"From x 4111111111111111\nSubject: a\n\nb",
        b" continued 4111111111111111\nSubject: a\n\nb",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n4111111111111111",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n4111111111111111\n--b--",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n"
        b"4111111111111111\n--b--\n",
    ],
)
def test_malformed_messages_never_pass_raw(raw: bytes, redacted: Redacted) -> None:
    """As far as the parser goes, so do we."""
    assert CARD.encode() not in redacted(raw)


_LINES = st.lists(
    st.sampled_from(
        [
            b"--b",
            b"--b--",
            b"--c",
            b"--c--",
            b"",
            b"x",
            b"Content-Type: text/plain",
            b"Content-Type: text/html; charset=utf-8",
            b"Content-Type: multipart/mixed; boundary=c",
            b"Content-Type: message/rfc822",
            b"Content-Transfer-Encoding: base64",
            b"Content-Transfer-Encoding: quoted-printable",
            b"Subject: =?utf-8?q?a?=",
            b" folded",
            b"From me",
            b":",
            b"\xff\xfe",
            b"eA==",
            b"=41=",
            b"caf\xc3\xa9",
            b"<p>hi &amp;</p>",
            b"Content-Type: message/delivery-status",
        ]
    ),
    max_size=14,
)
_ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
_HEAD = b"Content-Type: multipart/mixed; boundary=b"


@pytest.mark.fuzz
@given(_LINES, _ENDS, st.booleans())
def test_a_message_without_findings_comes_out_byte_for_byte(lines: list[bytes], end: bytes, wrapped: bool) -> None:
    """Or it is refused, or what could not be opened is closed: never anything in between."""
    raw = end.join([_HEAD, b"", *lines] if wrapped else lines)
    try:
        message = open_message(raw)
    except InputError:
        return
    if not message.find(Redactor("cards")):
        assert message.render(lambda _: "") == raw


@pytest.mark.fuzz
@given(_LINES, _ENDS, st.integers(0, 14))
def test_a_card_anywhere_never_comes_out(lines: list[bytes], end: bytes, at: int) -> None:
    """Wherever a line with a card lands, also in broken structure."""
    raw = end.join([_HEAD, b"", *lines[:at], b"pay " + CARD.encode() + b" now", *lines[at:]])
    try:
        message = open_message(raw)
    except InputError:
        return
    message.find(Redactor("cards"))
    assert CARD.encode() not in message.render(lambda _: "[PAN]")
