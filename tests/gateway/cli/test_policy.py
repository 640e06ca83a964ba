"""`gettone policy`: what is wrong with its line, what is said, what a change would alter; never what a text says."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.support.process import gettone

_MINE = """\
name = "mine"
version = 2
extends = "pci"
find = ["EMAIL"]

[[rules]]
entities = ["IBAN"]
action = "mask"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(_MINE)
    return file


async def test_check_says_yes_or_the_line(mine: Path) -> None:
    code, out, _ = await gettone("policy", "check", mine)
    assert code == 0
    assert out.startswith(b"mine@2: looks for 16 entities, 1 rules")
    mine.write_text(_MINE.replace("IBAN", "IBAM"))
    code, out, err = await gettone("policy", "check", mine)
    assert (code, out) == (2, b"")
    assert err == (
        b"gettone: error: policy file mine.toml, line 7: rules.0.entities.0: "
        b"no such entity; docs/reference/detection.md lists them\n"
    )


async def test_show_tells_each_entity(mine: Path) -> None:
    code, out, _ = await gettone("policy", "show", mine)
    lines = {words[0]: words[1:] for line in out.decode().splitlines() if (words := line.split())}
    assert code == 0
    assert lines["IBAN"] == ["mask", "private"]
    assert lines["CVV"] == ["remove", "cardholder"]


async def test_try_tells_what_changes_and_shows_no_text(mine: Path, tmp_path: Path) -> None:
    sample = tmp_path / "sample.jsonl"
    texts = ["mail jane@example.com about DE89370400440532013000", "card 4111 1111 1111 1111", "nothing"]
    sample.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    code, out, err = await gettone("policy", "try", mine, "--from", "pci", sample)
    assert (code, err) == (0, b"")
    changes = [json.loads(line) for line in out.splitlines()]
    email = {"entity": "EMAIL", "from": "keep", "to": "tokenize"}
    iban = {"entity": "IBAN", "from": "tokenize", "to": "mask"}
    assert changes == [
        {"line": 1, "start": 5, "end": 21, "shape": "aaaa@aaaaaaa.aaa", **email},
        {"line": 1, "start": 28, "end": 50, "shape": "aadddddddddddddddddddd", **iban},
        {**email, "count": 1},
        {**iban, "count": 1},
    ]


async def test_a_sample_that_is_none_is_refused_without_a_word_of_it(mine: Path, tmp_path: Path) -> None:
    sample = tmp_path / "sample.jsonl"
    sample.write_text('{"text": "a"}\n{"4111 1111 1111 1111"}\n')
    code, _, err = await gettone("policy", "try", mine, sample)
    assert code == 2
    assert b"line 2" in err
    assert b"4111" not in err


async def test_detect_takes_a_policy_file(mine: Path) -> None:
    code, out, _ = await gettone("detect", "--policy", mine, stdin=b"jane@example.com +44 20 7946 0958")
    assert (code, out) == (0, b"[EMAIL] +44 20 7946 0958")
    code, _, err = await gettone("detect", "--policy", "pic", stdin=b"")
    assert code == 2
    assert err.startswith(b"gettone: error: unknown policy: use one of cards, pci, pci+pii, gdpr, health-identifiers")


async def test_the_schema_knows_each_key() -> None:
    code, out, _ = await gettone("policy", "schema")
    schema = json.loads(out)
    assert code == 0
    assert tomllib.loads(_MINE).keys() <= schema["properties"].keys()
    assert schema["required"] == ["name", "version"]
    tables = [schema, *schema["$defs"].values()]
    assert not any(table.get("additionalProperties") for table in tables)


async def test_turns_are_read_by_the_rules_of_their_role(mine: Path) -> None:
    mine.write_text(_MINE + '[[rules]]\nentities = ["EMAIL"]\nroles = ["agent"]\naction = "keep"\n')
    turns = [{"role": role, "text": "a@b.example"} for role in ("agent", "customer")]
    line = json.dumps({"id": 1, "turns": turns}).encode()
    code, out, _ = await gettone("detect", "--jsonl", "--policy", mine, stdin=line)
    assert code == 0
    assert json.loads(out)["redacted"] == ["a@b.example", "[EMAIL]"]
