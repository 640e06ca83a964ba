"""What readers of a message see differently: duplicated fields, hidden markup, boundaries, labels."""

import email
from typing import Any
from urllib.parse import quote

import pytest

from documents import open_message
from redactors import Redactor
from tests.documents.conftest import Redacted

CARD = "4111111111111111"


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64",
        b"Content-Type: text/plain\nContent-Type: text/html",
        b"Content-Disposition: inline\nContent-Disposition: attachment; filename*0=4111; filename*1=111111111111",
        b"Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain",
        b"Content-Type: message/rfc822\ncontent-type: text/plain",
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_a_part_whose_fields_contradict_each_other_is_quarantined(
    fields: bytes, nested: bool, redactor: Redactor
) -> None:
    """Of two equal names some readers take the first, some the last."""
    body = b"NDExMTExMTExMTExMTExMQ==\n\n--b\nLines: 1\n\n4111<!-- -->111111111111\n--b--\n"
    raw = fields + b"\n\n" + body
    if nested:
        raw = b"Content-Type: multipart/mixed; boundary=z\n\n--z\n" + raw + b"\n--z\n\nhello\n--z--\n"
    message = open_message(raw)
    closed = [found for found in message.find(redactor) if found.finding.entity == "QUARANTINED"]
    assert [(found.part, found.reason) for found in closed] == [("1.1" if nested else "1", "duplicated-fields")]
    out = message.render(lambda found: f"[{found.finding.entity}]")
    parts: list[Any] = [part for part in email.message_from_bytes(out).walk() if not part.is_multipart()]
    part = parts[0]
    if nested:
        assert parts[1].get_payload() == "hello"
    assert part.get_payload().strip() == "[QUARANTINED: duplicated-fields]"
    assert part.get_content_type() == "text/plain"
    assert all(len(part.get_all(name, [])) <= 1 for name in ("Content-Type", "Content-Transfer-Encoding"))
    assert b"NDEx" not in out
    assert b"4111" not in out


@pytest.mark.parametrize(
    "source",
    [
        "4111<style>p{}</style>1111<script>1</script>11111111 card",
        "4111<!-- 9 -->1111<template>7<template>8</template>9</template>11111111",
        "4111<STYLE type='a'>1</style >1111<title>3</title>11111111",
        "4111<head>9</head>111111111111",
        "4111<head>1111</head>1<style>2</style>1111111",
        "4111<!-->1111<!-- 2 --!>11111111",
        "4111111111111<style>x</style>111<script>1",
    ],
)
def test_a_number_around_markup_that_is_not_shown_is_one_number(source: str, redacted: Redacted) -> None:
    """Style sheets, scripts, templates, heads and comments are no text."""
    out = redacted(b"Content-Type: text/html\n\n" + source.encode())
    assert b"[PAN]" in out
    assert b"4111" not in out
    assert b"111" not in out


@pytest.mark.parametrize(
    "source",
    [
        "<script>var card = '4111111111111111'</script>",
        "<!-- 4111 1111 1111 1111 -->",
        "<!-- 4111<b>1111</b>1111&#49;111 -->",
        "<style>/* 4111111111111111 */</style>",
        "<template><p>4111<b>1111</b>11111111</p></template>",
        "<head><title>4111111111111111</title></head>",
        "<script>4111111111111111",
        "<!-- 4111111111111111",
    ],
)
def test_a_number_inside_markup_that_is_not_shown_is_found_too(source: str, redacted: Redacted) -> None:
    """A reader of the source sees it."""
    out = redacted(b"Content-Type: text/html\n\n<p>hello</p>" + source.encode())
    assert b"[PAN]" in out
    assert b"4111" not in out


def test_a_number_around_and_a_number_inside_leave_nothing(redacted: Redacted) -> None:
    """Overlapping findings are one that covers both."""
    out = redacted(b"Content-Type: text/html\n\na 4111<!-- 4012888888881881 -->111111111111 z")
    assert out.endswith(b"\n\na [PAN] z")


@pytest.mark.parametrize(
    "boundary", ["===============4111111111111111000==", "===============0004111111111111111==", "a4111111111111111b"]
)
def test_a_boundary_that_shows_a_card_is_renamed_everywhere(boundary: str, redacted: Redacted) -> None:
    """Also one that looks like Python's own."""
    mark = boundary.encode()
    raw = b'Content-Type: multipart/mixed; boundary="%b"\n\n--%b\n\nhello\n--%b--\n' % (mark, mark, mark)
    out = redacted(raw)
    assert CARD.encode() not in out
    parts = [part.get_payload() for part in email.message_from_bytes(out).walk() if not part.is_multipart()]
    assert parts == ["hello"]


@pytest.mark.parametrize("digits", ["7411111111111111190", "0123456789012345678", "8399120472912345671"])
def test_random_boundaries_stay(digits: str, redacted: Redacted) -> None:
    """A window of random digits passes for a card too often to mean one."""
    mark = f"==============={digits}==".encode()
    raw = b'Content-Type: multipart/mixed; boundary="%b"\n\n--%b\n\nhello\n--%b--\n' % (mark, mark, mark)
    assert redacted(raw) == raw


@pytest.mark.parametrize(
    "name",
    [
        "order-4111111111111111.txt",
        "invoice 4111-1111-1111-1111.pdf",
        "tracking_no_4111_1111_1111_1111",
        "IMG4111111111111111x.png",
        "x941111111111111119.txt",
        "order-\uff14111111111111111.txt",
    ],
)
@pytest.mark.parametrize("field", ["Content-Disposition: attachment; filename*=utf-8''{}", "Content-Description: {}"])
def test_a_card_in_a_label_is_found_whatever_the_words_beside_it(name: str, field: str, redacted: Redacted) -> None:
    """The words of a file name are no prose."""
    encoded = quote(name) if "filename" in field else name
    out = redacted(field.format(encoded).encode() + b"\n\nhello\n")
    assert b"[PAN]" in out or b"%5BPAN%5D" in out
    assert not any(part in out for part in (b"4111", b"1111"))


@pytest.mark.parametrize("name", ["invoice-2026-11-22.pdf", "order-4111111111111112.txt", "IMG_20261122_101500.jpg"])
def test_other_numbers_in_labels_stay(name: str, redacted: Redacted) -> None:
    """Dates and order numbers."""
    raw = f"Content-Disposition: attachment; filename={name}\n\nhello\n".encode()
    assert redacted(raw) == raw
