"""The named queries of `queries.sql`."""

import re
from functools import cache
from importlib import resources
from typing import Final

_NAME: Final = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"^--.*\n", re.MULTILINE)


@cache
def _queries() -> dict[str, str]:
    text = resources.files("vault.store").joinpath("queries.sql").read_text("utf-8")
    parts = _NAME.split(text)[1:]
    return {
        name: _COMMENT.sub("", body.lstrip("\n")).strip().removesuffix(";")
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


@cache
def query(name: str) -> str:
    """The SQL text of one query. Raises KeyError for a name that is not there."""
    return _queries()[name]


def names() -> frozenset[str]:
    """Every query's name."""
    return frozenset(_queries())
