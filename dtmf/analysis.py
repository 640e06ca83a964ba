"""The one path from samples to decisions that decoder and masker share.

Frames lie on the sample grid of the stream, counted from its first sample, so how the input is cut
into blocks cannot matter.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import HOP, Floats, PartialSums, partial_sums
from dtmf.debounce import Debounce
from dtmf.decision import Decision
from dtmf.events import ToneEvent
from dtmf.profile import DtmfProfile
from dtmf.samples import Grid
from dtmf.windows import WINDOW_HOPS, windows_of

# One window more than a hop needs: the decision compares each window with the one before.
_CARRY = WINDOW_HOPS
# Silence after the input: more than a key's last windows and its release take.
_FLUSH_HOPS = 12
# Hops analysed at a time, so that memory stays bounded for long recordings.
_BATCH_CELLS = 1 << 13


class Heard(NamedTuple):
    """What new hops held: events, and per hop (channels, hops) suspicion and energy."""

    events: list[ToneEvent]
    suspects: NDArray[np.int64]
    """Windows back, itself included, in which a key may sound; 0: none."""
    energy: Floats
    """Energy of the hop as it came, squared int16 units."""


class Analysis:
    """Detector over `channels` channels at 8 kHz. Keys follow `profile`, suspicion both."""

    def __init__(self, channels: int, profile: DtmfProfile, suspicion: DtmfProfile | None = None) -> None:
        self._channels = channels
        self._decision = Decision(profile)
        self._debounce = Debounce(channels, profile)
        self._wide = (Decision(suspicion), Debounce(channels, suspicion)) if suspicion is not None else None
        self._rest: Grid = np.zeros((channels, 0))
        self._before = PartialSums(
            np.zeros((8, channels, _CARRY), dtype=np.float32),
            np.zeros((8, channels, _CARRY), dtype=np.float32),
            np.zeros((channels, _CARRY), dtype=np.float32),
            np.zeros((channels, _CARRY), dtype=np.float32),
        )
        self._batch = HOP * max(4, _BATCH_CELLS // channels)

    def feed(self, samples: Grid) -> Heard:
        """Take (channels, n) samples at 8 kHz; analyse every hop that is now complete."""
        joined = np.concatenate([self._rest, samples], axis=1) if self._rest.shape[1] else samples
        whole = joined.shape[1] // HOP * HOP
        self._rest = joined[:, whole:].copy()
        heard = [self._hops(joined[:, k : min(k + self._batch, whole)]) for k in range(0, whole, self._batch)]
        if len(heard) == 1:
            return heard[0]
        none = np.zeros((self._channels, 0), dtype=np.float32)
        return Heard(
            [event for part in heard for event in part.events],
            np.concatenate([none.astype(np.int64), *(part.suspects for part in heard)], axis=1),
            np.concatenate([none, *(part.energy for part in heard)], axis=1),
        )

    def finish(self, duration_ms: float) -> list[ToneEvent]:
        """The input is over: let silence pass the windows, then end what is still under way."""
        silence = np.zeros((self._channels, _FLUSH_HOPS * HOP - self._rest.shape[1]))
        events = [*self.feed(silence).events, *self._debounce.finish(duration_ms)]
        return [_within(event, duration_ms) for event in events]

    def _hops(self, samples: Grid) -> Heard:
        new = partial_sums(np.ascontiguousarray(samples))
        joined = PartialSums(*(np.concatenate(pair, axis=-1) for pair in zip(self._before, new, strict=True)))
        self._before = PartialSums(*(part[..., -_CARRY:].copy() for part in joined))
        windows = windows_of(joined)
        events, suspects = self._debounce.step(windows.power[..., 1:], self._decision.hits(windows))
        if self._wide is not None:
            decision, debounce = self._wide
            suspects = np.maximum(suspects, debounce.step(windows.power[..., 1:], decision.hits(windows))[1])
        return Heard(events, suspects, new.raw_energy)


def _within(event: ToneEvent, duration_ms: float) -> ToneEvent:
    if event.end_ms is None or event.end_ms <= duration_ms:
        return event
    return ToneEvent(event.channel, event.digit, event.start_ms, duration_ms, event.level_dbm0, event.twist_db)
