"""Keypad tones made to measure, for demonstrations, tests and benchmarks."""

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import COLUMNS, DIGITS, ROWS
from dtmf.errors import AudioError
from dtmf.profile import FULL_SCALE_DBM0
from dtmf.samples import FULL_SCALE, check_rate


def synthesise(
    digits: str,
    rate: int = 8_000,
    *,
    tone_ms: float = 40.0,
    pause_ms: float = 40.0,
    level_dbm0: float = -10.0,
    twist_db: float = 0.0,
    lead_ms: float = 0.0,
    tail_ms: float = 0.0,
    detune: tuple[float, float] = (0.0, 0.0),
    phases: tuple[float, float] = (0.0, 0.0),
) -> NDArray[np.int16]:
    """Keys one after the other, shape (1, samples): key i starts at lead_ms + i * (tone_ms + pause_ms).

    Args:
        digits: of ``0123456789*#ABCD``.
        rate: Hz.
        tone_ms: length of a key.
        pause_ms: silence after every key.
        level_dbm0: mean power of the two tones, dBm0; each tone's level when `twist_db` is 0.
        twist_db: level of the high tone less that of the low tone.
        lead_ms: silence before the first key.
        tail_ms: silence after the last pause.
        detune: fraction by which (low, high) tones are off their frequencies.
        phases: of (low, high) tones at the onset of each key, rad.

    Raises:
        AudioError: no such key, or a rate out of range. Overload clips, as a line does.
    """
    check_rate(rate)
    if any(digit not in DIGITS for digit in digits):
        raise AudioError("keys are 0 to 9, *, #, A, B, C and D")
    step_ms = tone_ms + pause_ms
    total = round((lead_ms + len(digits) * step_ms + tail_ms) * rate / 1_000)
    out = np.zeros((1, total))
    power = 2.0 * 10.0 ** ((level_dbm0 - FULL_SCALE_DBM0) / 10.0)
    twist = 10.0 ** (twist_db / 10.0)
    low, high = np.sqrt(power / (1.0 + twist)), np.sqrt(power * twist / (1.0 + twist))
    for index, digit in enumerate(digits):
        start_ms = lead_ms + index * step_ms
        start, stop = (round(ms * rate / 1_000) for ms in (start_ms, start_ms + tone_ms))
        seconds = np.arange(start, stop) / rate - start_ms / 1_000
        row, column = divmod(DIGITS.index(digit), 4)
        out[0, start:stop] = low * np.sin(
            2 * np.pi * ROWS[row] * (1 + detune[0]) * seconds + phases[0]
        ) + high * np.sin(2 * np.pi * COLUMNS[column] * (1 + detune[1]) * seconds + phases[1])
    return np.clip(np.rint(out * FULL_SCALE), -32_768, 32_767).astype(np.int16)
