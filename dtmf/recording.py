"""Masking of recordings: all keys, or those of a card entry, and not a sample more than it takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dtmf.decoder import decode
from dtmf.errors import AudioError
from dtmf.events import ToneEvent
from dtmf.profile import MASKING, DtmfProfile
from dtmf.replacement import Mode, Replacement
from dtmf.samples import FULL_SCALE, Samples, check_rate, check_samples

Scope = Literal["all", "card"]

# At least 5 ms before and 20 ms after a key are due, and edges are found to 10 ms.
BEFORE_MS = 20.0
AFTER_MS = 40.0
# A card entry: this many keys with pauses no longer than this; it lasts until nobody keys for so long.
CARD_KEYS = 12
CARD_PAUSE_MS = 10_000.0
CARD_QUIET_MS = 120_000.0
_FLOOR_FRAME_S = 0.005
_FLOOR_PERCENTILE = 10
# The tenth percentile of 5 ms frames of white noise lies 1.2 dB below their mean.
_FLOOR_BIAS = 10 ** (1.2 / 10)


@dataclass(frozen=True, slots=True)
class Interval:
    """Masked samples `start` to `stop` (exclusive) of a channel; times in ms of the recording."""

    channel: int
    start: int
    stop: int
    rate: int

    @property
    def start_ms(self) -> float:
        """Time of the first masked sample."""
        return 1_000 * self.start / self.rate

    @property
    def end_ms(self) -> float:
        """Time at which the audio goes on unmasked."""
        return 1_000 * self.stop / self.rate


def mask(
    samples: Samples,
    rate: int = 8_000,
    mode: Mode = "silence",
    scope: Scope = "all",
    *,
    profile: DtmfProfile = MASKING,
    seed: int | None = None,
) -> tuple[Samples, list[Interval]]:
    """A copy of a recording (channels, samples) without its keys, and what was masked in it.

    Scope ``card`` masks every key from the first of a run of 12 or more keys (pauses to 10 s) until 120 s
    without a key. Samples outside the intervals are the same bit for bit.

    Raises:
        AudioError: wrong shape, type, rate, mode or scope, NaN or infinity.
    """
    rate = check_rate(rate)
    samples = check_samples(samples)
    replacement = Replacement(mode, rate, seed)
    intervals = find_intervals(decode(samples, rate, profile=profile), samples.shape, rate, scope)
    masked: NDArray[np.int16] | NDArray[np.float32] = samples.copy()
    for channel in {interval.channel for interval in intervals}:
        spans = [(i.start, i.stop) for i in intervals if i.channel == channel]
        floor = np.array([_floor(samples[channel], rate, spans)]) if mode == "noise" else np.zeros(1)
        for start, stop in spans:
            stand_in = replacement.at(np.arange(start, stop), floor)
            if masked.dtype == np.int16:
                stand_in = np.rint(stand_in * FULL_SCALE)
            masked[channel, start:stop] = stand_in
    return masked, intervals


def find_intervals(
    events: Iterable[ToneEvent], shape: tuple[int, ...], rate: int, scope: Scope = "all"
) -> list[Interval]:
    """What to mask in a recording of (channels, samples) with these ended events; disjoint, in order.

    Raises:
        AudioError: no such scope.
    """
    if scope not in get_args(Scope):
        raise AudioError("scope must be all or card")
    keys = list(events)
    found: list[Interval] = []
    for channel in range(shape[0]):
        chosen = [key for key in keys if key.channel == channel]
        if scope == "card":
            chosen = _card_keys(chosen)
        spans: list[tuple[int, int]] = []
        for key in chosen:
            start = max(0, int((key.start_ms - BEFORE_MS) * rate / 1_000))
            stop = min(shape[1], int((_end_of(key) + AFTER_MS) * rate / 1_000) + 1)
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
            else:
                spans.append((start, stop))
        found += [Interval(channel, start, stop, rate) for start, stop in spans]
    return found


def _end_of(key: ToneEvent) -> float:
    return key.start_ms if key.end_ms is None else key.end_ms


def _card_keys(keys: list[ToneEvent]) -> list[ToneEvent]:
    chosen: list[ToneEvent] = []
    run: list[ToneEvent] = []
    entering = False
    for key in keys:
        pause = key.start_ms - _end_of(run[-1]) if run else 0.0
        if pause >= CARD_QUIET_MS:
            entering = False
        if pause > CARD_PAUSE_MS:
            run = []
        run.append(key)
        if entering:
            chosen.append(key)
        elif len(run) >= CARD_KEYS:
            entering = True
            chosen += run
    return chosen


def _floor(samples: NDArray[np.generic], rate: int, spans: list[tuple[int, int]]) -> float:
    """RMS of the quiet line, in full scale."""
    keep = np.ones(samples.size, dtype=np.bool_)
    for start, stop in spans:
        keep[start:stop] = False
    heard = samples[keep].astype(np.float64)
    if samples.dtype == np.int16:
        heard /= FULL_SCALE
    frame = max(1, round(rate * _FLOOR_FRAME_S))
    frames = heard[: heard.size // frame * frame].reshape(-1, frame)
    if not frames.size:
        return 0.0
    return float(np.sqrt(np.percentile(np.mean(frames**2, axis=1), _FLOOR_PERCENTILE) * _FLOOR_BIAS))
