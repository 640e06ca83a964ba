"""WAV files are read as they are, and written back with nothing changed but what was masked."""

import struct
from typing import Any

import numpy as np
import pytest

from dtmf import Interval, WavError, read_wav, samples_from_bytes, write_wav

KINDS: tuple[Any, ...] = ("s16le", "f32le", "ulaw", "alaw")


@pytest.fixture
def audio(rng: np.random.Generator) -> Any:
    return rng.integers(-20_000, 20_000, (2, 501)).astype(np.int16)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_kind_round_trips(audio: Any, kind: Any, channels: int) -> None:
    wav = read_wav(write_wav(audio[:channels], 11_025, kind))
    assert (wav.kind, wav.channels, wav.rate, wav.frames, wav.truncated) == (kind, channels, 11_025, 501, False)
    again = read_wav(write_wav(wav.samples(), 11_025, kind))
    assert np.array_equal(again.samples(), wav.samples())
    scale = 32_768 if kind == "f32le" else 1
    assert np.abs(wav.samples() * scale - audio[:channels]).max() <= (1_024 if "law" in kind else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_masking_changes_no_byte_outside_the_interval(audio: Any, kind: Any) -> None:
    raw = write_wav(audio, 8_000, kind) + b"LIST\x04\0\0\0keep"
    wav = read_wav(raw)
    silent = np.zeros_like(wav.samples())
    new = wav.with_masked(silent, [Interval(channel=1, start=100, stop=200, rate=8_000)])
    assert len(new) == len(raw)
    after = read_wav(new).samples()
    assert np.abs(after[1, 100:200]).max() <= 8
    size = {"s16le": 2, "f32le": 4}.get(kind, 1)
    for position, (old, now) in enumerate(zip(raw, new, strict=True)):
        frame, place = divmod(position - wav.offset, 2 * size)
        if not (100 <= frame < 200 and place >= size):
            assert old == now


def test_a_file_cut_short_is_read_as_far_as_it_goes(audio: Any) -> None:
    raw = write_wav(audio, 8_000)
    wav = read_wav(raw[: 44 + 4 * 100 + 3])
    assert wav.truncated
    assert np.array_equal(wav.samples(), audio[:, :100])
    assert len(wav.with_masked(wav.samples(), [])) == 44 + 4 * 100 + 3


def test_a_size_left_open_by_a_pipe_reaches_to_the_end(audio: Any) -> None:
    raw = bytearray(write_wav(audio, 8_000))
    raw[40:44] = b"\xff" * 4
    wav = read_wav(bytes(raw))
    assert not wav.truncated
    assert wav.frames == 501


@pytest.mark.parametrize("promised", [0, 40, 400])
def test_audio_behind_a_header_that_was_never_finished_is_audio(audio: Any, promised: int) -> None:
    raw = bytearray(write_wav(audio, 8_000))
    raw[4:8] = bytes(4)
    raw[40:44] = struct.pack("<I", promised)
    wav = read_wav(bytes(raw))
    assert wav.truncated
    assert np.array_equal(wav.samples(), audio)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("padded", [False, True])
def test_chunks_behind_the_audio_are_no_audio(audio: Any, kind: Any, padded: bool) -> None:
    raw = write_wav(audio[:1], 8_000, kind)
    raw = raw[: raw.index(b"data") + 8 + 501 * {"s16le": 2, "f32le": 4}.get(kind, 1)]
    wav = read_wav(raw + b"\0" * (padded and len(raw) % 2) + b"LIST\x04\0\0\0keep" + b"id3 \x03\0\0\0abc\0")
    assert (wav.frames, wav.truncated) == (501, False)


def test_an_empty_file_is_not_cut_short() -> None:
    wav = read_wav(write_wav(np.zeros((1, 0), dtype=np.int16), 8_000))
    assert (wav.frames, wav.truncated) == (0, False)


def test_audio_in_two_pieces_is_refused(audio: Any) -> None:
    raw = write_wav(audio, 8_000)
    with pytest.raises(WavError, match="more than one piece"):
        read_wav(raw + raw[36:])


def test_the_extensible_format_is_understood(audio: Any) -> None:
    raw = write_wav(audio, 8_000)
    extension = struct.pack("<HHIH14s", 22, 16, 3, 1, b"\0\0\0\0\x10\0\x80\0\0\xaa\x008\x9bq")
    head = b"fmt " + struct.pack("<I", 40) + b"\xfe\xff" + raw[22:36] + extension
    assert np.array_equal(read_wav(raw[:12] + head + raw[36:]).samples(), audio)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"ID3\x04 not audio at all",
        b"RIFF\x04\0\0\0WAVE",
        b"RIFF\0\0\0\0WAVEfmt \x04\0\0\0\x01\0\x01\0",
        b"RIFF\0\0\0\0WAVEdata\x02\0\0\0\0\0",
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + struct.pack("<HHIIHH", 1, 1, 8_000, 24_000, 3, 24) + b"data\0\0\0\0",
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + struct.pack("<HHIIHH", 1, 0, 8_000, 0, 0, 16) + b"data\0\0\0\0",
    ],
    ids=["empty", "another format", "no chunks", "short format", "audio first", "24 bits", "no channels"],
)
def test_what_is_no_wav_file_of_ours_is_refused(raw: bytes) -> None:
    with pytest.raises(WavError):
        read_wav(raw)


def test_raw_bytes_become_one_channel() -> None:
    assert samples_from_bytes(b"\x01\x00\xff\xff\x07", "s16le").tolist() == [[1, -1]]
    assert samples_from_bytes(b"\xff\x00", "ulaw").tolist() == [[0, -32_124]]
