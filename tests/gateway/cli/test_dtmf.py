"""`gettone dtmf decode` and `mask` as the contract has them."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dtmf import decode, read_wav, synthesise, ulaw_encode, write_wav
from gateway.cli import main

CARD = "4111111111111111"


@pytest.fixture
def call(tmp_path: Path) -> Path:
    keys = synthesise("19#", lead_ms=300, tail_ms=300)
    path = tmp_path / "call.wav"
    path.write_bytes(write_wav(np.concatenate([keys, np.zeros_like(keys)]), 8_000))
    return path


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_decode_prints_a_json_line_per_channel(call: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dtmf", "decode", "--json", str(call)]) == 0
    customer, agent = lines(capsys.readouterr().out)
    assert agent == {"file": str(call), "channel": 1, "digits": "", "events": []}
    assert (customer["channel"], customer["digits"]) == (0, "19#")
    for index, event in enumerate(customer["events"]):
        assert list(event) == ["digit", "start_ms", "end_ms", "level_dbm0", "twist_db"]
        assert event["start_ms"] == pytest.approx(300 + 80 * index, abs=5)
        assert event["end_ms"] == pytest.approx(340 + 80 * index, abs=5)
        assert event["level_dbm0"] == pytest.approx(-10, abs=0.3)


def test_decode_is_readable_without_json(call: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dtmf", "decode", str(call)]) == 0
    out = capsys.readouterr().out
    assert f"{call}, channel 0: 19#\n" in out
    assert f"{call}, channel 1: no keys\n" in out


@pytest.mark.parametrize("kind", ["s16le", "f32le", "ulaw", "alaw"])
def test_decode_reads_every_kind_and_rate(kind: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(write_wav(synthesise("42D", 22_050, lead_ms=80, tail_ms=80), 22_050, kind))
    assert main(["dtmf", "decode", "--json", str(path)]) == 0
    assert lines(capsys.readouterr().out)[0]["digits"] == "42D"


def test_decode_reads_raw_audio_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = ulaw_encode(synthesise("0*", 16_000, lead_ms=80, tail_ms=80)).tobytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert main(["dtmf", "decode", "--json", "--raw", "ulaw", "--rate", "16000", "-"]) == 0
    (line,) = lines(capsys.readouterr().out)
    assert (line["file"], line["digits"]) == ("-", "0*")


def test_a_file_that_cannot_be_read_gets_its_line_and_the_others_go_on(
    call: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    junk = tmp_path / f"call-{CARD}.wav"
    junk.write_bytes(b"nothing")
    assert main(["dtmf", "decode", "--json", str(junk), str(tmp_path / "none.wav"), str(call)]) == 1
    out, err = capsys.readouterr()
    assert [line["digits"] for line in lines(out)] == ["19#", ""]
    first, second = err.splitlines()
    assert first.startswith("gettone: error: ")
    assert second.startswith("gettone: error: ")
    assert CARD not in err
    assert "Traceback" not in err


def test_a_wav_cut_short_is_decoded_to_where_it_ends_with_a_warning(
    call: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call.write_bytes(call.read_bytes()[: 44 + 4 * 8 * 450])
    assert main(["dtmf", "decode", "--json", str(call)]) == 0
    out, err = capsys.readouterr()
    assert lines(out)[0]["digits"] == "19"
    assert err.startswith("gettone: warning: ")


@pytest.mark.parametrize(
    "words",
    [
        ["decode"],
        ["decode", "--rate", "8000", "x.wav"],
        ["decode", "--raw", "ulaw", "--rate", "3", "x.raw"],
        ["decode", "--raw", "mp3", "x.raw"],
        ["mask", "only-one.wav"],
        ["mask", "in.wav", "-"],
        ["mask", "--mode", "beep", "a.wav", "b.wav"],
        ["mask", "--out-dir", "/nonexistent-folder", "a.wav"],
        ["mask", "/nonexistent-in.wav", "out.wav"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dtmf", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gettone: error: ")
    assert err.count("\n") == 1


def test_mask_keeps_length_and_format_and_prints_no_digit(
    call: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "masked.wav"
    assert main(["dtmf", "mask", str(call), str(target)]) == 0
    (interval,) = lines(capsys.readouterr().out)
    assert list(interval) == ["channel", "start_ms", "end_ms"]
    assert 200 <= interval["start_ms"] <= 295
    assert 520 <= interval["end_ms"] <= 620
    raw, masked = call.read_bytes(), target.read_bytes()
    assert len(masked) == len(raw)
    assert masked[:44] == raw[:44]
    assert decode(read_wav(masked).samples()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["call.wav", "masked.wav"]


@pytest.mark.parametrize("size", [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x0f"])
def test_a_streamed_header_hides_no_key_from_mask(
    size: bytes, call: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = bytearray(call.read_bytes())
    raw[40:44] = size
    call.write_bytes(raw)
    target = tmp_path / "masked.wav"
    assert main(["dtmf", "mask", str(call), str(target)]) == 0
    out, err = capsys.readouterr()
    assert len(lines(out)) == 1
    assert err.startswith("gettone: warning: ") == (size != b"\xff\xff\xff\xff")
    masked = bytearray(target.read_bytes())
    masked[40:44] = len(raw[44:]).to_bytes(4, "little")
    assert decode(read_wav(bytes(masked)).samples()) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_mask_over_an_existing_file_keeps_its_permissions(mode: int, call: Path, tmp_path: Path) -> None:
    target = tmp_path / "masked.wav"
    target.write_bytes(b"old")
    target.chmod(mode)
    assert main(["dtmf", "mask", str(call), str(target)]) == 0
    assert target.stat().st_mode & 0o777 == mode


def test_mask_gives_a_new_file_the_usual_permissions(call: Path, tmp_path: Path) -> None:
    plain, target = tmp_path / "plain", tmp_path / "masked.wav"
    plain.touch()
    assert main(["dtmf", "mask", str(call), str(target)]) == 0
    assert target.stat().st_mode == plain.stat().st_mode


def test_mask_may_write_over_its_input(call: Path) -> None:
    assert main(["dtmf", "mask", "--mode", "tone", str(call), str(call)]) == 0
    assert decode(read_wav(call.read_bytes()).samples()) == []


def test_mask_without_a_key_copies_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.wav", tmp_path / "out.wav"
    source.write_bytes(write_wav(synthesise("", lead_ms=500), 8_000, "alaw"))
    assert main(["dtmf", "mask", "--mode", "noise", str(source), str(target)]) == 0
    assert capsys.readouterr().out == ""
    assert target.read_bytes() == source.read_bytes()


def test_mask_of_many_goes_on_after_a_bad_one(call: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"RIFF")
    assert main(["dtmf", "mask", "--out-dir", str(folder), str(bad), str(call)]) == 1
    out, err = capsys.readouterr()
    assert [line["file"] for line in lines(out)] == [str(call)]
    assert err.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == ["call.wav"]


def test_scope_card_leaves_a_menu_choice_and_takes_the_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    menu = synthesise("2", lead_ms=500)
    audio = np.concatenate([menu, np.zeros((1, 8_000 * 11), dtype=np.int16), synthesise(CARD, tail_ms=900)], axis=1)
    source, target = tmp_path / "in.wav", tmp_path / "out.wav"
    source.write_bytes(write_wav(audio, 8_000))
    assert main(["dtmf", "mask", "--scope", "card", str(source), str(target)]) == 0
    assert CARD not in capsys.readouterr().out
    assert "".join(event.digit for event in decode(read_wav(target.read_bytes()).samples())) == "2"


def test_mask_refuses_to_replace_what_is_no_file(call: Path, tmp_path: Path) -> None:
    assert main(["dtmf", "mask", str(call), str(tmp_path)]) == 2
