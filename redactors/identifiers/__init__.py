"""Identity, account and tax numbers: a table of what they look like, who checks them and which words name them."""

from redactors.identifiers.recognizer import IdentifierRecognizer, preload

__all__ = ["IdentifierRecognizer", "preload"]
