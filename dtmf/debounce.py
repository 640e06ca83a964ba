"""From decisions on windows to keys: guard times, bridging of dropouts, levels and edges.

One small state per channel, vectorised over channels and walked hop by hop; hops in which no channel
has a hit or a key under way cost nothing. Only keys that begin or end are handled one by one.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import DIGITS, Floats
from dtmf.decision import NO_KEY, Hits, dbm0_of, ratio
from dtmf.edges import end_ms, onset_ms
from dtmf.events import ToneEvent
from dtmf.profile import DtmfProfile


class Debounce:
    """Keys of `channels` channels. `step` takes the next windows, in order."""

    def __init__(self, channels: int, profile: DtmfProfile) -> None:
        self._profile = profile
        self._level_change = ratio(-profile.max_level_change_db)
        self._sustain = ratio(-profile.suspect_sustain_db)
        self._kept = profile.accept_windows + profile.release_windows + 4
        self._power = np.zeros((8, channels, self._kept), dtype=np.float32)
        self._measured = np.zeros((3, channels, self._kept), dtype=np.float32)
        self._window = 0
        self._run_key = np.full(channels, NO_KEY, dtype=np.int8)
        self._run = np.zeros(channels, dtype=np.int64)
        self._active = np.full(channels, NO_KEY, dtype=np.int8)
        self._misses = np.zeros(channels, dtype=np.int64)
        self._full_low = np.zeros(channels, dtype=np.float32)
        self._full_high = np.zeros(channels, dtype=np.float32)
        self._open: dict[int, ToneEvent] = {}

    def step(self, power: Floats, hits: Hits) -> tuple[list[ToneEvent], NDArray[np.int64]]:
        """Next windows: tone powers (8, channels, n) and decisions (channels, n).

        Returns the events in order of time, then channel, and for each window (channels, n) how many
        windows back, itself included, the masker has to cover (0: none).
        """
        self._power = np.concatenate([self._power[..., -self._kept :], power], axis=-1)
        self._measured = np.concatenate([self._measured[..., -self._kept :], hits.measured], axis=-1)
        suspects = np.zeros(hits.key.shape, dtype=np.int64)
        events: list[ToneEvent] = []
        busy = (hits.key != NO_KEY).any(axis=0)
        for k in range(hits.key.shape[1]):
            if busy[k] or self._open or self._run.any():
                events += self._hop(hits.key[:, k], self._kept + k, suspects[:, k])
            self._window += 1
        return events, suspects

    def finish(self, duration_ms: float) -> list[ToneEvent]:
        """End what is still under way: the input is over after `duration_ms`."""
        return [self._close(channel, duration_ms) for channel in sorted(self._open)]

    def _hop(self, key: NDArray[np.int8], at: int, suspect: NDArray[np.int64]) -> Iterator[ToneEvent]:
        profile = self._profile
        hit = key != NO_KEY
        self._run = np.where(hit & (key == self._run_key), self._run + 1, hit.astype(np.int64))
        self._run_key = key
        purity = sum(self._measured[2, :, at - back] for back in range(profile.suspect_windows))
        pure = purity >= profile.suspect_purity * profile.suspect_windows
        suspect[:] = np.where((self._run >= profile.suspect_windows) & pure, self._run, 0)
        ended: set[int] = set()
        if self._open:
            ended = self._watch(key, at, suspect)
        grown = (self._run >= profile.accept_windows) & (key != self._active)
        changes = sorted(ended.union(np.flatnonzero(grown).tolist()))
        for channel in changes:
            if channel in ended:
                yield self._close(channel, self._end_of(channel, at))
            if grown[channel] and self._steady(channel, at):
                if channel in self._open:
                    yield self._close(channel, self._end_of(channel, at))
                yield self._accept(channel, int(key[channel]), at)

    def _watch(self, key: NDArray[np.int8], at: int, suspect: NDArray[np.int64]) -> set[int]:
        """Count misses of the keys under way; return the channels whose key is over."""
        channels = np.array(sorted(self._open))
        active = self._active[channels]
        low = self._power[active // 4, channels, at]
        high = self._power[4 + active % 4, channels, at]
        full_low, full_high = self._full_low[channels], self._full_high[channels]
        audible = (low >= full_low * self._sustain) & (high >= full_high * self._sustain)
        suspect[channels] = np.maximum(suspect[channels], audible)
        filled = (low >= full_low * self._level_change) & (high >= full_high * self._level_change)
        missed = self._misses[channels]
        # After a miss only a true hit resumes the key: the next key's onset splashes over many tones.
        goes_on = (key[channels] == active) | (filled & (missed == 0))
        misses = np.where(goes_on, 0, missed + 1)
        self._misses[channels] = misses
        return {int(c) for c in channels[misses >= self._profile.release_windows]}

    def _steady(self, channel: int, at: int) -> bool:
        low, high, purity = self._measured[:, channel, at - self._profile.accept_windows + 1 : at + 1]
        even = all(float(tone.min()) >= self._level_change * float(tone.max()) for tone in (low, high))
        mean = math.fsum(purity.tolist()) / self._profile.accept_windows
        return even and mean >= self._profile.key_purity

    def _accept(self, channel: int, key: int, at: int) -> ToneEvent:
        first = at - self._profile.accept_windows + 1
        middle = self._profile.accept_windows // 2
        low, high = (sorted(tone.tolist())[middle] for tone in self._measured[:2, channel, first : at + 1])
        self._active[channel] = key
        self._misses[channel] = 0
        # Full level as the bank sees it: a tone off its frequency loses a little there.
        self._full_low[channel] = sorted(self._power[key // 4, channel, first : at + 1].tolist())[middle]
        self._full_high[channel] = sorted(self._power[4 + key % 4, channel, first : at + 1].tolist())[middle]
        event = ToneEvent(
            channel=channel,
            digit=DIGITS[key],
            start_ms=onset_ms(self._fills(channel, at - self._kept + 1, at), self._window),
            end_ms=None,
            level_dbm0=dbm0_of((low + high) / 2),
            twist_db=dbm0_of(high) - dbm0_of(low),
        )
        self._open[channel] = event
        return event

    def _fills(self, channel: int, first: int, last: int) -> list[float]:
        key = int(self._active[channel])
        low = self._power[key // 4, channel, first : last + 1].tolist()
        high = self._power[4 + key % 4, channel, first : last + 1].tolist()
        full_low, full_high = float(self._full_low[channel]), float(self._full_high[channel])
        return [math.sqrt(min(one / full_low, two / full_high)) for one, two in zip(low, high, strict=True)]

    def _end_of(self, channel: int, at: int) -> float:
        # The last window that counted may be less than half full: begin where the key was surely there.
        back = int(self._misses[channel]) + 2
        return end_ms(self._fills(channel, at - back, at), self._window - back)

    def _close(self, channel: int, end: float) -> ToneEvent:
        opened = self._open.pop(channel)
        self._active[channel] = NO_KEY
        earliest = opened.start_ms
        return ToneEvent(
            channel=channel,
            digit=opened.digit,
            start_ms=opened.start_ms,
            end_ms=max(earliest, end),
            level_dbm0=opened.level_dbm0,
            twist_db=opened.twist_db,
        )
