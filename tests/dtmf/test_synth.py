"""The synthesiser makes what it says."""

import numpy as np
import pytest

from dtmf import AudioError, synthesise


def test_length_and_places_are_as_asked() -> None:
    audio = synthesise("12", 16_000, tone_ms=50, pause_ms=30, lead_ms=10, tail_ms=5)
    assert audio.shape == (1, 16 * (10 + 2 * 80 + 5))
    sounding = np.flatnonzero(np.abs(audio[0]) > 0)
    assert sounding[0] == pytest.approx(160, abs=2)
    assert not audio[0, 16 * 60 : 16 * 90].any()


def test_each_tone_has_the_level_asked_for() -> None:
    audio = synthesise("5", tone_ms=1_000, pause_ms=0, level_dbm0=-10, twist_db=4)[0] / 32_768
    seconds = np.arange(8_000) / 8_000
    levels = [20 * np.log10(2 * abs(np.mean(audio * np.exp(-2j * np.pi * hz * seconds)))) + 3.14 for hz in (770, 1_336)]
    assert levels[1] - levels[0] == pytest.approx(4, abs=0.05)
    assert 10 * np.log10(np.mean([10 ** (level / 10) for level in levels])) == pytest.approx(-10, abs=0.05)


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(AudioError):
        synthesise("12E")
