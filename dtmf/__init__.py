"""Keypad tones (DTMF) in audio: found, masked and made. NumPy arrays in, events and masked audio out.

Arrays have the shape (channels, samples) and are int16, or float32 in [-1, 1). This package imports
nothing else of Gettone; names load when they are first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dtmf.decoder import Decoder, decode
    from dtmf.errors import AudioError, DtmfError, WavError
    from dtmf.events import ToneEvent
    from dtmf.g711 import alaw_decode, alaw_encode, ulaw_decode, ulaw_encode
    from dtmf.masker import Masker
    from dtmf.profile import ITU_Q24, MASKING, DtmfProfile
    from dtmf.recording import Interval, mask
    from dtmf.synth import synthesise
    from dtmf.wav import Wav, read_wav, samples_from_bytes, write_wav

__all__ = [
    "ITU_Q24",
    "MASKING",
    "AudioError",
    "Decoder",
    "DtmfError",
    "DtmfProfile",
    "Interval",
    "Masker",
    "ToneEvent",
    "Wav",
    "WavError",
    "alaw_decode",
    "alaw_encode",
    "decode",
    "mask",
    "read_wav",
    "samples_from_bytes",
    "synthesise",
    "ulaw_decode",
    "ulaw_encode",
    "write_wav",
]

_HOME = {
    "ITU_Q24": "profile",
    "MASKING": "profile",
    "AudioError": "errors",
    "Decoder": "decoder",
    "DtmfError": "errors",
    "DtmfProfile": "profile",
    "Interval": "recording",
    "Masker": "masker",
    "ToneEvent": "events",
    "Wav": "wav",
    "WavError": "errors",
    "alaw_decode": "g711",
    "alaw_encode": "g711",
    "decode": "decoder",
    "mask": "recording",
    "read_wav": "wav",
    "samples_from_bytes": "wav",
    "synthesise": "synth",
    "ulaw_decode": "g711",
    "ulaw_encode": "g711",
    "write_wav": "wav",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
