from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from carddata import Secret
from vault import Access, Vault
from vault.errors import FieldRefused


async def test_a_key_is_found_by_the_whole_of_it_and_by_nothing_else(vault: Vault, access: Access) -> None:
    key_id, full = await vault.create_key(access, "platform", ["redact", "tokens.read"], ["192.0.2.0/24"], name="CRM")
    found = await vault.find_key(full)
    assert found is not None
    assert (found.tenant, found.key_id, found.role, found.name) == ("acme", key_id, "platform", "CRM")
    assert (found.scopes, found.networks) == (frozenset({"redact", "tokens.read"}), ("192.0.2.0/24",))
    text = full.expose()
    other = "a" if text[-1] != "a" else "b"
    for wrong in (
        text[:-1] + other,
        text[:-1],
        text + "a",
        "",
        "gtn_",
        text.upper(),
        text.replace(key_id, "a" * 16),
    ):
        assert await vault.find_key(Secret(wrong)) is None


async def test_the_database_holds_no_secret(vault: Vault, access: Access, superuser: Any) -> None:
    _, full = await vault.create_key(access, "platform", [])
    secret = full.expose().rsplit("_", 1)[1]
    stored = str(await superuser.fetch("SELECT * FROM gettone.api_keys"))
    assert secret not in stored
    assert secret not in str(await superuser.fetch("SELECT * FROM gettone.access_log"))


async def test_an_expired_key_does_not_work(vault: Vault, access: Access, clock: Any) -> None:
    _, full = await vault.create_key(access, "platform", [], expires_at=clock.now + timedelta(hours=1))
    assert await vault.find_key(full) is not None
    clock.forward(timedelta(hours=1))
    assert await vault.find_key(full) is None


async def test_a_revoked_key_stops_at_once_and_stays_listed(vault: Vault, access: Access, clock: Any) -> None:
    key_id, full = await vault.create_key(access, "platform", [])
    assert await vault.revoke_key(access, key_id)
    assert await vault.find_key(full) is None
    assert not await vault.revoke_key(access, key_id)
    assert [key.revoked_at for key in await vault.list_keys(access)] == [clock.now]


async def test_one_tenant_neither_sees_nor_revokes_anothers_keys(vault: Vault, access: Access) -> None:
    key_id, full = await vault.create_key(access, "platform", [])
    stranger = replace(access, tenant="other")
    assert await vault.list_keys(stranger) == []
    assert not await vault.revoke_key(stranger, key_id)
    assert await vault.find_key(full) is not None


async def test_key_changes_are_rows(vault: Vault, access: Access, read_log: Any) -> None:
    key_id, _ = await vault.create_key(access, "agent", [])
    await vault.revoke_key(access, key_id)
    rows = (await read_log("acme"))[-2:]
    assert [(row.verb, row.detail) for row in rows] == [
        ("apikey.create", f"{key_id} as agent"),
        ("apikey.revoke", key_id),
    ]


@pytest.mark.parametrize(("role", "scope", "name"), [("Admin", "a", ""), ("a", "b c", ""), ("a", "b", "x\n")])
async def test_malformed_fields_are_refused(vault: Vault, access: Access, role: str, scope: str, name: str) -> None:
    with pytest.raises(FieldRefused):
        await vault.create_key(access, role, [scope], name=name)
