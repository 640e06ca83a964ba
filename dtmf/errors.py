"""Errors of the room: one base, one class a cause; messages never hold samples or digits."""


class DtmfError(Exception):
    """Base of every error that `dtmf` raises on purpose; the message says what to do next."""


class AudioError(DtmfError):
    """Samples, rate or settings that cannot be processed."""


class WavError(DtmfError):
    """Bytes that are no WAV file we can read."""
