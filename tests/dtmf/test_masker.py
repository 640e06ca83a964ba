"""Live masking: keys never leave, speech leaves as it came, and doubt is silence."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtmf import ITU_Q24, AudioError, Masker, decode, synthesise
from dtmf.decoder import Stream

FEW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
DELAY = 480


def through(masker: Masker, audio: Any, size: int = 160, tail: int = DELAY) -> Any:
    padded = np.concatenate([audio, np.zeros((audio.shape[0], tail), dtype=audio.dtype)], axis=1)
    return np.concatenate([masker.feed(padded[:, k : k + size]) for k in range(0, padded.shape[1], size)], axis=1)


def loudest_10_ms_dbfs(audio: Any, first: int, last: int, rate: int = 8_000) -> float:
    window = rate // 100
    part = audio[0, max(0, first) : last].astype(np.float64)
    energies = [np.mean(part[k : k + window] ** 2) for k in range(max(1, part.size - window))]
    return float(10 * np.log10(max(max(energies) / (32_768**2 / 2), 1e-12)))


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 48_000])
@pytest.mark.parametrize(("tone_ms", "pause_ms", "snr_db"), [(40, 40, None), (35, 70, 20), (120, 200, 12)])
def test_no_key_leaves_from_5_ms_before_to_20_ms_after_it(
    keyed: Callable[..., Any], rate: int, tone_ms: float, pause_ms: float, snr_db: float | None
) -> None:
    digits = "4111*09#AD"
    audio = keyed(digits, rate, lead_ms=87.3, tone_ms=tone_ms, pause_ms=pause_ms, snr_db=snr_db)
    masker = Masker(1, rate)
    delay = masker.delay_samples
    out = through(masker, audio, rate // 50, delay)[:, delay:]
    for index in range(len(digits)):
        start = 87.3 + index * (tone_ms + pause_ms)
        first, last = int((start - 5) * rate / 1_000), int((start + tone_ms + 20) * rate / 1_000)
        assert loudest_10_ms_dbfs(out, first, last, rate) <= -60
    assert "".join(e.digit for e in masker.events() if e.end_ms is None) == digits
    assert masker.events() == []


@pytest.mark.parametrize(
    "how",
    [
        {"twist_db": 14.0},
        {"twist_db": -14.0},
        {"twist_db": 10.0},
        {"detune": (0.031, 0.031)},
        {"detune": (-0.031, -0.031)},
        {"detune": (0.028, -0.028)},
        {"level_dbm0": -45.0},
    ],
    ids=str,
)
def test_what_only_a_laxer_decoder_could_read_is_masked_too(keyed: Callable[..., Any], how: dict[str, Any]) -> None:
    digits = "0123456789"
    audio = keyed(digits, lead_ms=87.3, tone_ms=60, pause_ms=60, **how)
    out = through(Masker(), audio)[:, DELAY:]
    for index in range(len(digits)):
        start = 87.3 + index * 120
        assert not out[0, int((start - 5) * 8) : int((start + 60 + 20) * 8)].any()


def test_the_wider_suspicion_masks_no_more_speech_than_keys_alone(speechlike: Callable[[float], Any]) -> None:
    audio = speechlike(60.0)
    wide, narrow = Masker(), Masker(suspicion=ITU_Q24)
    wide.feed(audio)
    narrow.feed(audio)
    assert wide.masked_ms[0] == narrow.masked_ms[0]


def test_a_key_in_loud_speech_is_masked_too(speechlike: Callable[[float], Any]) -> None:
    speech = speechlike(2.0) // 8
    audio = speech.copy()
    keys = synthesise("5", tone_ms=80, level_dbm0=-8)
    audio[:, 8_000 : 8_000 + keys.shape[1]] += keys
    masker = Masker()
    out = through(masker, audio)[:, DELAY:]
    assert not out[0, 8_000 - 40 : 8_000 + 640 + 160].any()


@pytest.mark.parametrize("dtype", [np.int16, np.float32])
def test_speech_leaves_bit_for_bit_after_exactly_the_delay(speechlike: Callable[[float], Any], dtype: Any) -> None:
    audio = speechlike(5.0)
    if dtype == np.float32:
        audio = (audio / 32_768).astype(np.float32)
    masker = Masker(delay_ms=100)
    out = through(masker, audio, tail=800)
    assert not out[:, :800].any()
    assert out.dtype == dtype
    assert np.array_equal(out[:, 800:], audio)
    assert masker.masked_ms.tolist() == [0.0]


@FEW
@given(st.lists(st.integers(0, 900), min_size=1, max_size=12).filter(any))
def test_each_block_comes_out_as_long_as_it_went_in_and_cutting_changes_no_sample(
    keyed: Callable[..., Any], sizes: list[int]
) -> None:
    audio = keyed("27", snr_db=25.0)
    whole = Masker(seed=1, mode="noise")
    expected = whole.feed(audio)
    pieces, at, turn = [], 0, 0
    masker = Masker(seed=1, mode="noise")
    while at < audio.shape[1]:
        piece = audio[:, at : at + sizes[turn % len(sizes)]]
        pieces.append(masker.feed(piece))
        assert pieces[-1].shape == piece.shape
        at, turn = at + piece.shape[1], turn + 1
    assert np.array_equal(np.concatenate(pieces, axis=1), expected)
    assert masker.masked_ms.tolist() == whole.masked_ms.tolist()


def test_channels_are_masked_each_by_its_own_keys(speechlike: Callable[[float], Any]) -> None:
    speech = speechlike(1.0)
    keys = np.zeros_like(speech)
    keys[0, 2_000:2_640] = synthesise("8", tone_ms=80, pause_ms=0)[0]
    masker = Masker(2)
    out = through(masker, np.concatenate([speech, keys]))
    assert np.array_equal(out[0, DELAY:], speech[0])
    assert not out[1].any()
    assert masker.masked_ms[0] == 0
    assert 105 <= masker.masked_ms[1] <= 200


def test_mode_tone_puts_400_hz_at_minus_20_dbfs_in_the_place_of_keys() -> None:
    out = through(Masker(mode="tone"), synthesise("6", lead_ms=200, tone_ms=200, tail_ms=200))
    masked = out[0, DELAY + 1_600 : DELAY + 3_200] / 32_768
    numbers = np.arange(1_600, 3_200)
    assert np.allclose(masked, 0.1 * np.sin(2 * np.pi * 400 * numbers / 8_000), atol=1e-4)
    assert decode(out) == []


def test_mode_noise_keeps_the_floor_of_the_line(rng: np.random.Generator) -> None:
    audio = rng.normal(0, 50, (1, 24_000))
    audio[:, 16_000:17_600] += synthesise("3", tone_ms=200, pause_ms=0)
    masker = Masker(mode="noise", seed=7)
    out = through(masker, audio.astype(np.int16))[0, DELAY:]
    level_db = 20 * np.log10(out[16_000:17_600].std() / 50)
    assert abs(level_db) < 3
    assert decode(out[None, :]) == []


def test_after_an_exception_only_silence_leaves(monkeypatch: pytest.MonkeyPatch, rng: np.random.Generator) -> None:
    masker = Masker()
    audio = rng.integers(-9_000, 9_000, (1, 1_600)).astype(np.int16)
    masker.feed(audio)

    def breaks(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Stream, "feed", breaks)
    assert not masker.feed(audio).any()
    monkeypatch.undo()
    assert masker.failed
    assert not masker.feed(audio).any()


def test_after_close_only_silence_leaves(rng: np.random.Generator) -> None:
    masker = Masker(2)
    audio = rng.integers(-9_000, 9_000, (2, 1_600)).astype(np.int16)
    masker.feed(audio)
    masker.close()
    out = masker.feed(audio)
    assert out.shape == audio.shape
    assert not out.any()


@pytest.mark.parametrize("how", [{"mode": "beep"}, {"delay_ms": 10}, {"delay_ms": 9_000}, {"rate": 7}], ids=str)
def test_settings_that_could_not_hold_the_promise_are_refused(how: dict[str, Any]) -> None:
    with pytest.raises(AudioError):
        Masker(**how)


def test_a_block_of_another_type_or_with_nan_is_refused_and_the_masker_goes_on() -> None:
    masker = Masker()
    masker.feed(np.ones((1, 160), dtype=np.float32) * 0.5)
    with pytest.raises(AudioError):
        masker.feed(np.zeros((1, 160), dtype=np.int16))
    with pytest.raises(AudioError):
        masker.feed(np.full((1, 160), np.nan, dtype=np.float32))
    out = masker.feed(np.zeros((1, 480), dtype=np.float32))
    assert out[0, 320:480].tolist() == [0.5] * 160
