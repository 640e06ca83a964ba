"""The tone bank: DFT partial sums of 5 ms hops at the eight keypad tones, over all channels at once.

Each hop has the space of DC, 350 Hz and 440 Hz taken out of it by projection. That is the dial-tone
filter (ITU-T E.180 tones): no memory, no settling, and no cost, as it is folded into the bank.
Bank entries are integers of 16 bits and samples lie on an exact grid (`dtmf.samples`), so each sum is
exact in float64 and the same whatever the shape of the matrix product. Results are rounded to float32
once; from there on only element-wise arithmetic follows, which IEEE 754 defines to the last bit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dtmf.samples import Grid

RATE = 8_000
HOP = 40
HOP_MS = 1_000 * HOP / RATE
ROWS = (697.0, 770.0, 852.0, 941.0)
COLUMNS = (1209.0, 1336.0, 1477.0, 1633.0)
TONES = np.array(ROWS + COLUMNS)
DIGITS = "123A456B789C*0#D"
"""Key of row r and column c at 4r + c (ITU-T Q.23)."""

_SCALE = 1 << 15
_REMOVED_HZ = (0.0, 350.0, 440.0)

Floats = NDArray[np.float32]
Exact = NDArray[np.float64]


def _removed_space() -> Exact:
    n = np.arange(HOP) / RATE
    waves = [f(2 * np.pi * hz * n) for hz in _REMOVED_HZ for f in (np.cos, np.sin) if hz or f is np.cos]
    basis, sizes, _ = np.linalg.svd(np.array(waves).T, full_matrices=False)
    return np.asarray(basis[:, sizes > 1e-3 * sizes[0]].T)


def _bank() -> tuple[Exact, Exact]:
    removed = _removed_space()
    phase = 2 * np.pi * TONES[:, None] * np.arange(HOP) / RATE
    tones = np.concatenate([np.cos(phase), -np.sin(phase)])
    tones = tones - (tones @ removed.T) @ removed
    return np.rint(tones * _SCALE), np.rint(removed * _SCALE)


_TONES, _REMOVED = _bank()
_MATRIX = np.ascontiguousarray(np.concatenate([_TONES, _REMOVED]))

BASIS = _TONES / _SCALE
"""What a hop is multiplied with: 8 cosines, then 8 negated sines, dial tone projected out; (16, HOP)."""


class PartialSums(NamedTuple):
    """Sums of hops; every array ends in (channels, hops)."""

    real: Floats
    imag: Floats
    energy: Floats
    """Energy without the dial-tone space, squared int16 units."""
    raw_energy: Floats
    """Energy of the samples as they came, float32 like all."""


def partial_sums(samples: Grid) -> PartialSums:
    """Partial sums of whole hops: `samples` is (channels, hops * HOP); tones come first in the results."""
    channels = samples.shape[0]
    hops = samples.shape[1] // HOP
    frames = samples.reshape(channels * hops, HOP)
    out = (_MATRIX @ frames.T).reshape(len(_MATRIX), channels, hops)
    tones = out[: 2 * len(TONES)].astype(np.float32) * np.float32(1 / _SCALE)
    raw = np.einsum("ij,ij->i", frames, frames).reshape(channels, hops)
    energy = raw.copy()
    for part in out[2 * len(TONES) :]:
        energy -= part * part * (1 / _SCALE**2)
    kept = np.maximum(energy, 0.0).astype(np.float32)
    return PartialSums(tones[: len(TONES)], tones[len(TONES) :], kept, raw.astype(np.float32))
