"""The base of every error of ours.

The message is for the reader: it says what to do next and never holds data, so `str()` of any of
them may be logged or shown.
"""


class GettoneError(Exception):
    """Base of all errors raised by Gettone's rooms (`dtmf`, which imports nothing of ours, has its own)."""


class InputError(GettoneError):
    """What the caller gave cannot be used: exit 2 on the command line, 4xx over HTTP.

    `path` names the offending field (`items[2].text`), built from our own names and indexes only.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.path = path
