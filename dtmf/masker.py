"""Live masking: audio leaves after a fixed delay, and keys never leave at all.

Invariants:
- What leaves has the shape and type of what came in, `delay_ms` later, preceded by silence.
- The detector is always further ahead than it needs to suspect a key before its onset leaves.
- Samples outside suspicion are the samples that came in, bit for bit.
- After an exception or `close`, silence leaves, never audio.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import HOP, RATE
from dtmf.decoder import Stream
from dtmf.errors import AudioError
from dtmf.events import ToneEvent
from dtmf.floor import NoiseFloor
from dtmf.profile import ITU_Q24, MASKING, DtmfProfile
from dtmf.replacement import Mode, Replacement
from dtmf.resample import live_resampler
from dtmf.samples import FULL_SCALE, Samples, check_channels, check_rate, check_samples
from dtmf.windows import WINDOW_HOPS

# A suspicion comes at most 35 ms after the onset, hop and resampler add 6: 45 covers 5 ms before it, too.
MIN_DELAY_MS = 45
MAX_DELAY_MS = 2_000
# Hops masked before the first suspicious window starts: it starts at most 5 ms after the onset.
_PRE_HOPS = 3
# Hops masked after the last suspicious window ends: it ends at most 5 ms before the key does.
_POST_HOPS = 6
_HOPS_A_SECOND = RATE // HOP


class Masker:
    """Masks keys in live audio, with a fixed delay.

    Every key is replaced from at least 5 ms before its onset to at least 20 ms after its end.

    Args:
        channels: number of independent channels.
        rate: sample rate in Hz, 8,000 to 192,000.
        mode: ``silence``, ``tone`` (400 Hz at -20 dBFS) or ``noise`` (at the line's floor).
        delay_ms: 45 to 2,000; never varies.
        profile: thresholds of the keys that `events` gives.
        suspicion: thresholds of what is masked besides those keys.
        seed: of the noise; None takes a fresh one.

    Raises:
        AudioError: a setting out of range.
    """

    def __init__(
        self,
        channels: int = 1,
        rate: int = 8_000,
        mode: Mode = "silence",
        delay_ms: float = 60,
        *,
        profile: DtmfProfile = ITU_Q24,
        suspicion: DtmfProfile = MASKING,
        seed: int | None = None,
    ) -> None:
        channels, rate = check_channels(channels), check_rate(rate)
        if not MIN_DELAY_MS <= delay_ms <= MAX_DELAY_MS:
            raise AudioError(f"delay_ms must be from {MIN_DELAY_MS} to {MAX_DELAY_MS}")
        self._channels, self._rate = channels, rate
        self._delay = round(delay_ms * rate / 1_000)
        self._replacement = Replacement(mode, rate, seed)
        self._floor = NoiseFloor(channels) if mode == "noise" else None
        self._stream = Stream(channels, rate, profile, live_resampler(channels, rate), suspicion)
        self._line: Any = None
        self._emitted = 0
        # Per hop from `_first_hop` to `_POST_HOPS` past what was heard: masked or not, and the noise floor.
        self._masked = np.zeros((channels, _POST_HOPS), dtype=np.bool_)
        self._levels = np.zeros((channels, _POST_HOPS))
        self._first_hop = 0
        self._hops_heard = 0
        self._masked_samples = np.zeros(channels, dtype=np.int64)
        self._events: list[ToneEvent] = []
        self._failed = False
        self._closed = False

    @property
    def failed(self) -> bool:
        """Whether the detector broke: from then on silence leaves."""
        return self._failed

    @property
    def delay_samples(self) -> int:
        """The fixed delay in samples of this rate."""
        return self._delay

    @property
    def masked_ms(self) -> NDArray[np.float64]:
        """Milliseconds masked so far on each channel, (channels,), without the time closed or failed."""
        return self._masked_samples.astype(np.float64) * (1_000 / self._rate)

    def feed(self, block: Samples) -> Samples:
        """Take (channels, any number) samples, int16 or float32; give as many, delayed and masked.

        Raises:
            AudioError: wrong shape or type, NaN, infinity, or another type than before; no state changed.
        """
        block = check_samples(block, self._channels)
        if self._closed or self._failed:
            return np.zeros_like(block)
        if self._line is None:
            self._line = np.zeros((self._channels, self._delay), dtype=block.dtype)
        elif self._line.dtype != block.dtype:
            raise AudioError("one masker takes one sample type: int16 or float32")
        try:
            return self._process(block)
        except Exception:
            # Whatever broke, nothing unmasked may leave: the line is emptied and stays silent.
            self._failed = True
            self._wipe()
            return np.zeros_like(block)

    def events(self) -> list[ToneEvent]:
        """Keys accepted and ended since the last call, in the time of the input."""
        events, self._events = self._events, []
        return events

    def close(self) -> None:
        """End: what the line still held is wiped, and only silence leaves from now on."""
        self._closed = True
        self._wipe()

    def _wipe(self) -> None:
        if self._line is not None:
            self._line[:] = 0

    def _process(self, block: Samples) -> Samples:
        heard = self._stream.feed(block)
        self._events += heard.events
        self._note(heard.suspects, heard.energy)
        count = block.shape[1]
        joined = np.concatenate([self._line, block], axis=1)
        out = np.ascontiguousarray(joined[:, :count])
        self._line[:] = joined[:, count:]
        numbers = np.arange(self._emitted, self._emitted + count) - self._delay
        self._emitted += count
        return self._cover(out, numbers)

    def _note(self, suspects: NDArray[np.int64], energy: NDArray[np.float32]) -> None:
        fresh = suspects.shape[1]
        self._masked = np.pad(self._masked, ((0, 0), (0, fresh)))
        self._levels = np.pad(self._levels, ((0, 0), (0, fresh)), mode="edge")
        base = self._hops_heard - self._first_hop
        if self._floor is not None and fresh:
            levels = self._floor.follow(energy, suspects > 0)
            self._levels[:, base : base + fresh] = levels
            self._levels[:, base + fresh :] = levels[:, -1:]
        for channel, hop in zip(*np.nonzero(suspects), strict=True):
            window = base + int(hop)
            first = window + 1 - int(suspects[channel, hop]) - (WINDOW_HOPS - 1) - _PRE_HOPS
            self._masked[channel, max(0, first) : window + 1 + _POST_HOPS] = True
        self._hops_heard += fresh

    def _cover(self, out: Any, numbers: NDArray[np.int64]) -> Samples:
        hops = np.maximum(numbers, 0) * _HOPS_A_SECOND // self._rate - self._first_hop
        masked = self._masked[:, hops] & (numbers >= 0)
        self._masked_samples += masked.sum(axis=1)
        if masked.any():
            stand_in = self._replacement.at(numbers, self._levels[:, hops])
            if out.dtype == np.int16:
                stand_in = np.rint(stand_in * FULL_SCALE)
            out[masked] = stand_in[masked].astype(out.dtype)
        if numbers.size:
            done = int(hops[-1])
            self._masked = self._masked[:, done:]
            self._levels = self._levels[:, done:]
            self._first_hop += done
        result: Samples = out
        return result
