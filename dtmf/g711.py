"""G.711 mu-law and A-law as table look-ups (ITU-T G.711)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Pcm = NDArray[np.int16]

_ULAW_BIAS = 0x84
_ULAW_CLIP = 32_635


def ulaw_decode(data: Bytes) -> Pcm:
    """mu-law bytes of any shape to int16."""
    return np.asarray(_ulaw_values()[data])


def ulaw_encode(samples: Pcm) -> Bytes:
    """int16 of any shape to mu-law bytes; decoded bytes come back as they were, but 0x7F as 0xFF."""
    return _ulaw_codes()[samples.view(np.uint16)]


def alaw_decode(data: Bytes) -> Pcm:
    """A-law bytes of any shape to int16."""
    return _alaw_values()[data]


def alaw_encode(samples: Pcm) -> Bytes:
    """int16 of any shape to A-law bytes; decoding a byte and encoding the result gives it back."""
    return _alaw_codes()[samples.view(np.uint16)]


@cache
def _ulaw_values() -> Pcm:
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    size = (((code & 0x0F) << 3) + _ULAW_BIAS << (code >> 4 & 7)) - _ULAW_BIAS
    return np.where(code & 0x80, -size, size).astype(np.int16)


@cache
def _alaw_values() -> Pcm:
    code = np.arange(256, dtype=np.int32) ^ 0x55
    segment = code >> 4 & 7
    step = (code & 0x0F) << 4
    size = np.where(segment == 0, step + 8, (step + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


@cache
def _ulaw_codes() -> Bytes:
    sample = np.arange(1 << 16, dtype=np.uint16).view(np.int16).astype(np.int32)
    size = np.minimum(np.abs(sample), _ULAW_CLIP) + _ULAW_BIAS
    segment = _bit_length(size) - 8
    code = segment << 4 | size >> (segment + 3) & 0x0F
    return (~np.where(sample < 0, code | 0x80, code) & 0xFF).astype(np.uint8)


@cache
def _alaw_codes() -> Bytes:
    sample = np.arange(1 << 16, dtype=np.uint16).view(np.int16).astype(np.int32)
    # Negative values are one's complement (G.711 table 1a), so that -1 falls into the smallest step.
    size = np.where(sample < 0, ~sample, sample)
    segment = np.maximum(_bit_length(size) - 8, 0)
    code = segment << 4 | size >> np.maximum(segment + 3, 4) & 0x0F
    signed: NDArray[np.int32] = np.where(sample < 0, code, code | 0x80)
    return (signed ^ 0x55).astype(np.uint8)


def _bit_length(values: NDArray[np.int32]) -> NDArray[np.int32]:
    exponents: NDArray[np.int32] = np.frexp(values.astype(np.float64))[1].astype(np.int32)
    return exponents
