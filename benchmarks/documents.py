"""Mail whose time must grow with its size and not with its square: hostile messages must not stop a gateway."""

import time
from collections.abc import Callable

from benchmarks.table import Row
from documents import open_message
from redactors import Redactor

_CARD = b"4111111111111111"
_SMALL, _LARGE = 500, 2_000


def rows() -> list[Row]:
    """Four times the findings: the worst growth of time over all hostile kinds; linear is 4, quadratic 16."""
    growth = {name: _growth(make) for name, make in _KINDS.items()}
    worst = max(growth, key=lambda name: growth[name])
    return [
        Row(
            "documents-growth",
            f"time of a mail with four times the findings, slowest of {len(growth)} hostile kinds ({worst})",
            f"{growth[worst]:.1f}x",
            "4x is linear",
            4 / growth[worst],
            ">= 0.5x",
        )
    ]


def _growth(make: Callable[[int], bytes]) -> float:
    return _seconds(make(_LARGE)) / max(_seconds(make(_SMALL)), 0.002)


def _seconds(raw: bytes) -> float:
    """The best of three, of opening and rendering without the detectors' own time."""
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


def _one_encoded_word(n: int) -> bytes:
    return b"Subject: =?utf-8?q?" + (_CARD + b"_x_") * n + b"?=\n\nhi\n"


def _many_encoded_words(n: int) -> bytes:
    return b"Subject: " + (b"=?utf-8?q?" + _CARD + b"_x?= =?utf-8?q?_y_?= ") * n + b"\n\nhi\n"


def _plain_header(n: int) -> bytes:
    return b"Subject: " + (_CARD + b" x ") * n + b"\n\nhi\n"


def _many_headers(n: int) -> bytes:
    return (b"X-A: " + _CARD + b"\nLines: 1\n") * n + b"\nhi\n"


def _one_quoted_line(n: int) -> bytes:
    return b"Content-Transfer-Encoding: quoted-printable\n\n" + (_CARD + b"=20x ") * n


def _preamble(n: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b\n\n" + (_CARD + b" x\n") * n + b"--b\n\nhi\n--b--\n"


def _html(n: int) -> bytes:
    return b"Content-Type: text/html\n\n" + b"<p>4111<b>1111</b>11111111</p><!-- x --><script>y</script>\n" * n


def _unclosed(n: int) -> bytes:
    return b"Content-Type: text/html\n\n" + _CARD + b"<script><!--<style" * n


def _boundaries(n: int) -> bytes:
    used = b"".join(b"=_gettone_1_%d=\n" % number for number in range(n))
    return b"Content-Type: multipart/mixed; boundary=%b\n\n%b--%b\n\nhi\n--%b--\n" % (_CARD, used, _CARD, _CARD)


_KINDS: dict[str, Callable[[int], bytes]] = {
    "one encoded word": _one_encoded_word,
    "many encoded words": _many_encoded_words,
    "a plain header": _plain_header,
    "many headers": _many_headers,
    "one quoted line": _one_quoted_line,
    "a preamble": _preamble,
    "HTML": _html,
    "unclosed elements": _unclosed,
    "boundary names": _boundaries,
}
