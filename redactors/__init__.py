"""Text in, findings out. Pure: no network, no clock, no files but the model's; imports only `carddata`.

Public names are imported when first used, so that a command that finds cards never pays for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactors.conversation import Conversation, Recall, Release, Released
    from redactors.finding import Finding
    from redactors.placeholders import Restorer
    from redactors.pseudonyms import Pseudonyms
    from redactors.recognizer import Hit, Recognizer
    from redactors.redactor import Redactor
    from redactors.splicing import splice
    from redactors.view import Edit, View

__all__ = [
    "Conversation",
    "Edit",
    "Finding",
    "Hit",
    "Pseudonyms",
    "Recall",
    "Recognizer",
    "Redactor",
    "Release",
    "Released",
    "Restorer",
    "View",
    "splice",
]

_HOMES = {
    "Conversation": "redactors.conversation",
    "Recall": "redactors.conversation",
    "Release": "redactors.conversation",
    "Released": "redactors.conversation",
    "Edit": "redactors.view",
    "Finding": "redactors.finding",
    "Hit": "redactors.recognizer",
    "Pseudonyms": "redactors.pseudonyms",
    "Recognizer": "redactors.recognizer",
    "Redactor": "redactors.redactor",
    "Restorer": "redactors.placeholders",
    "View": "redactors.view",
    "splice": "redactors.splicing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'redactors' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
