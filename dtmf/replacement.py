"""What stands in for masked audio: silence, a flat tone, or noise at the line's floor."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dtmf.errors import AudioError

Mode = Literal["silence", "tone", "noise"]

TONE_HZ = 400.0
# Peak of a sine at -20 dBFS, where 0 dBFS is a sine that fills the scale.
TONE_PEAK = 0.1
# A prime number of samples: repeats of the noise do not line up with ticks or seconds.
_NOISE_LENGTH = 65_521


class Replacement:
    """Source of stand-in audio for one rate, addressed by sample number; amplitudes in full scale.

    Args:
        mode: what to put in the place of keys.
        rate: Hz.
        seed: of the noise, so that tests can fix it; None takes a fresh one.

    Raises:
        AudioError: no such mode.
    """

    def __init__(self, mode: Mode, rate: int, seed: int | None = None) -> None:
        if mode not in get_args(Mode):
            raise AudioError("mode must be silence, tone or noise")
        self.mode = mode
        self._rate = rate
        # Not a secret: the noise hides nothing, it only sounds like the line.
        rng = np.random.default_rng(seed)
        self._noise = rng.standard_normal(_NOISE_LENGTH if mode == "noise" else 0)

    def at(self, numbers: NDArray[np.int64], floor: NDArray[np.float64]) -> NDArray[np.float64]:
        """Stand-in for the samples `numbers` (n,), at RMS `floor` (…, n or 1) in mode noise; (…, n)."""
        shape = np.broadcast_shapes(numbers.shape, floor.shape)
        if self.mode == "silence":
            return np.zeros(shape)
        if self.mode == "tone":
            # One period is a whole number of samples at few rates: reduce by the second, not the period.
            phase = 2 * np.pi * TONE_HZ * (numbers % self._rate) / self._rate
            return np.broadcast_to(TONE_PEAK * np.sin(phase), shape)
        noise = self._noise[numbers % _NOISE_LENGTH]
        return np.clip(noise * floor, -1.0, 1.0 - 2.0**-15)
