"""Nothing of a value is at rest in the clear, and no error carries it."""

import asyncio
import hashlib
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from carddata import GettoneError, Secret, luhn_check_digit
from vault import Access, NewValue, Purpose, Vault

Connect = Callable[[str], Awaitable[Any]]
TERMINATE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE usename = 'gettone_app' AND datname = current_database()"""
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'"""
CANARY = "4539578763621486"


def _seeded(count: int) -> list[str]:
    payloads = [f"411111{n * 7919 % 10**9:09d}" for n in range(1, count + 1)]
    return [payload + luhn_check_digit(payload) for payload in payloads]


async def _dump(superuser: Any) -> str:
    parts = []
    for table in (
        "TABLE gettone.tenants",
        "TABLE gettone.tokens",
        "TABLE gettone.api_keys",
        "TABLE gettone.log_chains",
        "TABLE gettone.access_log",
        "TABLE gettone.migrations",
        "TABLE gettone_keys.keys",
    ):
        for row in await superuser.fetch(table):
            parts += [value.hex() if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(parts).lower()


async def test_a_dump_of_all_tables_holds_neither_a_card_nor_any_unkeyed_hash_of_it(
    vault: Vault, access: Access, superuser: Any
) -> None:
    cards = _seeded(40)
    records = await vault.tokenize(access, [NewValue("PAN", Secret(card)) for card in cards])
    await vault.reveal(access, records[0].token, Purpose.DEMO, "T-1")
    dump = await _dump(superuser)
    assert records[0].token.lower() in dump
    for card in cards:
        assert card not in dump
        for written in (card, f'"{card}"', f"'{card}'", f"{card}\n"):
            for name in ("md5", "sha1", "sha256", "sha512"):
                assert hashlib.new(name, written.encode()).hexdigest() not in dump
        assert card.encode().hex() not in dump


def _all_of(error: BaseException | None) -> str:
    text = ""
    while error is not None:
        text += "".join(traceback.format_exception(error)) + repr(error.args) + repr(vars(error))
        error = error.__context__
    return text


async def test_no_error_or_log_line_holds_a_value(
    vault: Vault,
    access: Access,
    superuser: Any,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Refused values, a lost connection, refused statements, and swapped ciphertexts."""
    caplog.set_level(logging.DEBUG)
    errors: list[BaseException] = []

    async def expect(call: Awaitable[object]) -> None:
        with pytest.raises(GettoneError) as caught:
            await call
        errors.append(caught.value)

    good = NewValue("PAN", Secret(CANARY))
    (record,) = await vault.tokenize(access, [good])
    for entity in ("CVV", "IBAN", "EMAIL", "TOKEN", "PAN"):
        await expect(vault.tokenize(access, [NewValue(entity, Secret(CANARY + "7"))]))
    await superuser.execute("REVOKE INSERT ON gettone.tokens FROM gettone_app")
    await expect(vault.tokenize(access, [NewValue("PAN", Secret(CANARY), "c2")]))
    await superuser.execute("GRANT INSERT ON gettone.tokens TO gettone_app")
    await superuser.execute("UPDATE gettone.tokens SET ciphertext = ciphertext || '\\x00'")
    await expect(vault.reveal(access, record.token, Purpose.DEMO, "T-1"))
    lock = await connect("postgres")
    async with lock.transaction():
        await lock.execute("LOCK TABLE gettone.tokens IN ACCESS EXCLUSIVE MODE")
        call = asyncio.create_task(vault.tokenize(access, [NewValue("PAN", Secret(CANARY), "c3")]))
        while not await superuser.fetchval(WAITING):
            pass
        await superuser.execute(TERMINATE)
        await expect(call)
    assert len(errors) == 8
    assert not [error for error in errors if CANARY in _all_of(error)]
    assert CANARY not in caplog.text
    assert not [error for error in errors if "asyncpg" in repr(error.__context__) or "asyncpg" in repr(error.__cause__)]


def test_values_and_records_do_not_show_values() -> None:
    assert CANARY not in repr(NewValue("PAN", Secret(CANARY)))
