import base64
from datetime import UTC, datetime

import pytest

from vault import Access, LogFilter
from vault.accesslog import chain as chains
from vault.accesslog.row import Entry, LogRow
from vault.accesslog.search import cursor_after, position_of
from vault.errors import CursorRefused, FieldRefused

NOW = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def row() -> LogRow:
    chain = chains.Chain("acme", "vault.1.00000000", 6, bytes(32), NOW)
    return chain.extend([Entry(Access("acme", "a", "r", "q"), "tokenize")], NOW)[0][0]


def test_a_cursor_points_after_its_row(row: LogRow) -> None:
    filters = LogFilter(actor="a")
    assert position_of(cursor_after(row, filters), "acme", filters) == (NOW, "vault.1.00000000", 7)


@pytest.mark.parametrize(("tenant", "actor"), [("acme", "b"), ("other", "a")])
def test_a_cursor_of_another_question_is_refused(row: LogRow, tenant: str, actor: str) -> None:
    with pytest.raises(CursorRefused):
        position_of(cursor_after(row, LogFilter(actor="a")), tenant, LogFilter(actor=actor))


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", base64.urlsafe_b64encode(bytes(40)).decode()])
def test_nonsense_is_no_cursor(cursor: str) -> None:
    with pytest.raises(CursorRefused):
        position_of(cursor, "acme", LogFilter())


def test_a_filter_refuses_what_no_row_holds() -> None:
    with pytest.raises(FieldRefused):
        LogFilter(actor="a\x00b")
    with pytest.raises(FieldRefused):
        LogFilter(since=NOW.replace(tzinfo=None))
