"""The DTMF decoder against real time: 1,000 live channels in 20 ms ticks on one core."""

import time

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import Row
from dtmf import Decoder, synthesise

CHANNELS = 1_000
RATE = 8_000
TICK = RATE // 50
TICK_MS = 20.0
SECONDS = 4


def rows() -> list[Row]:
    """Median and p99 time of a tick; the ratio is real time over the median."""
    tape = _tape()
    times = _tick_times(Decoder(CHANNELS, RATE), tape)
    median, p99 = (float(np.percentile(times, q)) for q in (50, 99))
    return [
        Row(
            name="decoder",
            what=f"{CHANNELS} channels, a 20 ms tick, one core",
            ours=f"median {median:.1f} ms, p99 {p99:.1f} ms",
            peer=f"real time {TICK_MS:.0f} ms",
            ratio=TICK_MS / median,
            goal="p99 <= 10 ms",
        )
    ]


def _tick_times(decoder: Decoder, tape: NDArray[np.int16]) -> list[float]:
    times = []
    for start in range(0, tape.shape[1], TICK):
        began = time.perf_counter()
        decoder.feed(tape[:, start : start + TICK])
        times.append((time.perf_counter() - began) * 1_000)
    # The first ticks pay for caches and tables.
    return times[5:]


def _tape() -> NDArray[np.int16]:
    """45 % of channels voiced, 40 % quiet line, 10 % chords, 5 % keys."""
    rng = np.random.default_rng(2)
    count = SECONDS * RATE
    seconds = np.arange(count) / RATE
    tape = rng.normal(0, 8, (CHANNELS, count)).astype(np.int16)
    keys = np.resize(synthesise("4111111111111111", tone_ms=80, pause_ms=80)[0], count)
    for channel in range(CHANNELS):
        share = channel / CHANNELS
        if share < 0.45:
            tape[channel] += _voice(rng, seconds)
        elif share >= 0.95:
            # Callers do not press in step.
            tape[channel] += np.roll(keys, int(rng.integers(count)))
        elif share >= 0.85:
            notes = rng.uniform(200, 1_500, 3)
            chord = sum(np.sin(2 * np.pi * note * seconds) for note in notes)
            tape[channel] += (chord * 2_000).astype(np.int16)
    return tape


def _voice(rng: np.random.Generator, seconds: NDArray[np.float64]) -> NDArray[np.int16]:
    pitch = rng.uniform(90, 250)
    phase = 2 * np.pi * pitch * seconds + 3 * np.sin(2 * np.pi * rng.uniform(1, 4) * seconds)
    voice = sum(np.sin(h * phase) / h for h in range(1, 16))
    syllables = np.clip(np.sin(2 * np.pi * rng.uniform(2, 5) * seconds), 0, None)
    return np.asarray(voice * syllables * 6_000).astype(np.int16)
