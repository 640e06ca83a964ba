from importlib import resources
from typing import Any

import pytest

from vault.store.queries import names, query


async def test_postgresql_accepts_every_query(superuser: Any) -> None:
    for name in names():
        await superuser.prepare(query(name))


def test_every_query_says_what_it_does() -> None:
    lines = resources.files("vault.store").joinpath("queries.sql").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("-- name:"):
            assert lines[number + 1].startswith("-- "), line


def test_a_query_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        query("no_such_query")
