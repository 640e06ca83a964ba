"""Windows of three hops out of partial sums, and the least-squares separation of a tone pair in them.

A window of 15 ms tells neighbours 73 Hz apart; a new one ends with every hop, so edges are seen to 5 ms.
Only element-wise sums and products of real arrays in a fixed order are used: results do not depend on array shapes.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import BASIS, HOP, RATE, TONES, Exact, Floats, PartialSums

WINDOW_HOPS = 3
_CACHED_CELLS = 1_000
Ints = NDArray[np.intp]

_STEP = 2 * np.pi * TONES * HOP / RATE
_COS = np.cos(_STEP).astype(np.float32)[:, None, None]
_SIN = np.sin(_STEP).astype(np.float32)[:, None, None]
_COS2 = np.cos(2 * _STEP).astype(np.float32)[:, None, None]
_SIN2 = np.sin(2 * _STEP).astype(np.float32)[:, None, None]


def _window_basis() -> tuple[Exact, Exact]:
    """The signals whose products with a window give the real and imaginary sums; (8, window) each."""
    unit = BASIS[: len(TONES)] + 1j * BASIS[len(TONES) :]
    hops = [unit * np.exp(-1j * k * _STEP)[:, None] for k in range(WINDOW_HOPS)]
    whole = np.concatenate(hops, axis=1)
    return whole.real, whole.imag


def _inverse_grams() -> Exact:
    """For pair 4r + c the inverse Gram matrix of (row re, row im, column re, column im); (16, 4, 4)."""
    real, imag = _window_basis()
    pairs = [np.stack([real[r], imag[r], real[4 + c], imag[4 + c]]) for r in range(4) for c in range(4)]
    return np.array([np.linalg.inv(basis @ basis.T) for basis in pairs])


_INVERSE = _inverse_grams().astype(np.float32)
_POWER_SCALE = np.array(
    [4.0 / float(a @ a + b @ b) ** 2 for a, b in zip(*_window_basis(), strict=True)], dtype=np.float32
)[:, None, None]


class Windows(NamedTuple):
    """Windows in the order of the hops that end them; every array ends in (channels, windows)."""

    real: Floats
    imag: Floats
    power: Floats
    """Squared peak amplitude of a sine at each tone, int16 units; exact when nothing else sounds."""
    energy: Floats


class Pair(NamedTuple):
    """A tone pair in chosen windows: complex amplitudes in int16 units, and the energy both explain."""

    row_re: Floats
    row_im: Floats
    col_re: Floats
    col_im: Floats
    explained: Floats


def windows_of(sums: PartialSums) -> Windows:
    """All windows of consecutive hops: `WINDOW_HOPS - 1` fewer than there are hops."""
    channels, hops = sums.energy.shape
    count = hops - WINDOW_HOPS + 1
    real, imag, power = (np.empty((len(TONES), channels, count), dtype=np.float32) for _ in range(3))
    # One tone at a time when there is much to do, so that the work stays in the cache.
    width = 1 if channels * count > _CACHED_CELLS else len(TONES)
    for first in range(0, len(TONES), width):
        tones = slice(first, first + width)
        re, im = sums.real[tones], sums.imag[tones]
        re1, im1 = re[..., 1 : count + 1], im[..., 1 : count + 1]
        re2, im2 = re[..., 2 : count + 2], im[..., 2 : count + 2]
        # Multiplied out, because NumPy's complex product may round differently by memory layout.
        real[tones] = re[..., :count] + (re1 * _COS[tones] + im1 * _SIN[tones])
        real[tones] += re2 * _COS2[tones] + im2 * _SIN2[tones]
        imag[tones] = im[..., :count] + (im1 * _COS[tones] - re1 * _SIN[tones])
        imag[tones] += im2 * _COS2[tones] - re2 * _SIN2[tones]
        power[tones] = (real[tones] * real[tones] + imag[tones] * imag[tones]) * _POWER_SCALE[tones]
    energy = sums.energy[:, :count] + sums.energy[:, 1 : count + 1] + sums.energy[:, 2 : count + 2]
    return Windows(real, imag, power, energy)


def separate(windows: Windows, rows: Ints, columns: Ints, channels: Ints, at: Ints) -> Pair:
    """Least squares for one pair in each of n windows: row, column, channel and window index, (n,) each."""
    inverse = _INVERSE[4 * rows + columns]
    sums = (
        windows.real[rows, channels, at],
        windows.imag[rows, channels, at],
        windows.real[4 + columns, channels, at],
        windows.imag[4 + columns, channels, at],
    )
    found = [
        inverse[:, i, 0] * sums[0]
        + inverse[:, i, 1] * sums[1]
        + inverse[:, i, 2] * sums[2]
        + inverse[:, i, 3] * sums[3]
        for i in range(4)
    ]
    explained = found[0] * sums[0] + found[1] * sums[1] + found[2] * sums[2] + found[3] * sums[3]
    # A basis of cosine and negated sine: amplitude a of Re(a e^{jwn}) is (cosine part) + j (sine part).
    return Pair(found[0], found[1], found[2], found[3], explained)
