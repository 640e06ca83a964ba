"""Time grows with the size of the input, not with its square: hostile mail must not stop a gateway."""

import time
from collections.abc import Callable

import pytest

from carddata import InputError
from documents import open_message
from redactors import Redactor

CARD = b"4111111111111111"
# Four times the input may take this many times longer: linear is 4, quadratic 16.
LINEAR = 8.0


def _one_encoded_word(n: int) -> bytes:
    return b"Subject: =?utf-8?q?" + (CARD + b"_x_") * n + b"?=\n\nhi\n"


def _many_encoded_words(n: int) -> bytes:
    return b"Subject: " + (b"=?utf-8?q?" + CARD + b"_x?= =?utf-8?q?_y_?= ") * n + b"\n\nhi\n"


def _plain_header(n: int) -> bytes:
    return b"Subject: " + (CARD + b" x ") * n + b"\n\nhi\n"


def _many_headers(n: int) -> bytes:
    return (b"X-A: " + CARD + b"\nLines: 1\n") * n + b"\nhi\n"


def _one_quoted_line(n: int) -> bytes:
    return b"Content-Transfer-Encoding: quoted-printable\n\n" + (CARD + b"=20x ") * n


def _preamble(n: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + (CARD + b" x\n") * n + b"--b\n\nhi\n--b--\n"


def _html(n: int) -> bytes:
    return b"Content-Type: text/html\n\n" + b"<p>4111<b>1111</b>11111111</p><!-- x --><script>y</script>\n" * n


def _unclosed(n: int) -> bytes:
    return b"Content-Type: text/html\n\n" + CARD + b"<script><!--<style" * n


def _boundaries(n: int) -> bytes:
    used = b"".join(b"=_gettone_1_%d=\n" % number for number in range(n))
    return b"Content-Type: multipart/mixed; boundary=%b\n\n%b--%b\n\nhi\n--%b--\n" % (CARD, used, CARD, CARD)


def _seconds(raw: bytes) -> float:
    """The best of three, of opening, finding and rendering without the detectors' own time."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        message = open_message(raw)
        opened = time.process_time() - began
        message.find(Redactor("pci"))
        began = time.process_time()
        message.render(lambda _: "[X]")
        best = min(best, opened + time.process_time() - began)
    return best


@pytest.mark.parametrize(
    "make",
    [
        _one_encoded_word,
        _many_encoded_words,
        _plain_header,
        _many_headers,
        _one_quoted_line,
        _preamble,
        _html,
        _unclosed,
        _boundaries,
    ],
)
def test_four_times_the_findings_take_about_four_times_as_long(make: Callable[[int], bytes]) -> None:
    """Wherever they stand."""
    small, large = _seconds(make(500)), _seconds(make(2_000))
    assert large <= max(LINEAR * small, 0.1)


@pytest.mark.parametrize("value", [b"a=b; " * 300, b'a="' + b'\\"' * 9_000 + b'"'])
def test_structured_fields_beyond_reason_are_refused(value: bytes) -> None:
    """Python's parser of parameters takes time that grows with the square of their number and length."""
    with pytest.raises(InputError, match="too long to be read safely"):
        open_message(b"Content-Type: text/plain; " + value + b"\n\nx\n")
