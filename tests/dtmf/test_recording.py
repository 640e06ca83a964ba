"""Masking of recordings: exactly the keys that the scope names, and bit for bit the rest."""

from typing import Any

import numpy as np
import pytest

from dtmf import AudioError, ToneEvent, decode, mask, synthesise
from dtmf.recording import find_intervals


def key_at(seconds: float, channel: int = 0) -> ToneEvent:
    return ToneEvent(channel, "1", seconds * 1_000, seconds * 1_000 + 80, -10, 0)


def masked_seconds(starts: list[float], scope: Any) -> list[float]:
    intervals = find_intervals([key_at(s) for s in starts], (1, 8_000_000), 8_000, scope)
    return [round(interval.end_ms / 1_000 - 0.12, 2) for interval in intervals]


@pytest.mark.parametrize("rate", [8_000, 44_100])
@pytest.mark.parametrize("mode", ["silence", "tone", "noise"])
@pytest.mark.parametrize("dtype", [np.int16, np.float32])
def test_keys_go_and_everything_around_them_stays(rng: np.random.Generator, rate: int, mode: Any, dtype: Any) -> None:
    audio = rng.normal(0, 40, (2, rate)).astype(np.int16)
    start, stop = round(0.4 * rate), round(0.46 * rate)
    audio[1, start:stop] += synthesise("2", rate, tone_ms=60, pause_ms=0)[0, : stop - start]
    samples: Any = audio if dtype == np.int16 else (audio / 32_768).astype(np.float32)
    before = samples.copy()
    masked, intervals = mask(samples, rate, mode)
    assert np.array_equal(samples, before)
    assert masked.dtype == dtype
    (interval,) = intervals
    assert interval.channel == 1
    assert 300 <= interval.start_ms <= 395
    assert 480 <= interval.end_ms <= 580
    same = masked == samples
    assert same[0].all()
    assert same[1, : interval.start].all()
    assert same[1, interval.stop :].all()
    assert decode(masked, rate) == []


@pytest.mark.parametrize(
    "how",
    [{"twist_db": 14.0}, {"twist_db": -14.0}, {"twist_db": 10.0}, {"level_dbm0": -45.0}, {"detune": (-0.028, -0.028)}],
    ids=str,
)
def test_keys_that_only_a_laxer_decoder_could_read_go_too(how: dict[str, Any]) -> None:
    audio = synthesise("0123456789", tone_ms=60, pause_ms=60, lead_ms=90, tail_ms=90, **how)
    masked, _ = mask(audio)
    assert not masked.any()


def test_a_recording_without_a_key_comes_back_as_it_was(rng: np.random.Generator) -> None:
    audio = rng.normal(0, 400, (1, 16_000)).astype(np.int16)
    masked, intervals = mask(audio)
    assert np.array_equal(masked, audio)
    assert intervals == []


def test_scope_card_leaves_runs_of_fewer_than_twelve_keys() -> None:
    assert masked_seconds([float(k) for k in range(11)], "card") == []
    assert masked_seconds([float(k) for k in range(12)], "card") == [float(k) for k in range(12)]


def test_scope_card_takes_expiry_and_cvv_along_until_120_s_without_a_key() -> None:
    pan = [float(k) for k in range(16)]
    later = [40.0, 41.0, 150.0, 151.0]
    after_quiet = [280.0, 281.0]
    assert masked_seconds([*pan, *later, *after_quiet], "card") == [*pan, *later]


def test_scope_card_leaves_keys_before_the_run() -> None:
    menu = [0.0, 2.0]
    pan = [20.0 + k for k in range(14)]
    assert masked_seconds([*menu, *pan], "card") == pan
    assert masked_seconds([*menu, *pan], "all") == [*menu, *pan]


def test_a_pause_of_more_than_10_s_breaks_a_run() -> None:
    halves = [*(float(k) for k in range(6)), *(30.0 + k for k in range(6))]
    assert masked_seconds(halves, "card") == []


def test_each_channel_has_its_own_run() -> None:
    events = [key_at(float(k), channel=k % 2) for k in range(20)]
    assert find_intervals(events, (2, 800_000), 8_000, "card") == []


@pytest.mark.parametrize("how", [{"mode": "beep"}, {"scope": "some"}, {"rate": 1}], ids=str)
def test_unknown_settings_are_refused(how: dict[str, Any]) -> None:
    with pytest.raises(AudioError):
        mask(np.zeros((1, 80), dtype=np.int16), **how)
