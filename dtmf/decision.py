"""Which windows hold a keypad pair: level, twist, relative peak, purity and frequency of each."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dtmf.bank import HOP, RATE, TONES, Floats
from dtmf.profile import FULL_SCALE_DBM0, DtmfProfile
from dtmf.samples import FULL_SCALE
from dtmf.windows import WINDOW_HOPS, Ints, Pair, Windows, separate

NO_KEY = -1
_STEP = 2 * np.pi * TONES * HOP / RATE
_COS = np.cos(_STEP).astype(np.float32)
_SIN = np.sin(_STEP).astype(np.float32)


# Keeps digital silence from dividing by zero.
_TINY = np.float32(1e-12)


def ratio(decibels: float) -> float:
    """Power ratio of a level difference in dB."""
    return float(10.0 ** (decibels / 10.0))


def power_of(dbm0: float) -> float:
    """Squared peak amplitude, in int16 units, of a tone at `dbm0`."""
    return ratio(dbm0 - FULL_SCALE_DBM0) * FULL_SCALE**2


def dbm0_of(power: float) -> float:
    """Level in dBm0 of a tone with squared peak amplitude `power` in int16 units."""
    return 10.0 * math.log10(power / FULL_SCALE**2) + FULL_SCALE_DBM0


class Hits(NamedTuple):
    """Decisions on windows."""

    key: NDArray[np.int8]
    """Key index 4r + c or `NO_KEY`; (channels, windows)."""
    measured: Floats
    """Of each hit: power of the low and of the high tone (squared peak amplitude), and the share of the
    window's energy that the pair explains; (3, channels, windows)."""


class _Turn(NamedTuple):
    """Phase advance of a tone over a hop, against its nominal frequency, as a vector."""

    real: Floats
    imag: Floats


class Decision:
    """The tests of one profile. `hits` is a pure function of the windows it is given."""

    def __init__(self, profile: DtmfProfile) -> None:
        self._min_power = power_of(profile.min_level_dbm0)
        self._max_high = ratio(profile.max_high_over_low_db)
        self._max_low = ratio(profile.max_low_over_high_db)
        self._peak = ratio(profile.relative_peak_db)
        self._purity = profile.window_purity
        self._gate = profile.gate_purity
        self._least_cos = np.cos(np.minimum(_STEP * profile.frequency_tolerance, np.pi)).astype(np.float32)

    def hits(self, windows: Windows) -> Hits:
        """Decide on every window but the first, which only serves as the one before the second."""
        power = windows.power[..., 1:]
        energy = windows.energy[..., 1:]
        key = np.full(energy.shape, NO_KEY, dtype=np.int8)
        measured = np.zeros((3, *energy.shape), dtype=np.float32)
        low = np.maximum(np.maximum(power[0], power[1]), np.maximum(power[2], power[3]))
        high = np.maximum(np.maximum(power[4], power[5]), np.maximum(power[6], power[7]))
        # Loose by 3 dB: leakage, and the loss of a tone off its nominal frequency, are settled below.
        least = 0.5 * self._min_power
        gate = (low > least) & (high > least)
        gate &= (low + high) * (WINDOW_HOPS * HOP) > energy * self._gate
        channels, at = np.nonzero(gate)
        if channels.size:
            rows = power[:4, channels, at].argmax(axis=0)
            columns = power[4:, channels, at].argmax(axis=0)
            passed, values = self._examine(windows, rows, columns, channels, at + 1)
            key[channels[passed], at[passed]] = (4 * rows + columns)[passed]
            measured[:, channels[passed], at[passed]] = values[:, passed]
        return Hits(key, measured)

    def _examine(
        self, windows: Windows, rows: Ints, columns: Ints, channels: Ints, at: Ints
    ) -> tuple[NDArray[np.bool_], Floats]:
        now = separate(windows, rows, columns, channels, at)
        before = separate(windows, rows, columns, channels, at - 1)
        row_turn = _turn(before.row_re, before.row_im, now.row_re, now.row_im, rows)
        col_turn = _turn(before.col_re, before.col_im, now.col_re, now.col_im, 4 + columns)
        passed = self._in_tune(row_turn, rows) & self._in_tune(col_turn, 4 + columns)
        low, high, share = _corrected(now, row_turn, col_turn, windows.energy[channels, at])
        passed &= (low >= self._min_power) & (high >= self._min_power)
        passed &= (high <= low * self._max_high) & (low <= high * self._max_low)
        passed &= share >= self._purity
        passed &= self._leads(windows.power[:4, channels, at], rows)
        passed &= self._leads(windows.power[4:, channels, at], columns)
        return passed, np.stack([low, high, share])

    def _in_tune(self, turn: _Turn, tones: Ints) -> NDArray[np.bool_]:
        size: Floats = np.sqrt(turn.real * turn.real + turn.imag * turn.imag)
        return np.asarray((size > 0.0) & (turn.real >= self._least_cos[tones] * size))

    def _leads(self, group: Floats, best: Ints) -> NDArray[np.bool_]:
        top = group[best, np.arange(best.size)]
        rivals = (group * self._peak > top).sum(axis=0)
        return np.asarray(rivals == 1)


def _turn(re0: Floats, im0: Floats, re1: Floats, im1: Floats, tones: Ints) -> _Turn:
    real: Floats = re1 * re0 + im1 * im0
    imag: Floats = im1 * re0 - re1 * im0
    cos, sin = _COS[tones], _SIN[tones]
    return _Turn(real * cos + imag * sin, imag * cos - real * sin)


def _corrected(now: Pair, row: _Turn, col: _Turn, energy: Floats) -> tuple[Floats, Floats, Floats]:
    """Power of both tones and purity, as if both tones were on their nominal frequencies."""
    low_seen = now.row_re * now.row_re + now.row_im * now.row_im
    high_seen = now.col_re * now.col_re + now.col_im * now.col_im
    low: Floats = np.divide(low_seen, _gain(row))
    high: Floats = np.divide(high_seen, _gain(col))
    seen: Floats = np.maximum(low_seen + high_seen, _TINY)
    share: Floats = np.divide(now.explained * np.divide(low + high, seen), np.maximum(energy, _TINY))
    return low, high, share


def _gain(turn: _Turn) -> Floats:
    """Power that a window keeps of a tone that turns by this angle a hop too fast or too slow."""
    size: Floats = np.sqrt(turn.real * turn.real + turn.imag * turn.imag)
    cos: Floats = np.divide(turn.real, np.maximum(size, _TINY))
    amplitude = (1.0 + 2.0 * cos) * (11.0 + cos) * (1.0 / 36.0)
    power: Floats = np.maximum(amplitude * amplitude, 0.1)
    return power
