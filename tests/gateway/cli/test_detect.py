"""`gettone detect`, run as the command it is."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CARD = "4111111111111111"
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs `gettone detect` with arguments and standard input."""

    def command(*args: str, stdin: bytes | str = b"") -> "subprocess.CompletedProcess[bytes]":
        data = stdin.encode() if isinstance(stdin, str) else stdin
        code = "import sys; from gateway.cli import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.run(
            [sys.executable, "-c", code, "detect", *args], input=data, capture_output=True, check=False
        )

    return command


def _lines(result: "subprocess.CompletedProcess[bytes]") -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_text_comes_out_redacted_and_else_unchanged(run: Run, tmp_path: Path) -> None:
    """The findings go to their own file, with offsets of the original and no value."""
    findings = tmp_path / "findings.jsonl"
    result = run("--findings", str(findings), stdin=f"é pay {CARD}\r\nbye\n")
    assert result.returncode == 0
    assert result.stdout.decode() == "é pay [PAN]\r\nbye\n"
    (record,) = [json.loads(line) for line in findings.read_text().splitlines()]
    assert (record["entity"], record["start"], record["end"]) == ("PAN", 6, 22)
    assert "4111" not in findings.read_text()


def test_bytes_that_are_no_utf_8_stay(run: Run) -> None:
    """Text in another charset still loses its cards only."""
    assert run(stdin=b"caf\xe9 4111111111111111\xff").stdout == b"caf\xe9 [PAN]\xff"


def test_each_line_gets_its_line_in_order(run: Run) -> None:
    """Refused lines keep their place, tell no input, and make the exit code 1."""
    lines = [
        json.dumps({"id": "a", "text": f"card {CARD} cvv 123"}),
        f"broken {CARD}",
        "",
        json.dumps({"id": CARD, "text": ""}),
        json.dumps({"id": 4, "text": 5}),
        json.dumps(
            {"id": 5, "turns": [{"role": "customer", "text": f"it is {CARD}"}, {"role": "agent", "text": "ok"}]}
        ),
        json.dumps({"id": 6, "turns": [{"role": CARD, "text": ""}]}),
        json.dumps([1]),
        json.dumps({"id": 8, "text": "\ud800 lone"}),
    ]
    result = run("--jsonl", "-", stdin="\n".join(lines) + "\n")
    out = _lines(result)
    assert result.returncode == 1
    assert out[0] == {
        "id": "a",
        "findings": [
            {"entity": "PAN", "turn": 0, "start": 5, "end": 21, "score": 1.0, "rule": "issuer-length-luhn"},
            {"entity": "CVV", "turn": 0, "start": 26, "end": 29, "score": 0.9, "rule": "cvv-after-cue"},
        ],
        "redacted": "card [PAN] cvv [CVV]",
    }
    assert [record["id"] for record in out] == ["a", None, None, None, 4, 5, 6, None, 8]
    assert ["error" in record for record in out] == [False, True, True, True, True, False, True, True, False]
    assert out[5]["redacted"] == ["it is [PAN]", "ok"]
    assert out[5]["findings"][0]["turn"] == 0
    assert b"4111" not in result.stdout + result.stderr


def test_a_card_over_turns_is_found_in_each_and_the_texts_are_final(run: Run) -> None:
    """`turn` is the index, speakers and times count."""
    chunks = [("customer", "it's 4539"), ("agent", "4539, next?"), ("customer", "1488 0343"), ("customer", "6467 ok")]
    times = [f"2026-01-01T10:00:0{i}Z" for i in range(4)]
    turns = [{"role": r, "text": t, "at": at} for (r, t), at in zip(chunks, times, strict=True)]
    twins = [{**turn, "speaker": str(i % 3)} for i, turn in enumerate(turns)]
    bad = [{**turns[0], "at": "yesterday"}]
    lines = [json.dumps({"id": i, "turns": t}) for i, t in enumerate((turns, twins, bad))]
    one, two, three = _lines(run("--jsonl", "--policy", "cards", stdin="\n".join(lines)))
    assert one["redacted"] == ["it's [PAN]", "[PAN], next?", "[PAN]", "[PAN] ok"]
    assert [(f["entity"], f["turn"], f["start"], f["end"]) for f in one["findings"]] == [
        ("PAN", 0, 5, 9), ("PAN", 1, 0, 4), ("PAN", 2, 0, 9), ("PAN", 3, 0, 4),
    ]  # fmt: skip
    assert two["redacted"] == [t["text"] for t in turns]
    assert three == {"id": 2, "error": "turns[0]: at must be ISO 8601"}


def test_lines_are_answered_as_they_come() -> None:
    """A pipe may stay open."""
    code = "import sys; from gateway.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, "detect", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for identity in range(3):
            process.stdin.write(json.dumps({"id": identity, "text": "hi"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == identity
        process.stdin.close()


def test_a_message_comes_out_as_a_message(run: Run, tmp_path: Path) -> None:
    """Findings say the part; what cannot be opened says why."""
    findings = tmp_path / "f"
    raw = (
        b"Subject: 4111111111111111\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n"
        b"--b\nContent-Type: application/pdf\n\n%PDF\n--b--\n"
    )
    result = run("--kind", "email", "--findings", str(findings), stdin=raw)
    assert result.returncode == 0
    assert result.stdout.startswith(b"Subject: [PAN]\n")
    assert b"%PDF" not in result.stdout
    records = [json.loads(line) for line in findings.read_text().splitlines()]
    assert [(r["part"], r["entity"], r.get("reason")) for r in records] == [
        ("header:Subject", "PAN", None),
        ("1.2", "QUARANTINED", "a PDF"),
    ]


def test_messages_in_bulk_travel_as_base64(run: Run) -> None:
    """One bad line refuses itself only."""
    good = base64.b64encode(f"Subject: a\n\n{CARD}\n".encode()).decode()
    lines = [json.dumps({"id": 1, "message_b64": good}), json.dumps({"id": 2, "message_b64": "%"})]
    result = run("--jsonl", "--kind", "email", stdin="\n".join(lines))
    first, second = _lines(result)
    assert base64.b64decode(first["message_b64"]).endswith(b"\n\n[PAN]\n")
    assert first["findings"][0]["part"] == "1"
    assert second == {"id": 2, "error": "message_b64: is not base64"}


def test_json_keeps_its_form(run: Run, tmp_path: Path) -> None:
    """A number that is a card becomes a string; places are pointers, keys say so."""
    findings = tmp_path / "f"
    result = run("--kind", "json", "--findings", str(findings), stdin=f'{{"a": 1.50, "{CARD}": [{CARD}]}}')
    assert result.stdout == b'{"a": 1.50, "[PAN]": ["[PAN]"]}'
    records = [json.loads(line) for line in findings.read_text().splitlines()]
    assert [(r["pointer"], r.get("in")) for r in records] == [("/[PAN]", "key"), ("/[PAN]/0", None)]


def test_json_in_bulk_keeps_number_texts(run: Run) -> None:
    """Also those that a float cannot hold."""
    line = f'{{"id": 1, "document": {{"big": 1.50, "n": 12345678901234567890123, "pan": {CARD}}}}}'
    result = run("--jsonl", "--kind", "json", stdin=line)
    assert b'"big": 1.50, "n": 12345678901234567890123, "pan": "[PAN]"' in result.stdout


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        (["/nowhere/4111111111111111"], b""),
        (["--policy", "4111111111111111"], b""),
        (["--kind", "4111111111111111"], b""),
        (["--kind", "json"], b'{"4111111111111111"'),
        (["--jsonl", "--findings", "x"], b""),
        (["--findings", "/nowhere/4111111111111111"], b""),
        (["--4111111111111111"], b""),
    ],
)
def test_errors_are_one_line_without_input(args: list[str], stdin: bytes, run: Run) -> None:
    """Exit 2, no traceback, no digits of a file's name."""
    result = run(*args, stdin=stdin)
    error = result.stderr.decode()
    assert result.returncode == 2
    assert error.startswith("gettone: error: ")
    assert error.count("\n") == 1
    assert "4111" not in error
    assert result.stdout == b""


@pytest.mark.parametrize("policy", ["cards", "pci"])
def test_one_line_takes_no_heavy_import(policy: str) -> None:
    """It may stand in a shell loop; `make bench ONLY=detect` shows the time."""
    code = "import sys; from gateway.cli import main; main(sys.argv[1:]);sys.stderr.write(' '.join(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code, "detect", "--jsonl", "--policy", policy],
        input=json.dumps({"id": 1, "text": f"card {CARD}, +44 20 7946 0958"}).encode(),
        capture_output=True,
        check=True,
    )
    assert _lines(result)[0]["redacted"].startswith("card [PAN]")
    loaded = {name.partition(".")[0] for name in result.stderr.decode().split()}
    assert not loaded & {"presidio_analyzer", "spacy", "aiohttp", "asyncpg", "numpy", "phonenumbers"}
