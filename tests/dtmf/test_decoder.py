"""Keys are heard as they were keyed, however the audio is cut, packed or sampled."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtmf import AudioError, Decoder, ToneEvent, alaw_decode, alaw_encode, decode, synthesise, ulaw_decode, ulaw_encode

ALL_KEYS = "123A456B789C*0#D"
RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
FEW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def heard(samples: Any, rate: int = 8_000) -> str:
    return "".join(event.digit for event in decode(samples, rate))


def live(samples: Any, sizes: list[int], rate: int = 8_000) -> list[ToneEvent]:
    decoder, events, at, turn = Decoder(samples.shape[0], rate), [], 0, 0
    while at < samples.shape[1]:
        size = sizes[turn % len(sizes)]
        events += decoder.feed(samples[:, at : at + size])
        at, turn = at + size, turn + 1
    return events + decoder.finish()


def test_all_sixteen_keys_of_40_ms_are_heard_at_any_phase_and_alignment(keyed: Callable[..., Any]) -> None:
    assert [heard(keyed()) for _ in range(30)] == [ALL_KEYS] * 30


@pytest.mark.parametrize(
    "how",
    [
        {"tone_ms": 34.0},
        {"detune": (0.015, 0.015)},
        {"detune": (-0.015, -0.015)},
        {"detune": (0.015, -0.015)},
        {"twist_db": 6.0},
        {"twist_db": -8.0},
        {"level_dbm0": 0.0},
        {"level_dbm0": -36.0},
        {"snr_db": 15.0},
        {"snr_db": 12.0, "tone_ms": 50.0},
    ],
    ids=str,
)
def test_keys_within_the_limits_of_q24_are_heard(keyed: Callable[..., Any], how: dict[str, Any]) -> None:
    assert [heard(keyed(**how)) for _ in range(6)] == [ALL_KEYS] * 6


@pytest.mark.parametrize(
    "how",
    [
        {"tone_ms": 20.0},
        {"tone_ms": 23.0},
        {"detune": (0.035, 0.0), "tone_ms": 60.0},
        {"detune": (0.0, 0.035), "tone_ms": 60.0},
        {"detune": (-0.035, 0.0), "tone_ms": 60.0},
        {"detune": (0.0, -0.035), "tone_ms": 60.0},
        {"twist_db": 12.0},
        {"twist_db": -12.0},
        {"level_dbm0": -50.0},
    ],
    ids=str,
)
def test_tones_beyond_the_limits_of_q24_are_no_keys(keyed: Callable[..., Any], how: dict[str, Any]) -> None:
    assert [heard(keyed(**how)) for _ in range(4)] == [""] * 4


@pytest.mark.parametrize("rate", RATES)
def test_recordings_and_streams_of_any_rate_are_heard_alike(keyed: Callable[..., Any], rate: int) -> None:
    audio = keyed(rate=rate)
    assert heard(audio, rate) == ALL_KEYS
    ended = [event for event in live(audio, [rate // 50], rate) if event.end_ms is not None]
    assert "".join(event.digit for event in ended) == ALL_KEYS


def test_a_dial_tone_10_db_above_the_keys_does_not_hide_them(keyed: Callable[..., Any]) -> None:
    audio = keyed(level_dbm0=-20.0)
    seconds = np.arange(audio.shape[1]) / 8_000
    peak = 32_768 * 10 ** ((-10 - 3.14) / 20)
    dial = peak * (np.sin(2 * np.pi * 350 * seconds) + np.sin(2 * np.pi * 440 * seconds))
    assert heard((audio + dial).astype(np.int16)) == ALL_KEYS


def test_an_offset_of_a_tenth_of_full_scale_does_not_hide_keys(keyed: Callable[..., Any]) -> None:
    assert heard(keyed() + np.int16(3_277)) == ALL_KEYS


def test_g711_does_not_hide_keys(keyed: Callable[..., Any]) -> None:
    audio = keyed()
    assert heard(ulaw_decode(ulaw_encode(audio))) == ALL_KEYS
    assert heard(alaw_decode(alaw_encode(audio))) == ALL_KEYS


def test_keys_without_a_pause_between_them_are_all_heard(keyed: Callable[..., Any]) -> None:
    assert heard(keyed("159D357*", pause_ms=0.0)) == "159D357*"


def test_a_dropout_of_10_ms_does_not_split_a_key_and_a_pause_of_40_ms_does() -> None:
    audio = synthesise("5", tone_ms=100, lead_ms=50, tail_ms=60)
    audio[0, 8 * 95 : 8 * 105] = 0
    assert heard(audio) == "5"
    assert heard(synthesise("55", lead_ms=50, tail_ms=60)) == "55"


def test_times_levels_and_twist_are_those_of_the_tones(keyed: Callable[..., Any]) -> None:
    events = decode(keyed(lead_ms=73.0, tone_ms=60.0, pause_ms=50.0, level_dbm0=-14.0, twist_db=3.0, snr_db=20.0))
    assert len(events) == len(ALL_KEYS)
    for index, event in enumerate(events):
        start = 73.0 + index * 110.0
        assert event.start_ms == pytest.approx(start, abs=4)
        assert event.end_ms == pytest.approx(start + 60.0, abs=4)
        assert event.level_dbm0 == pytest.approx(-14.0, abs=0.5)
        assert event.twist_db == pytest.approx(3.0, abs=1.0)


def test_a_key_cut_off_by_the_end_of_the_recording_ends_there() -> None:
    (event,) = decode(synthesise("7", tone_ms=300, pause_ms=0))
    assert event.start_ms == pytest.approx(0, abs=3)
    assert event.end_ms == pytest.approx(300, abs=3)
    assert event.end_ms is not None
    assert event.end_ms <= 300


def test_speech_and_noise_hold_no_key(speechlike: Callable[[float], Any], rng: np.random.Generator) -> None:
    assert heard(speechlike(60.0)) == ""
    assert heard(rng.normal(0, 3_000, (1, 8_000 * 30)).astype(np.int16)) == ""


def test_a_key_is_announced_within_40_ms_and_its_start_never_changes(keyed: Callable[..., Any]) -> None:
    decoder, audio = Decoder(), keyed(lead_ms=50.0, tone_ms=100.0)
    announced: dict[float, float] = {}
    for at in range(0, audio.shape[1], 8):
        for event in decoder.feed(audio[:, at : at + 8]):
            if event.end_ms is None:
                announced[event.start_ms] = at / 8 + 1
            else:
                assert event.start_ms in announced
    assert len(announced) == len(ALL_KEYS)
    assert all(50 + 140 * k + 41 > now for k, now in enumerate(announced.values()))


@FEW
@given(sizes=st.lists(st.integers(0, 700), min_size=1, max_size=8).filter(any), rate=st.sampled_from(RATES))
def test_any_chunking_gives_identical_events(keyed: Callable[..., Any], sizes: list[int], rate: int) -> None:
    audio = keyed("19#", rate, snr_db=15.0)
    assert live(audio, sizes, rate) == live(audio, [audio.shape[1]], rate)


def test_samples_fed_one_by_one_give_identical_events(keyed: Callable[..., Any]) -> None:
    audio = keyed("7D")
    assert live(audio, [1]) == live(audio, [audio.shape[1]])


@FEW
@given(st.lists(st.text(ALL_KEYS, max_size=4), min_size=1, max_size=9), st.sampled_from(RATES))
def test_n_channels_equal_n_single_runs(keyed: Callable[..., Any], digits: list[str], rate: int) -> None:
    single = [keyed(text, rate, snr_db=14.0) for text in digits]
    audio = np.zeros((len(single), max(part.shape[1] for part in single)), dtype=np.int16)
    for channel, part in enumerate(single):
        audio[channel, : part.shape[1]] = part[0]
    runs: list[Callable[[Any], list[ToneEvent]]] = [
        lambda x: live(x, [rate // 50], rate),
        lambda x: decode(x, rate),
    ]
    for run in runs:
        together = run(audio)
        for channel in range(len(single)):
            alone = [(e.digit, e.start_ms, e.end_ms, e.level_dbm0, e.twist_db) for e in run(audio[[channel]])]
            assert alone == [
                (e.digit, e.start_ms, e.end_ms, e.level_dbm0, e.twist_db) for e in together if e.channel == channel
            ]


def test_float_samples_give_the_events_of_the_same_int16_samples(keyed: Callable[..., Any]) -> None:
    audio = keyed(snr_db=20.0)
    assert decode((audio / 32_768).astype(np.float32)) == decode(audio)


def test_empty_blocks_change_nothing() -> None:
    assert Decoder(3).feed(np.zeros((3, 0), dtype=np.int16)) == []
    assert decode(np.zeros((2, 0), dtype=np.float32)) == []
    assert decode(np.zeros((1, 1), dtype=np.int16)) == []


@pytest.mark.parametrize(
    "block",
    [
        np.zeros(160, dtype=np.int16),
        np.zeros((2, 160), dtype=np.int16),
        np.zeros((1, 160)),
        np.zeros((1, 160), dtype=np.int32),
        np.full((1, 160), np.nan, dtype=np.float32),
        np.full((1, 160), np.inf, dtype=np.float32),
        [[0, 0]],
    ],
    ids=["one-dimensional", "two channels", "float64", "int32", "NaN", "infinity", "a list"],
)
def test_what_is_no_audio_is_refused_and_the_decoder_goes_on(block: Any, keyed: Callable[..., Any]) -> None:
    decoder, audio = Decoder(), keyed("4")
    with pytest.raises(AudioError):
        decoder.feed(block)
    assert decoder.feed(audio) + decoder.finish() == live(audio, [audio.shape[1]])


@pytest.mark.parametrize("rate", [0, -8_000, 7_999, 192_001, 8_000.0, "8000", True, None])
def test_a_rate_that_makes_no_sense_is_refused(rate: Any) -> None:
    with pytest.raises(AudioError, match="rate"):
        Decoder(1, rate)
    with pytest.raises(AudioError, match="rate"):
        decode(np.zeros((1, 8), dtype=np.int16), rate)


@pytest.mark.parametrize("channels", [0, -1, 1.5, "2"])
def test_a_number_of_channels_that_makes_no_sense_is_refused(channels: Any) -> None:
    with pytest.raises(AudioError, match="channels"):
        Decoder(channels)


def test_a_finished_decoder_takes_no_more_audio() -> None:
    decoder = Decoder()
    assert decoder.finish() == decoder.finish() == []
    with pytest.raises(AudioError, match="finished"):
        decoder.feed(np.zeros((1, 160), dtype=np.int16))


def test_the_repr_of_an_event_hides_the_digit() -> None:
    (event,) = decode(synthesise("D", lead_ms=50, tail_ms=60))
    assert event.digit == "D"
    assert "D" not in repr(event).replace("ToneEvent", "")
