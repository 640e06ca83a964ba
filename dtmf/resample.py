"""Other rates to 8 kHz: soxr for recordings, a short polyphase filter for live audio.

soxr is the better filter but holds back 40 to 155 ms of a stream, more than the masker's whole delay.
The live filter looks 1 ms ahead; its taps are integers of 16 bits and its input lies on the exact grid,
so that its output does not depend on how the input is cut into blocks.
"""

import math
from typing import Protocol

import numpy as np
import soxr
from numpy.lib.stride_tricks import sliding_window_view

from dtmf.bank import RATE
from dtmf.samples import FULL_SCALE, GRID_STEPS, Grid

# s on either side of an output sample: passes 3.4 kHz, stops 4.6 kHz by 40 dB (Kaiser's formula, beta 3.4).
_REACH_S = 0.95e-3
_KAISER_BETA = 3.4
_TAP_SCALE = 1 << 15
_RECORDING_BLOCK_S = 1.0


class Resampler(Protocol):
    """Takes grid samples at some rate and gives grid samples at 8 kHz, aligned to the same start."""

    def push(self, samples: Grid) -> Grid:
        """What is ready at 8 kHz after (channels, n) more input."""

    def flush(self) -> Grid:
        """The remainder; the input is over."""


class Native:
    """8 kHz already."""

    def __init__(self, channels: int) -> None:
        self._none: Grid = np.zeros((channels, 0))

    def push(self, samples: Grid) -> Grid:
        """The samples themselves."""
        return samples

    def flush(self) -> Grid:
        """Nothing is ever held back."""
        return self._none


class LiveResampler:
    """Windowed-sinc polyphase filter: output m is the input around m / 8000 s, 0.95 ms either side."""

    def __init__(self, channels: int, rate: int) -> None:
        common = math.gcd(rate, RATE)
        self._step, self._phases = rate // common, RATE // common
        self._reach = math.ceil(_REACH_S * rate)
        self._taps = self._table(rate)
        # Input from `_reach` samples before the first output on; zeros stand for what was before the start.
        self._held: Grid = np.zeros((channels, self._reach))
        self._first = -self._reach
        self._next = 0

    def push(self, samples: Grid) -> Grid:
        """What is ready at 8 kHz after (channels, n) more input."""
        held = np.concatenate([self._held, samples], axis=1)
        end = self._first + held.shape[1]
        # Output m needs input up to m * step // phases + reach.
        last = ((end - 1 - self._reach) * self._phases + self._phases - 1) // self._step
        numbers = np.arange(self._next, max(self._next, last + 1))
        out = np.zeros((held.shape[0], numbers.size))
        if numbers.size:
            starts = numbers * self._step // self._phases - self._reach - self._first
            taps = self._taps[numbers * self._step % self._phases]
            views = sliding_window_view(held, taps.shape[1], axis=1)
            for channel, view in enumerate(views):
                np.einsum("ij,ij->i", view[starts], taps, out=out[channel])
            self._next = int(numbers[-1]) + 1
        keep = self._next * self._step // self._phases - self._reach - self._first
        self._held = held[:, keep:].copy()
        self._first += keep
        return _on_grid(out / _TAP_SCALE)

    def flush(self) -> Grid:
        """The remainder, with silence after the end."""
        return self.push(np.zeros((self._held.shape[0], self._reach)))

    def _table(self, rate: int) -> Grid:
        phase = np.arange(self._phases)[:, None] / self._phases
        offset = np.arange(-self._reach, self._reach + 1)[None, :] - phase
        share = np.clip(1.0 - (offset / (self._reach + 1)) ** 2, 0.0, None)
        taps = np.sinc(offset * RATE / rate) * np.i0(_KAISER_BETA * np.sqrt(share))
        return np.asarray(np.rint(taps / taps.sum(axis=1, keepdims=True) * _TAP_SCALE))


class RecordingResampler:
    """soxr in blocks of one second, counted from the start of the recording."""

    def __init__(self, channels: int, rate: int) -> None:
        self._channels = channels
        self._block = round(rate * _RECORDING_BLOCK_S)
        self._held: Grid = np.zeros((channels, 0))
        self._streams = [soxr.ResampleStream(rate, RATE, 1, dtype="float32") for _ in range(channels)]

    def push(self, samples: Grid) -> Grid:
        """What soxr has ready after (channels, n) more input."""
        held = np.concatenate([self._held, samples], axis=1)
        whole = held.shape[1] // self._block * self._block
        self._held = held[:, whole:].copy()
        parts = [self._run(held[:, k : k + self._block]) for k in range(0, whole, self._block)]
        return np.concatenate([np.zeros((self._channels, 0)), *parts], axis=1)

    def flush(self) -> Grid:
        """The remainder."""
        return self._run(self._held, last=True)

    def _run(self, samples: Grid, *, last: bool = False) -> Grid:
        done = [
            stream.resample_chunk((channel / FULL_SCALE).astype(np.float32), last=last)
            for stream, channel in zip(self._streams, samples, strict=True)
        ]
        return _on_grid(np.stack(done).astype(np.float64) * FULL_SCALE)


def _on_grid(samples: Grid) -> Grid:
    return np.asarray(np.rint(samples * GRID_STEPS) / GRID_STEPS)


def live_resampler(channels: int, rate: int) -> Resampler:
    """For streams: latency under 1 ms."""
    return Native(channels) if rate == RATE else LiveResampler(channels, rate)


def recording_resampler(channels: int, rate: int) -> Resampler:
    """For recordings, where latency does not matter."""
    return Native(channels) if rate == RATE else RecordingResampler(channels, rate)
