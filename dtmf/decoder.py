"""Keys out of live audio and out of recordings."""

from dtmf.analysis import Analysis, Heard
from dtmf.errors import AudioError
from dtmf.events import ToneEvent
from dtmf.profile import ITU_Q24, DtmfProfile
from dtmf.resample import Resampler, live_resampler, recording_resampler
from dtmf.samples import Samples, check_channels, check_rate, check_samples, to_grid

# Samples of a recording converted at a time, over all channels.
_SLICE = 1 << 20


class Decoder:
    """Streaming decoder with its state per channel.

    How the audio is cut into blocks does not change any event, and N channels give what N decoders of
    one channel give. A key is reported 25 to 40 ms after its onset.

    Args:
        channels: number of independent channels.
        rate: sample rate in Hz, 8,000 to 192,000; other than 8,000 is resampled.
        profile: thresholds.

    Raises:
        AudioError: channels or rate out of range.
    """

    def __init__(self, channels: int = 1, rate: int = 8_000, *, profile: DtmfProfile = ITU_Q24) -> None:
        channels, rate = check_channels(channels), check_rate(rate)
        self._stream = Stream(channels, rate, profile, live_resampler(channels, rate))

    def feed(self, block: Samples) -> list[ToneEvent]:
        """Take the next samples, shape (channels, any number), int16 or float32 in [-1, 1).

        Returns an event with `end_ms` None when a key is accepted and the same key's event with
        `end_ms` set when it is over; in order of decision, then channel.

        Raises:
            AudioError: wrong shape or dtype, NaN, infinity, or after `finish`; no state has changed.
        """
        return self._stream.feed(block).events

    def finish(self) -> list[ToneEvent]:
        """The audio is over: the keys still under way, ended. Only once; `feed` is refused afterwards."""
        return self._stream.finish()


class Stream:
    """Checked audio of one rate into one `Analysis`; what `Decoder` and `Masker` are built on."""

    def __init__(
        self,
        channels: int,
        rate: int,
        profile: DtmfProfile,
        resampler: Resampler,
        suspicion: DtmfProfile | None = None,
    ) -> None:
        self.rate = rate
        self.channels = channels
        self._resampler = resampler
        self._analysis = Analysis(channels, profile, suspicion)
        self._samples = 0
        self._finished = False

    def feed(self, block: Samples) -> Heard:
        """What the hops hold that `block` completes."""
        if self._finished:
            raise AudioError("this decoder is finished: make a new one for new audio")
        block = check_samples(block, self.channels)
        self._samples += block.shape[1]
        return self._analysis.feed(self._resampler.push(to_grid(block)))

    def finish(self) -> list[ToneEvent]:
        """Flush the resampler and end what is under way."""
        if self._finished:
            return []
        self._finished = True
        tail = self._analysis.feed(self._resampler.flush())
        return [*tail.events, *self._analysis.finish(1_000 * self._samples / self.rate)]


def decode(samples: Samples, rate: int = 8_000, *, profile: DtmfProfile = ITU_Q24) -> list[ToneEvent]:
    """All keys of a recording, shape (channels, samples), int16 or float32 in [-1, 1).

    One event a key, ended, in order of channel, then time.

    Raises:
        AudioError: wrong shape, dtype or rate, NaN or infinity.
    """
    rate = check_rate(rate)
    samples = check_samples(samples)
    channels = samples.shape[0]
    stream = Stream(channels, rate, profile, recording_resampler(channels, rate))
    size = max(1, _SLICE // channels)
    events = [event for k in range(0, samples.shape[1], size) for event in stream.feed(samples[:, k : k + size]).events]
    events += stream.finish()
    ended = [event for event in events if event.end_ms is not None]
    return sorted(ended, key=lambda event: (event.channel, event.start_ms))
