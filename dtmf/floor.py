"""The noise floor of a line, from the energy of its hops."""

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import HOP
from dtmf.samples import FULL_SCALE

# Power a hop by which the floor may rise, 4 dB/s: speech hardly lifts it, a louder line is learnt in seconds.
_RISE = 10 ** (0.02 / 10)
# The smallest of some 200 hops of white noise lies 3.4 dB below their mean (chi-square of 40 degrees).
_BIAS = 10 ** (3.4 / 10)


class NoiseFloor:
    """Follows the minimum of the hop energies of every channel; stands still while a key is suspected."""

    def __init__(self, channels: int) -> None:
        self._power = np.full(channels, np.inf)

    def follow(self, energy: NDArray[np.float32], held: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Next hops, (channels, n): energy in squared int16 units. Returns RMS in full scale, same shape."""
        out = np.empty(energy.shape, dtype=np.float64)
        for k in range(energy.shape[1]):
            lowest = np.minimum(energy[:, k].astype(np.float64) / HOP, np.maximum(self._power, 1.0) * _RISE)
            self._power = np.where(held[:, k], self._power, lowest)
            known = np.where(np.isfinite(self._power), self._power, 0.0)
            out[:, k] = np.sqrt(known * _BIAS) / FULL_SCALE
        return out
