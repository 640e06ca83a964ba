"""Every threshold of the detector in one frozen record, with its unit and where it comes from."""

from dataclasses import dataclass

FULL_SCALE_DBM0 = 3.14
"""Level of a full-scale sine, dBm0: the load capacity of A-law (ITU-T G.711)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DtmfProfile:
    """What counts as a key. "Window" is 15 ms of audio; a new window ends every 5 ms."""

    name: str
    # dBm0 per tone. ITU-T Q.24 administrations ask down to -25..-36; -50 must be off, half way in between.
    min_level_dbm0: float = -43.0
    # dB, high group above low group. Q.24: 4 dB; ETSI ES 201 235-3: 6 dB; refused from 12 dB.
    max_high_over_low_db: float = 8.0
    # dB, low group above high group. Q.24: 8 dB; refused from 12 dB.
    max_low_over_high_db: float = 10.0
    # Fraction of the nominal frequency. Q.24: must accept 0.015, must refuse 0.035.
    frequency_tolerance: float = 0.025
    # dB by which a tone leads every other of its group. MT8870D: third tone at -16 dB is tolerated.
    relative_peak_db: float = 6.0
    # Fraction of a window's energy that the pair explains. Holds a window that a key fills by two thirds.
    window_purity: float = 0.60
    # The same before levels are corrected for detuning: what falls below is not looked at any closer.
    gate_purity: float = 0.60
    # The same as window_purity, mean over the windows that accept a key. Pair against noise 6 dB below a tone: 0.89.
    key_purity: float = 0.84
    # Windows in a row that make a key. 5 need at least 26 ms of tone; Q.24: 40 ms accepted, 23 ms refused.
    accept_windows: int = 5
    # dB by which a tone may vary over those windows: 3 dB is a window filled to 70 %.
    max_level_change_db: float = 3.1
    # Windows in a row without the key that end it: 19-24 ms. Q.24: 10 ms is bridged, 40 ms is a pause.
    release_windows: int = 6
    # Windows in a row that make a suspicion, which the masker acts on: about 22 ms of tone.
    suspect_windows: int = 4
    # Fraction of energy, mean over those windows. Pair against noise 6 dB below a tone, with its edge: 0.80.
    suspect_purity: float = 0.75
    # dB below its accepted level at which a key under way still counts as audible to the masker.
    suspect_sustain_db: float = 10.0


ITU_Q24 = DtmfProfile(name="itu-q24")

MASKING = DtmfProfile(
    name="masking",
    min_level_dbm0=-47.0,
    max_high_over_low_db=17.0,
    max_low_over_high_db=17.0,
    frequency_tolerance=0.039,
    relative_peak_db=1.5,
    window_purity=0.50,
    gate_purity=0.20,
    suspect_purity=0.90,
)
"""What the masker takes for a key besides `ITU_Q24`'s keys: another decoder down the line may be laxer than ours.

As wide as costs nothing: in ten minutes of speech-like audio it masks not a hop more than `ITU_Q24` alone.
"""
