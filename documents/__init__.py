"""Containers in, containers out: messages and JSON. Their text goes through `redactors` and comes back.

Pure: bytes and findings in, bytes out. Public names are imported when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.json_document import JsonDocument, json_member, open_json
    from documents.located import Located
    from documents.message import Message, open_message

__all__ = ["JsonDocument", "Located", "Message", "json_member", "open_json", "open_message"]

_HOMES = {
    "JsonDocument": "documents.json_document",
    "Located": "documents.located",
    "Message": "documents.message",
    "json_member": "documents.json_document",
    "open_json": "documents.json_document",
    "open_message": "documents.message",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'documents' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
