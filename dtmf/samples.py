"""The door for audio: checks a block once and puts it on one exact number grid."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dtmf.errors import AudioError

Samples = NDArray[np.int16] | NDArray[np.float32]
Grid = NDArray[np.float64]

FULL_SCALE = 32768.0
# Float input is rounded to 1/32 of an int16 step, so that every sum over a frame is an exact
# integer in float64: the order of summation, hence the chunking, cannot change a result.
GRID_STEPS = 32.0
MIN_RATE = 8_000
MAX_RATE = 192_000


def check_rate(rate: int) -> int:
    """`rate` in Hz if it is an integer from 8,000 to 192,000.

    Raises:
        AudioError: any other value.
    """
    if isinstance(rate, bool) or not isinstance(rate, (int, np.integer)) or not MIN_RATE <= rate <= MAX_RATE:
        raise AudioError(f"rate must be an integer from {MIN_RATE} to {MAX_RATE} Hz: resample the audio first")
    return int(rate)


def check_channels(channels: int) -> int:
    """`channels` if it is an integer of at least 1.

    Raises:
        AudioError: any other value.
    """
    if isinstance(channels, bool) or not isinstance(channels, (int, np.integer)) or channels < 1:
        raise AudioError("channels must be an integer of at least 1")
    return int(channels)


def check_samples(block: Any, channels: int | None = None) -> Samples:
    """`block` itself if it is audio: shape (channels, samples), int16 or finite float32.

    Raises:
        AudioError: no array, wrong shape or dtype, NaN or infinity.
    """
    if not isinstance(block, np.ndarray) or block.ndim != 2:
        raise AudioError("audio must be a NumPy array of shape (channels, samples)")
    if channels is None and block.shape[0] < 1:
        raise AudioError("audio must have at least one channel")
    if channels is not None and block.shape[0] != channels:
        raise AudioError(f"audio has {block.shape[0]} channels where {channels} were announced")
    if block.dtype == np.int16:
        return block
    if block.dtype != np.float32:
        raise AudioError("audio must be int16, or float32 in [-1, 1): convert it first")
    if not np.isfinite(block).all():
        raise AudioError("audio holds NaN or infinity: repair the samples first")
    return block


def to_grid(block: Samples) -> Grid:
    """Checked samples in int16 units on the grid of 1/32; floats beyond full scale are clipped."""
    if block.dtype == np.int16:
        return block.astype(np.float64)
    scaled = np.clip(block.astype(np.float64), -1.0, 1.0) * (FULL_SCALE * GRID_STEPS)
    return np.rint(scaled) / GRID_STEPS
