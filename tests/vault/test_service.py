import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from carddata import DataClass, Secret, is_token
from vault import (
    SYSTEM_TENANT,
    Access,
    LogFilter,
    LogRow,
    NewValue,
    Options,
    Purpose,
    RootKey,
    TokenRecord,
    Vault,
    verify_log,
)
from vault.errors import (
    CiphertextDamaged,
    FieldRefused,
    SensitiveDataRefused,
    TenantUnknown,
    TokenNotFound,
    ValueRefused,
    VaultClosed,
    VaultUnavailable,
    WrongRootKey,
)
from vault.service import RETENTION

VISA, AMEX = "4111111111111111", "378282246310005"
Tokenize = Callable[..., Awaitable[TokenRecord]]
OpenVault = Callable[..., Awaitable[Vault]]
ReadLog = Callable[..., Awaitable[list[LogRow]]]


async def _reveal(vault: Vault, access: Access, token: str) -> str:
    return (await vault.reveal(access, token, Purpose.CHARGEBACK, "T-1")).expose()


async def test_a_value_comes_back_exactly_as_it_was_given(vault: Vault, access: Access, tokenize: Tokenize) -> None:
    for entity, value in (
        ("PAN", "4111 1111-1111 1111"),
        ("PERSON", " Zoe\u0308 \U0001f600 "),
        ("EMAIL", "A@B.IT"),
    ):
        record = await tokenize(value, entity)
        assert await _reveal(vault, access, record.token) == value


async def test_a_record_shows_brand_and_last_four_of_a_card_and_nothing_of_other_values(
    tokenize: Tokenize,
) -> None:
    card, iban = await tokenize(VISA), await tokenize("IT60X0542811101000000123456", "IBAN")
    assert (card.cls, card.brand, card.last4, card.first6) == ("pan", "Visa", "1111", "")
    assert (iban.cls, iban.brand, iban.last4) == ("iban", "", "")
    assert is_token(card.token)
    assert card.token.startswith("tok_pan_")


async def test_the_first_six_are_kept_only_when_asked_for(
    open_vault: OpenVault, options: Options, access: Access
) -> None:
    vault = await open_vault(replace(options, keep_first6=True))
    await vault.ensure_tenant("acme")
    (record,) = await vault.tokenize(access, [NewValue("PAN", Secret(VISA))])
    assert record.first6 == "411111"


async def test_a_token_is_random_per_contact(tokenize: Tokenize) -> None:
    """The same value keeps its token in a contact and class, however it is written, and nowhere else."""
    here = await tokenize(VISA)
    assert (await tokenize("4111-1111-1111-1111")).token == here.token
    assert (await tokenize(VISA, contact="call-2")).token != here.token
    assert (await tokenize(VISA, "PAN_SUSPECT")).token != here.token
    assert (await tokenize(AMEX)).token != here.token


async def test_without_a_contact_every_token_is_new(vault: Vault, access: Access) -> None:
    alone = replace(access, contact=None)
    records = await vault.tokenize(alone, [NewValue("PAN", Secret(VISA))] * 3)
    assert len({record.token for record in records}) == 3


async def test_a_value_that_stands_twice_in_one_call_gets_one_token(vault: Vault, access: Access) -> None:
    records = await vault.tokenize(access, [NewValue("PAN", Secret(VISA))] * 3)
    assert len({record.token for record in records}) == 1


@pytest.mark.parametrize("vaults", [1, 3])
async def test_a_hundred_at_once_get_one_token(
    open_vault: OpenVault, options: Options, vault: Vault, access: Access, read_log: ReadLog, vaults: int
) -> None:
    """In one service, and in several over one database."""
    services = [vault] + [await open_vault(replace(options, writer=f"w{n}")) for n in range(1, vaults)]
    calls = [services[n % vaults].tokenize(access, [NewValue("PAN", Secret(VISA))]) for n in range(100)]
    assert len({record.token for (record,) in await asyncio.gather(*calls)}) == 1
    rows = await read_log("acme")
    assert sum(row.verb == "tokenize" for row in rows) == 100
    verify_log(rows)


async def test_a_refused_value_takes_the_whole_call_with_it(vault: Vault, access: Access, superuser: Any) -> None:
    with pytest.raises(ValueRefused) as caught:
        await vault.tokenize(access, [NewValue("PAN", Secret(VISA)), NewValue("PAN", Secret("4111111111111112"))])
    assert caught.value.path == "values[1]"
    assert await superuser.fetchval("SELECT count(*) FROM gettone.tokens") == 0


async def test_with_per_item_results_only_the_refused_one_fails(vault: Vault, access: Access) -> None:
    values = [NewValue("PAN", Secret(v)) for v in (VISA, "nonsense", AMEX)] + [NewValue("CVV", Secret("123"))]
    first, second, third, fourth = await vault.tokenize_each(access, values)
    assert isinstance(first, TokenRecord)
    assert isinstance(third, TokenRecord)
    assert isinstance(second, ValueRefused)
    assert isinstance(fourth, SensitiveDataRefused)


@pytest.mark.parametrize("entity", ["CVV", "PIN", "TRACK_DATA"])
async def test_sensitive_authentication_data_is_never_stored(
    vault: Vault, access: Access, entity: str, superuser: Any
) -> None:
    with pytest.raises(SensitiveDataRefused, match=r"PCI DSS 3\.3\.1"):
        await vault.tokenize(access, [NewValue(entity, Secret("737"))])
    assert await superuser.fetchval("SELECT count(*) FROM gettone.tokens") == 0


async def test_nothing_to_tokenize_is_no_commit(vault: Vault, access: Access, read_log: ReadLog) -> None:
    before = len(await read_log())
    assert await vault.tokenize(access, []) == []
    assert len(await read_log()) == before


async def test_unknown_foreign_expired_and_deleted_tokens_look_the_same(
    vault: Vault, access: Access, tokenize: Tokenize, clock: Any
) -> None:
    expired = await tokenize(VISA)
    clock.forward(RETENTION)
    deleted, foreign = await tokenize(AMEX), await tokenize(VISA, contact="call-9")
    await vault.delete(access, deleted.token)
    stranger = replace(access, tenant="other")
    errors = []
    for who, token in (
        (access, expired.token),
        (access, deleted.token),
        (stranger, foreign.token),
        (access, "tok_x"),
    ):
        for call in (vault.metadata(who, token), vault.delete(who, token), _reveal(vault, who, token)):
            with pytest.raises(TokenNotFound) as caught:
                await call
            errors.append(str(caught.value))
    assert set(errors) == {"no such token"}


async def test_a_token_lives_until_its_expiry_and_not_longer(
    vault: Vault, access: Access, tokenize: Tokenize, clock: Any
) -> None:
    record = await tokenize()
    clock.forward(RETENTION - timedelta(microseconds=1))
    assert (await vault.metadata(access, record.token)).expires_at == record.expires_at
    clock.forward(timedelta(microseconds=1))
    with pytest.raises(TokenNotFound):
        await vault.metadata(access, record.token)


async def test_a_token_and_its_log_rows_say_the_data_class_and_the_retention(
    vault: Vault, access: Access, clock: Any, superuser: Any
) -> None:
    values = [
        NewValue("PAN", Secret(VISA)),
        NewValue("EMAIL", Secret("jane@example.com"), data_class=DataClass.INTERNAL, retention=timedelta(days=30)),
        NewValue("PERSON", Secret("Jane"), retention=RETENTION * 2),
    ]
    card, email, person = await vault.tokenize(access, values)
    assert (card.data_class, card.expires_at - card.created_at) == ("cardholder", RETENTION)
    assert (email.data_class, email.expires_at - email.created_at) == ("internal", timedelta(days=30))
    assert (person.data_class, person.expires_at - person.created_at) == ("private", RETENTION)
    await _reveal(vault, access, email.token)
    rows = await superuser.fetch(
        "SELECT verb, detail FROM gettone.access_log WHERE token = $1 ORDER BY seq", email.token
    )
    assert [tuple(row) for row in rows] == [("tokenize", "internal 30d"), ("reveal", "internal 30d")]
    clock.forward(timedelta(days=30))
    with pytest.raises(TokenNotFound):
        await vault.metadata(access, email.token)


async def test_a_value_whose_token_expired_gets_a_new_one_and_the_old_row_goes(
    tokenize: Tokenize, clock: Any, superuser: Any
) -> None:
    old = await tokenize()
    clock.forward(RETENTION)
    new = await tokenize()
    assert new.token != old.token
    assert await superuser.fetchval("SELECT array_agg(token) FROM gettone.tokens") == [new.token]


async def test_a_deleted_value_is_gone_and_tokenises_anew(
    vault: Vault, access: Access, tokenize: Tokenize, superuser: Any
) -> None:
    record = await tokenize()
    await vault.delete(access, record.token)
    assert await superuser.fetchval("SELECT count(*) FROM gettone.tokens") == 0
    assert (await tokenize()).token != record.token


async def test_a_reveal_is_logged_with_all_that_is_known_of_it(
    vault: Vault, access: Access, tokenize: Tokenize, read_log: ReadLog
) -> None:
    record = await tokenize()
    await vault.reveal(replace(access, on_behalf_of="ann"), record.token, Purpose.LEGAL_REQUEST, "T-77")
    row = (await read_log("acme"))[-1]
    assert (row.verb, row.outcome, row.token, row.cls) == ("reveal", "ok", record.token, "pan")
    assert (row.purpose, row.ticket, row.contact, row.on_behalf_of) == (
        "legal-request",
        "T-77",
        "call-1",
        "ann",
    )
    assert (row.actor, row.role, row.network, row.client) == ("key:k1", "platform", "192.0.2.7", "test")
    assert row.request_id == "req-1"


async def test_the_ciphertext_can_be_looked_at_and_that_is_a_row(
    vault: Vault, access: Access, tokenize: Tokenize, superuser: Any, read_log: ReadLog
) -> None:
    record = await tokenize()
    assert await vault.sealed(access, record.token) == await superuser.fetchval(
        "SELECT ciphertext FROM gettone.tokens WHERE token = $1", record.token
    )
    assert (await read_log("acme"))[-1].verb == "sealed"


async def test_every_look_and_every_miss_is_a_row(
    vault: Vault, access: Access, tokenize: Tokenize, read_log: ReadLog
) -> None:
    record = await tokenize()
    await vault.metadata(access, record.token)
    await vault.delete(access, record.token)
    with pytest.raises(TokenNotFound):
        await vault.metadata(access, record.token)
    with pytest.raises(TokenNotFound):
        await _reveal(vault, access, record.token)
    rows = await read_log("acme")
    assert [(row.verb, row.cls, row.outcome) for row in rows] == [
        ("chain.start", "", "ok"),
        ("tenant.create", "", "ok"),
        ("key.create", "", "ok"),
        ("key.create", "pan", "ok"),
        ("key.create", "pan", "ok"),
        ("tokenize", "pan", "ok"),
        ("metadata", "pan", "ok"),
        ("delete", "pan", "ok"),
        ("metadata", "", "not-found"),
        ("reveal", "", "not-found"),
    ]
    verify_log(rows)


@pytest.mark.parametrize(("purpose", "ticket"), [("curiosity", "T-1"), (Purpose.DEMO, " "), (Purpose.DEMO, "a\nb")])
async def test_a_reveal_without_a_listed_purpose_and_a_ticket_is_refused(
    vault: Vault, access: Access, tokenize: Tokenize, purpose: Any, ticket: str
) -> None:
    record = await tokenize()
    with pytest.raises(FieldRefused):
        await vault.reveal(access, record.token, purpose, ticket)


SWAPS = {
    "between rows": (VISA, AMEX, "PAN", "PAN"),
    "between classes": (VISA, VISA, "PAN", "PAN_SUSPECT"),
}


@pytest.mark.parametrize("name", SWAPS)
async def test_a_ciphertext_swapped_in_sql_does_not_open_and_the_try_is_logged(
    vault: Vault, access: Access, tokenize: Tokenize, superuser: Any, read_log: ReadLog, name: str
) -> None:
    value_a, value_b, entity_a, entity_b = SWAPS[name]
    a, b = await tokenize(value_a, entity_a), await tokenize(value_b, entity_b)
    await superuser.execute(
        """UPDATE gettone.tokens t SET ciphertext = o.ciphertext FROM gettone.tokens o
           WHERE (t.token, o.token) IN (($1, $2), ($2, $1))""",
        a.token,
        b.token,
    )
    for record in (a, b):
        with pytest.raises(CiphertextDamaged):
            await _reveal(vault, access, record.token)
    assert [row.outcome for row in (await read_log("acme"))[-2:]] == ["failed", "failed"]


async def test_a_row_moved_to_another_tenant_does_not_open(
    vault: Vault, access: Access, tokenize: Tokenize, superuser: Any
) -> None:
    record = await tokenize()
    stranger = replace(access, tenant="other")
    await vault.tokenize(stranger, [NewValue("PAN", Secret(AMEX))])
    await superuser.execute("UPDATE gettone.tokens SET tenant_id = 'other' WHERE token = $1", record.token)
    with pytest.raises(CiphertextDamaged):
        await _reveal(vault, stranger, record.token)


async def test_keys_copied_along_to_another_tenant_do_not_open_either(
    open_vault: OpenVault, access: Access, tokenize: Tokenize, superuser: Any
) -> None:
    await tokenize()
    await superuser.execute("DELETE FROM gettone_keys.keys WHERE tenant_id = 'other'")
    await superuser.execute("UPDATE gettone_keys.keys SET tenant_id = 'other' WHERE tenant_id = 'acme'")
    fresh = await open_vault()
    with pytest.raises(WrongRootKey):
        await fresh.metadata(replace(access, tenant="other"), (await tokenize()).token)


async def test_another_root_key_does_not_open_the_vault(database: Any, open_vault: OpenVault) -> None:
    await open_vault()
    with pytest.raises(WrongRootKey):
        await Vault.open(database, RootKey(bytes(32)))


async def test_a_tenant_that_was_never_made_is_unknown(vault: Vault, access: Access) -> None:
    nobody = replace(access, tenant="nobody")
    for call in (
        vault.tokenize(nobody, [NewValue("PAN", Secret(VISA))]),
        vault.record(nobody, "x", "denied"),
        vault.search_log(nobody, LogFilter()),
    ):
        with pytest.raises(TenantUnknown):
            await call


async def test_tenants_are_listed_without_the_systems_own(vault: Vault) -> None:
    await vault.ensure_tenant("acme")
    assert await vault.tenants() == ["acme", "other"]


@pytest.mark.parametrize("tenant", ["", SYSTEM_TENANT, "A", "a b", "a" * 64, "x'--"])
async def test_a_tenant_id_has_one_form(vault: Vault, tenant: str) -> None:
    with pytest.raises(FieldRefused):
        await vault.ensure_tenant(tenant)


async def test_a_denial_of_nobody_goes_to_the_systems_chain(vault: Vault, read_log: ReadLog) -> None:
    stranger = Access(SYSTEM_TENANT, "unknown", "none", "req-9", network="198.51.100.4")
    await vault.record(stranger, "authenticate", "denied:key", detail="12 in this second")
    row = (await read_log(SYSTEM_TENANT))[-1]
    assert (row.verb, row.outcome, row.network, row.detail) == (
        "authenticate",
        "denied:key",
        "198.51.100.4",
        "12 in this second",
    )


async def test_a_search_finds_what_it_asks_for_and_is_a_row_itself(
    vault: Vault, access: Access, tokenize: Tokenize
) -> None:
    record = await tokenize()
    page = await vault.search_log(access, LogFilter(token=record.token, verb="tokenize"))
    assert [row.token for row in page.rows] == [record.token]
    assert page.cursor is None
    (row, *_) = (await vault.search_log(access, LogFilter(verb="log.search"))).rows
    assert row.detail == "verb"
    assert row.as_dict()["hash"] == row.hash.hex()


async def test_pages_follow_one_another_without_overlap(vault: Vault, access: Access, clock: Any) -> None:
    for n in range(7):
        await vault.record(access, "login", "denied", detail=str(n))
        clock.forward(timedelta(seconds=n % 2))
    seen, cursor = [], None
    while True:
        page = await vault.search_log(access, LogFilter(verb="login"), cursor, limit=3)
        seen += [row.detail for row in page.rows]
        cursor = page.cursor
        if cursor is None:
            break
    assert seen == [str(n) for n in reversed(range(7))]


async def test_a_search_sees_one_tenant(vault: Vault, access: Access, tokenize: Tokenize) -> None:
    await tokenize()
    rows = (await vault.search_log(replace(access, tenant="other"), LogFilter())).rows
    assert {row.tenant for row in rows} == {"other"}


async def test_a_closed_vault_ends_its_chains_and_takes_nothing_new(
    vault: Vault, tokenize: Tokenize, read_log: ReadLog
) -> None:
    await tokenize()
    await vault.close()
    with pytest.raises(VaultClosed):
        await tokenize()
    with pytest.raises(VaultUnavailable):
        await vault.ready()
    rows = await read_log()
    assert all(proven.closed for proven in verify_log(rows))
    assert {row.tenant for row in rows if row.verb == "chain.end"} == {"acme", "other", SYSTEM_TENANT}


async def test_closing_finishes_what_is_queued(vault: Vault, access: Access, tokenize: Tokenize) -> None:
    await tokenize()
    queued = [asyncio.create_task(vault.tokenize(access, [NewValue("PAN", Secret(AMEX), f"c{n}")])) for n in range(20)]
    await asyncio.sleep(0)
    await vault.close()
    results = await asyncio.gather(*queued, return_exceptions=True)
    assert all(isinstance(result, list | VaultClosed) for result in results)
    assert any(isinstance(result, list) for result in results)


async def test_the_next_start_closes_and_continues_a_chain_left_open(
    open_vault: OpenVault, tokenize: Tokenize, access: Access, read_log: ReadLog
) -> None:
    record = await tokenize()
    for _ in range(2):
        fresh = await open_vault()
        await fresh.metadata(access, record.token)
    await fresh.close()
    rows = await read_log("acme")
    assert [proven.closed for proven in verify_log(rows)] == [True, True, True]
    assert sum("left open" in row.detail for row in rows) == 2


def test_a_callers_field_with_a_card_is_refused_and_an_address_that_looks_like_one_is_not(access: Access) -> None:
    for name in ("actor", "client", "contact", "on_behalf_of"):
        with pytest.raises(FieldRefused, match="card number") as refused:
            replace(access, **{name: "order-4111111111111111"})
        assert refused.value.path == name
    assert replace(access, network="4111:1111:1111:1111::1").network


async def test_a_spelling_comes_back_byte_for_byte_and_only_the_same_one_keeps_its_token(
    vault: Vault, access: Access
) -> None:
    def written(text: str) -> NewValue:
        return NewValue("EMAIL", Secret("ada@example.org"), written=Secret(text))

    spellings = ["ada at example dot org", "Ada@EXAMPLE.org", "ada@example.org", " e\u0301 at a dot b "]
    records = await vault.tokenize(access, [written(text) for text in spellings] * 2)
    (plain,) = await vault.tokenize(access, [NewValue("EMAIL", Secret("ada@example.org"))])
    tokens = [record.token for record in records]
    assert tokens[:4] == tokens[4:]
    assert len({*tokens, plain.token}) == 5
    assert [await _reveal(vault, access, token) for token in tokens[:4]] == spellings


@pytest.mark.parametrize(("entity", "value"), [("PAN", VISA), ("PAN_SUSPECT", "4111111111111112")])
async def test_a_card_is_not_kept_as_it_was_written(vault: Vault, access: Access, entity: str, value: str) -> None:
    with pytest.raises(ValueRefused):
        await vault.tokenize(access, [NewValue(entity, Secret(value), written=Secret("4111 1111 1111 1111"))])


async def test_many_are_revealed_in_order_with_a_row_each(
    vault: Vault, access: Access, tokenize: Tokenize, read_log: ReadLog
) -> None:
    tokens = [(await tokenize(VISA)).token, (await tokenize("Ada", "PERSON")).token]
    values = await vault.reveal_all(access, tokens, Purpose.REFUND, "T-9")
    assert [value.expose() for value in values] == [VISA, "Ada"]
    rows = [row for row in await read_log("acme") if row.verb == "reveal"]
    assert [(r.token, r.outcome, r.purpose, r.ticket) for r in rows] == [(t, "ok", "refund", "T-9") for t in tokens]
    assert await vault.reveal_all(access, [], Purpose.REFUND, "T-9") == []


async def test_where_one_is_not_there_none_is_revealed_and_that_one_is_logged(
    vault: Vault, access: Access, tokenize: Tokenize, read_log: ReadLog
) -> None:
    """Deleted, or another contact's than was asked for."""
    here, gone = (await tokenize("Ada", "PERSON")).token, (await tokenize("Bob", "PERSON")).token
    elsewhere = (await tokenize("Eve", "PERSON", "call-2")).token
    await vault.delete(access, gone)
    for other, contact in ((gone, None), (elsewhere, "call-1")):
        with pytest.raises(TokenNotFound):
            await vault.reveal_all(access, [here, other], Purpose.REFUND, "T-9", contact=contact)
    rows = [row for row in await read_log("acme") if row.verb == "reveal"]
    assert [(r.token, r.outcome) for r in rows] == [(gone, "not-found"), (elsewhere, "not-found")]
    assert len(await vault.reveal_all(access, [here, elsewhere], Purpose.REFUND, "T-9")) == 2


async def test_more_tokens_than_one_call_reveals_are_refused(vault: Vault, access: Access, tokenize: Tokenize) -> None:
    token = (await tokenize()).token
    with pytest.raises(FieldRefused):
        await vault.reveal_all(access, [token] * 101, Purpose.REFUND, "T-9")
