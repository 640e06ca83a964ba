"""Audio with known keys in it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dtmf import synthesise

Pcm = NDArray[np.int16]
ALL_KEYS = "123A456B789C*0#D"


@pytest.fixture
def rng() -> np.random.Generator:
    """Random numbers that are the same in every run."""
    return np.random.default_rng(20_261_122)


@pytest.fixture
def keyed(rng: np.random.Generator) -> Callable[..., Pcm]:
    """Keys at random phase and alignment, optionally in noise `snr_db` below a tone; (1, samples)."""

    def make(digits: str = ALL_KEYS, rate: int = 8_000, *, snr_db: float | None = None, **how: Any) -> Pcm:
        lead_ms = how.pop("lead_ms", 50 + float(rng.uniform(0, 15)))
        low, high = rng.uniform(0, 2 * np.pi, 2)
        clean = synthesise(digits, rate, lead_ms=lead_ms, tail_ms=60, phases=(float(low), float(high)), **how).astype(
            np.float64
        )
        if snr_db is not None:
            level = how.get("level_dbm0", -10.0)
            tone_rms = 32_768 * 10 ** ((level - 3.14) / 20) / np.sqrt(2)
            clean += rng.normal(0, tone_rms * 10 ** (-snr_db / 20), clean.shape)
        return np.clip(np.rint(clean), -32_768, 32_767).astype(np.int16)

    return make


@pytest.fixture
def speechlike(rng: np.random.Generator) -> Callable[[float], Pcm]:
    """Voiced syllables of gliding pitch and formants with pauses between them, and no key; (1, samples)."""

    def make(seconds: float) -> Pcm:
        out = np.zeros(int(seconds * 8_000))
        at = 0
        while at < out.size:
            count = min(out.size - at, int(rng.uniform(0.08, 0.3) * 8_000))
            pitch = np.linspace(rng.uniform(90, 250), rng.uniform(90, 250), count)
            phase = 2 * np.pi * np.cumsum(pitch) / 8_000
            formants = [rng.uniform(300, 900), rng.uniform(900, 2_400), rng.uniform(2_300, 3_200)]
            for harmonic in range(1, int(3_400 / pitch.max())):
                hz = harmonic * pitch.mean()
                # Resonators 100 Hz wide, each half as strong as the one below, as in vowels.
                gain = sum(0.5**k / np.hypot(1, (hz - f) / 50) for k, f in enumerate(formants))
                out[at : at + count] += gain * np.sin(harmonic * phase) * np.hanning(count)
            at += count + int(rng.uniform(0, 0.15) * 8_000)
        out += rng.normal(0, 0.003, out.size)
        return np.asarray(out / np.abs(out).max() * 16_000).astype(np.int16)[None, :]

    return make
