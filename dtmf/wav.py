"""RIFF/WAVE files of telephony: PCM16, float32, mu-law and A-law, any number of channels.

A file is kept as its own bytes, so that writing masked samples back changes nothing else in it. A file cut
short, or with a header that was never finished, is read as far as it goes and says so.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dtmf.errors import WavError
from dtmf.g711 import alaw_decode, alaw_encode, ulaw_decode, ulaw_encode
from dtmf.recording import Interval
from dtmf.samples import FULL_SCALE, Samples

Kind = Literal["s16le", "f32le", "ulaw", "alaw"]

_FORMATS: dict[tuple[int, int], Kind] = {(1, 16): "s16le", (3, 32): "f32le", (6, 8): "alaw", (7, 8): "ulaw"}
_TAGS = {kind: tag for tag, kind in _FORMATS.items()}
_DTYPES: dict[Kind, str] = {"s16le": "<i2", "f32le": "<f4", "ulaw": "u1", "alaw": "u1"}
_EXTENSIBLE = 0xFFFE
# Sizes that writers to a pipe leave in the header: the data goes on to the end of the file.
_UNKNOWN_SIZES = (0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000)


@dataclass(frozen=True, slots=True)
class Wav:
    """A file's bytes and where its audio is in them.

    Attributes:
        raw: the whole file.
        kind: encoding of a sample.
        channels: number of channels.
        rate: Hz.
        offset: where the audio begins in `raw`.
        frames: whole frames (a sample of each channel) that are there.
        truncated: whether the header does not fit what is there: it promises more, or less than follows it.
    """

    raw: bytes = field(repr=False)
    kind: Kind
    channels: int
    rate: int
    offset: int
    frames: int
    truncated: bool

    def samples(self) -> Samples:
        """The audio, (channels, frames): int16, for float files float32."""
        coded = self._coded(self.raw)
        return decode_samples(coded, self.kind)

    def with_masked(self, masked: Samples, intervals: Iterable[Interval]) -> bytes:
        """The file with the samples of `intervals` taken from `masked`, and every other byte as it was."""
        raw = bytearray(self.raw)
        coded = self._coded(raw)
        for span in intervals:
            part = masked[span.channel, span.start : span.stop]
            coded[span.channel, span.start : span.stop] = encode_samples(part, self.kind)
        return bytes(raw)

    def _coded(self, raw: bytes | bytearray) -> NDArray[np.generic]:
        count = self.frames * self.channels
        flat = np.frombuffer(raw, _DTYPES[self.kind], count, self.offset)
        return flat.reshape(self.frames, self.channels).T


def read_wav(raw: bytes) -> Wav:
    """Read a WAV file held in memory.

    Raises:
        WavError: not a WAV file, one without audio, or an encoding that is not supported.
    """
    if len(raw) < 12 or raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        raise WavError("not a RIFF/WAVE file: give raw audio with --raw and --rate")
    layout: tuple[Kind, int, int] | None = None
    position = 12
    while position + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, position)
        start = position + 8
        if name == b"fmt ":
            layout = _read_format(raw[start : start + size])
        elif name == b"data":
            if layout is None:
                raise WavError("the WAV file's audio comes before its format: it cannot be read")
            return _locate(raw, layout, start, size)
        position = start + size + size % 2
    raise WavError("the WAV file ends before its audio begins")


def write_wav(samples: Samples, rate: int, kind: Kind = "s16le") -> bytes:
    """A new WAV file of (channels, samples) int16, or float32 for ``f32le``."""
    if kind not in get_args(Kind):
        raise WavError("kind must be s16le, f32le, ulaw or alaw")
    tag, bits = _TAGS[kind]
    channels, frame = samples.shape[0], samples.shape[0] * bits // 8
    data = encode_samples(samples, kind).T.tobytes()
    head = struct.pack("<HHIIHH", tag, channels, rate, rate * frame, frame, bits)
    if tag != 1:
        # Other encodings than PCM carry an (empty) extension and the number of frames.
        head += struct.pack("<H", 0)
    chunks = b"fmt " + struct.pack("<I", len(head)) + head
    if tag != 1:
        chunks += b"fact" + struct.pack("<II", 4, samples.shape[1])
    chunks += b"data" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def decode_samples(coded: NDArray[np.generic], kind: Kind) -> Samples:
    """Samples of any shape as they stand in a file of this kind, as int16 or float32."""
    if kind == "ulaw":
        return ulaw_decode(coded.astype(np.uint8))
    if kind == "alaw":
        return alaw_decode(coded.astype(np.uint8))
    return np.ascontiguousarray(coded.astype(np.float32 if kind == "f32le" else np.int16))


def encode_samples(samples: Samples, kind: Kind) -> NDArray[np.generic]:
    """The reverse of `decode_samples`; float32 is scaled and clipped where the file holds integers."""
    if kind == "f32le":
        scale = FULL_SCALE if samples.dtype == np.int16 else 1.0
        return (samples / np.float32(scale)).astype("<f4")
    scaled = samples if samples.dtype == np.int16 else np.rint(samples * np.float32(FULL_SCALE))
    pcm = np.clip(scaled, -32_768, 32_767).astype(np.int16)
    if kind == "s16le":
        return pcm.astype("<i2")
    return ulaw_encode(pcm) if kind == "ulaw" else alaw_encode(pcm)


def samples_from_bytes(raw: bytes, kind: Kind) -> Samples:
    """Headerless mono audio, (1, samples); an odd last byte of a sample is left out."""
    dtype = np.dtype(_DTYPES[kind])
    return decode_samples(np.frombuffer(raw, dtype, len(raw) // dtype.itemsize)[None, :], kind)


def _read_format(chunk: bytes) -> tuple[Kind, int, int]:
    if len(chunk) < 16:
        raise WavError("the WAV file's format is cut short")
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if tag == _EXTENSIBLE and len(chunk) >= 26:
        (tag,) = struct.unpack_from("<H", chunk, 24)
    kind = _FORMATS.get((tag, bits))
    if kind is None:
        raise WavError("the WAV file's encoding is not PCM16, float32, mu-law or A-law: convert it first")
    if channels < 1:
        raise WavError("the WAV file has no channels")
    return kind, channels, rate


def _locate(raw: bytes, layout: tuple[Kind, int, int], start: int, size: int) -> Wav:
    kind, channels, rate = layout
    there = len(raw) - start
    frame = channels * np.dtype(_DTYPES[kind]).itemsize
    if size in _UNKNOWN_SIZES:
        return Wav(raw, kind, channels, rate, start, there // frame, truncated=False)
    # A header that was never finished: what follows the audio it knows of is audio too.
    unfinished = size < there and (size == 0 or not _chunks_follow(raw, start + size))
    size = there if unfinished else size
    return Wav(raw, kind, channels, rate, start, min(size, there) // frame, unfinished or size > there)


def _chunks_follow(raw: bytes, end: int) -> bool:
    """Whether what lies behind the audio is whole chunks, with the padding of an odd size or without it."""
    return any(_are_chunks(raw, at) for at in dict.fromkeys((end + end % 2, end)))


def _are_chunks(raw: bytes, at: int) -> bool:
    while at + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, at)
        if name == b"data":
            raise WavError("the WAV file's audio is in more than one piece: convert it first")
        at += 8 + size + size % 2
        if not all(0x20 <= char < 0x7F for char in name) or at > len(raw) + 1:
            return False
    return not any(raw[at:])
