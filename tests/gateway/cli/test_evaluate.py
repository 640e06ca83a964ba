"""`gettone evaluate`, run as the command it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_SAMPLES = [
    {
        "full_text": "my name is Ingrid Solberg, card 4111111111111111",
        "spans": [
            {"entity_type": "PERSON", "start_position": 11, "end_position": 25},
            {"entity_type": "CREDIT_CARD", "start_position": 32, "end_position": 48},
        ],
    },
    {
        "full_text": "our reference is QXZ",
        "spans": [{"entity_type": "PERSON", "start_position": 17, "end_position": 20}],
    },
]


def _run(*args: str) -> "subprocess.CompletedProcess[str]":
    code = "import sys; from gateway.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run([sys.executable, "-c", code, "evaluate", *args], capture_output=True, text=True, check=False)


@pytest.fixture
def samples(tmp_path: Path) -> str:
    """A file in presidio-research's form."""
    path = tmp_path / "samples.json"
    path.write_text(json.dumps(_SAMPLES), encoding="utf-8")
    return str(path)


def test_scores_by_entity_beside_stock_presidio_and_misses_without_data(samples: str) -> None:
    result = _run("--format", "presidio", "--stock", samples)
    assert (result.returncode, result.stderr) == (0, "")
    rows = {words[0]: words[1:] for line in result.stdout.splitlines() if (words := line.split())}
    assert rows["PAN"] == ["1", "1.000", "1.000", "1.000", "1", "1.000", "1.000", "1.000"]
    assert result.stdout.count("worst misses") == 2
    assert "stock Presidio" in result.stdout
    assert "[1] 17-20 PERSON, 1 tokens: aaa aaaaaaaaa aa [AAA]" in result.stdout
    for word in ("Ingrid", "Solberg", "QXZ", "4111"):
        assert word not in result.stdout


def test_a_file_that_cannot_be_used_and_a_model_that_is_not_there_are_one_line(samples: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("[4111111111111111")
    for args in ([str(broken)], [str(tmp_path / "none.json")], ["--model", "no_such_package", samples]):
        result = _run("--format", "presidio", *args)
        assert result.returncode == 2
        assert result.stderr.startswith("gettone: error: ")
        assert result.stderr.count("\n") == 1
        assert "4111" not in result.stderr
