"""The other commands as processes."""

import asyncio
import json
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from carddata import luhn_valid
from tests.support.process import GETTONE, environment, gettone, make_key
from vault.embedded import temporary_data_folder

CARD = "4111111111111111"


@pytest.fixture
def data() -> Iterator[Path]:
    with temporary_data_folder() as folder:
        yield folder


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nonsense"],
        [CARD],
        ["detect", "--nonsense"],
        ["detect", "--policy", CARD],
        ["detect", CARD, CARD, CARD],
        ["detect", f"--jsonl={CARD}"],
    ],
)
async def test_wrong_words_are_one_line_exit_2_and_no_echo(args: list[str]) -> None:
    code, out, err = await gettone(*args)
    line = err.decode()
    assert (code, out) == (2, b"")
    assert line.startswith("gettone: error: ")
    assert line.count("\n") == 1
    assert CARD not in line


async def test_keys_are_made_listed_and_revoked(data: Path) -> None:
    key = await make_key(data, "platform")
    key_id = key.split("_")[1]
    code, out, _ = await gettone("keys", "list", "--data", data)
    assert code == 0
    assert out.decode().startswith(f"{key_id}\tplatform\t")
    assert key.split("_")[2] not in out.decode()
    assert (await gettone("keys", "revoke", key_id, "--data", data))[0] == 0
    assert (await gettone("keys", "revoke", key_id, "--data", data))[0] == 1
    assert "revoked" in (await gettone("keys", "list", "--data", data))[1].decode()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--role", CARD], "role: must be one of"),
        (["--role", "agent", "--scope", "reveal"], "cannot have reveal"),
        (["--role", "agent", "--network", CARD], "--network"),
        (["--role", "agent", "--days", "0"], "--days"),
        (["--role", "agent", "--name", CARD], "--name"),
    ],
)
async def test_a_key_that_cannot_be_is_refused_before_anything_is_made(data: Path, args: list[str], said: str) -> None:
    code, out, err = await gettone("keys", "create", "--data", data, *args)
    assert (code, out) == (2, b"")
    assert said in err.decode()
    assert CARD not in err.decode()
    assert os.listdir(data) == []


async def test_a_root_key_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "root.key"
    assert (await gettone("keys", "root", file))[0] == 0
    before = file.read_bytes()
    code, _, err = await gettone("keys", "root", file)
    assert code == 2
    assert b"never overwritten" in err
    assert file.read_bytes() == before


async def test_doctor_says_fit_or_unfit(data: Path) -> None:
    await make_key(data, "agent")
    code, out, err = await gettone("doctor", "--data", data)
    assert (code, err) == (0, b"fit to serve\n")
    assert "FAIL" not in out.decode()
    code, out, err = await gettone("doctor")
    assert (code, err) == (1, b"not fit to serve\n")
    assert "FAIL  configuration" in out.decode()


async def test_doctor_hides_secrets() -> None:
    dsn = "postgresql://u:hunter2@127.0.0.1:9/d"
    _, out, err = await gettone("doctor", env={"GETTONE_DATABASE_DSN": dsn})
    assert b"hunter2" not in out + err


async def test_the_demo_tells_its_story_and_ends() -> None:
    code, out, err = await gettone("demo", "--once", env={"GETTONE_SERVER_PORT": "0"})
    text = out.decode()
    assert (code, err) == (0, b"")
    lines = text.splitlines()
    for said in ("customer sent", "agent saw", "agent heard", "vault holds", "customer keyed", "curl -s"):
        assert any(said in line for line in lines), said
    for line in lines:
        if "agent" in line:
            digits = "".join(c if c.isdigit() else " " if c in " -" else "x" for c in line)
            runs = ["".join(run.split()) for run in digits.split("x")]
            assert not [r for r in runs if 12 <= len(r) <= 19 and luhn_valid(r)], line
    assert "403" in next(line for line in lines if "answer" in line)
    assert "a decoder finds 0 digits" in text
    (log,) = [lines[i:] for i, line in enumerate(lines) if "access log" in line]
    reveals = [line.split() for line in log if " reveal " in line]
    assert [(row[2], row[4]) for row in reveals] == [("agent", "denied:scope"), ("compliance", "ok")]


async def test_serve_refuses_a_demos_folder(data: Path) -> None:
    assert (await gettone("demo", "--once", "--data", data, env={"GETTONE_SERVER_PORT": "0"}))[0] == 0
    code, _, err = await gettone("serve", "--data", data)
    assert code == 2
    assert b"demo" in err


async def test_the_demo_refuses_a_real_vaults_folder(data: Path) -> None:
    await make_key(data, "agent")
    code, _, err = await gettone("demo", "--once", "--data", data, env={"GETTONE_SERVER_PORT": "0"})
    assert code == 2
    assert b"not the demo's" in err


async def test_detect_needs_no_vault(tmp_path: Path) -> None:
    code, out, err = await gettone("detect", "--jsonl", stdin=json.dumps({"id": "1", "text": f"card {CARD}"}).encode())
    assert (code, err) == (0, b"")
    answer = json.loads(out)
    assert answer["redacted"] == "card [PAN]"
    assert os.listdir(tmp_path) == []


async def test_ctrl_c_ends_the_demo_and_all_it_started() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        env = environment({"GETTONE_SERVER_PORT": "0", "TMPDIR": name})
        demo = await asyncio.create_subprocess_exec(GETTONE, "demo", stdout=PIPE, stderr=PIPE, env=env)
        assert demo.stdout is not None
        async with asyncio.timeout(60):
            while line := await demo.stdout.readline():
                if b"serving until Ctrl-C" in line:
                    break
            demo.send_signal(signal.SIGINT)
            _, err = await demo.communicate()
        assert (demo.returncode, err) == (0, b"")
        assert os.listdir(folder) == []


async def test_the_demo_never_touches_a_configured_database(tmp_path: Path) -> None:
    env = {
        "GETTONE_SERVER_PORT": "0",
        "GETTONE_DATABASE_DSN": "postgresql://u:hunter2@127.0.0.1:9/d",
        "GETTONE_VAULT_ROOT_KEY_FILE": str(tmp_path / "none"),
        "GETTONE_SERVER_HOST": "0.0.0.0",
        "GETTONE_CONFIG": str(tmp_path / "none.toml"),
    }
    code, out, _ = await gettone("demo", "--once", env=env)
    assert code == 0
    assert b"http://127.0.0.1:" in out
