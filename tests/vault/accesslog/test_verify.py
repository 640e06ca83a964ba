from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vault import Access
from vault.access import Verb
from vault.accesslog import chain as chains
from vault.accesslog.row import Entry, LogRow
from vault.accesslog.verify import verify_chain, verify_log
from vault.errors import LogDamaged

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WHO = Access("acme", "key:k1", "platform", "req-1")

Rows = list[LogRow]


@pytest.fixture
def rows() -> Rows:
    """A chain of eight rows, closed."""
    chain, first = chains.start("acme", "vault.1.00000000", NOW, None)
    entries = [Entry(WHO, Verb.TOKENIZE, token=f"t{n}") for n in range(6)]
    made, _ = chain.extend([first, *entries, chains.end_entry("acme")], NOW)
    return made


def rehashed(rows: Rows, start: int) -> Rows:
    """Rows whose hashes an attacker without a witness has made good again from index `start` on."""
    made = list(rows[:start])
    for row in rows[start:]:
        chain = chains.Chain(row.tenant, row.chain, row.seq - 1, made[-1].hash, row.at)
        entry = Entry(WHO, row.verb, token=row.token)
        made.extend(chain.extend([entry], row.at)[0])
    return made


def test_a_whole_chain_is_proven_to_its_head(rows: Rows) -> None:
    proven = verify_chain(rows)
    assert (proven.rows, proven.head, proven.closed) == (8, rows[-1].hash, True)


DAMAGES: dict[str, tuple[Callable[[Rows], Rows], int]] = {
    "edited text": (lambda r: [*r[:3], replace(r[3], actor="nobody"), *r[4:]], 4),
    "edited time": (lambda r: [*r[:3], replace(r[3], at=NOW + timedelta(microseconds=1)), *r[4:]], 4),
    "edited hash": (lambda r: [*r[:3], replace(r[3], hash=bytes(32)), *r[4:]], 4),
    "edited and rehashed alone": (lambda r: [*r[:4], *rehashed(r, 3)[3:4], *r[5:]], 4),
    "field moved": (lambda r: [*r[:3], replace(r[3], ticket=r[3].token, token=""), *r[4:]], 4),
    "removed": (lambda r: [*r[:3], *r[4:]], 4),
    "first removed": (lambda r: r[1:], 1),
    "repeated": (lambda r: [*r[:4], *r[3:]], 4),
    "reordered": (lambda r: [*r[:3], r[4], r[3], *r[5:]], 4),
    "inserted": (lambda r: [*r[:4], replace(r[3], seq=5, prev_hash=r[3].hash), *r[4:]], 5),
    "of another chain": (lambda r: [*r[:3], replace(r[3], chain="vault.2.00000000"), *r[4:]], 4),
    "of another tenant": (lambda r: [*r[:3], replace(r[3], tenant="other"), *r[4:]], 4),
    "after the end": (lambda r: rehashed([*r, replace(r[3], seq=9)], 8), 9),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found_and_its_first_row_named(rows: Rows, name: str) -> None:
    damage, first_bad = DAMAGES[name]
    with pytest.raises(LogDamaged) as caught:
        verify_chain(damage(rows))
    assert caught.value.seq == first_bad


def test_no_rows_prove_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to prove"):
        verify_chain([])


def test_a_chain_continues_the_one_it_names(rows: Rows) -> None:
    end = chains.Chain("acme", rows[-1].chain, rows[-1].seq, rows[-1].hash, NOW)
    chain, first = chains.start("acme", "vault.2.00000000", NOW, end)
    later, _ = chain.extend([first], NOW)
    assert [proven.rows for proven in verify_log([*later, *rows])] == [8, 1]
    for damaged in (later, [*rows[:-1], *later]):
        with pytest.raises(LogDamaged) as caught:
            verify_log(damaged)
        assert (caught.value.chain, caught.value.seq) == ("vault.2.00000000", 1)


def test_a_start_row_that_hides_what_it_continues_is_damage(rows: Rows) -> None:
    chain, first = chains.start("acme", "vault.2.00000000", NOW, None)
    later, _ = replace(chain, head=rows[-1].hash).extend([first], NOW)
    with pytest.raises(LogDamaged, match="does not name"):
        verify_log([*rows, *later])


def test_time_never_runs_backwards_within_a_chain() -> None:
    chain, first = chains.start("acme", "vault.1.00000000", NOW, None)
    _, chain = chain.extend([first], NOW)
    later, _ = chain.extend([Entry(WHO, Verb.TOKENIZE)], NOW - timedelta(hours=1))
    assert later[0].at == NOW
