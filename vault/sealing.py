"""A value becomes a row: checked, classed, given a random token, sealed, and indexed if it has a contact."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from carddata import InputError, mint_token
from vault.access import Access, check_field
from vault.classes import CARD_CLASSES, Shown, check_value, class_of
from vault.dice import dice
from vault.errors import ValueRefused
from vault.keys.tenant import TenantKeys
from vault.records import NewValue, Stored

_AT_ONCE: Final = 8
"""Values sealed before the event loop gets its turn: pycryptodome's GCM takes 0.2 ms each."""

_AS_WRITTEN: Final = "\x00"
"""Before a spelling in the index: no value has it, so no spelling is taken for a normal form."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A value that will be taken."""

    cls: str
    contact: str | None
    value: str = field(repr=False)
    indexed: str = field(repr=False)
    shown: Shown
    data_class: str
    retention: timedelta


class Sealer:
    """Makes rows. `retention`: how long they live. The rest: see `vault.service.Options`."""

    def __init__(self, retention: timedelta, keep_first6: bool, urandom: Callable[[int], bytes]) -> None:
        self._retention = retention
        self._keep_first6 = keep_first6
        self._urandom = urandom

    def prepare(self, access: Access, new: NewValue, index: int) -> Prepared | InputError:
        """The value checked, or why it is refused, with the path `values[index]`."""
        try:
            cls = class_of(new.entity)
            value = new.value.expose()
            check_value(value)
            normalized = cls.normalize(value)
            kept, indexed = value, normalized
            if new.written is not None:
                kept = new.written.expose()
                check_value(kept)
                if cls.name in CARD_CLASSES:
                    raise ValueRefused("a card is kept as its digits, not as it was written")
                indexed = _AS_WRITTEN + kept
            contact = new.contact if new.contact is not None else access.contact
            check_field(contact or "", "contact")
            return Prepared(
                cls.name,
                contact or None,
                kept,
                indexed,
                cls.show(normalized),
                new.data_class or cls.data_class,
                min(new.retention or self._retention, self._retention),
            )
        except InputError as error:
            error.path = f"values[{index}]" + (f".{error.path}" if error.path else "")
            return error.with_traceback(None)

    async def seal(
        self, keys: TenantKeys, prepared: Sequence[Prepared | InputError], now: datetime
    ) -> list[Stored | InputError]:
        """The rows, errors left in their places."""
        rows: list[Stored | InputError] = []
        for index, item in enumerate(prepared, start=1):
            rows.append(item if isinstance(item, InputError) else self._row(keys, item, now))
            if index % _AT_ONCE == 0:
                await asyncio.sleep(0)
        return rows

    def _row(self, keys: TenantKeys, item: Prepared, now: datetime) -> Stored:
        token = mint_token(item.cls, dice(self._urandom))
        version, blind_index = keys.blind_index(item.cls, item.indexed) if item.contact is not None else (None, None)
        return Stored(
            token=token,
            cls=item.cls,
            contact=item.contact,
            blind_index=blind_index,
            index_version=version,
            ciphertext=keys.seal(item.cls, token, item.value, self._urandom),
            brand=str(item.shown.brand),
            first6=item.shown.first6 if self._keep_first6 else "",
            last4=item.shown.last4,
            created_at=now,
            expires_at=now + item.retention,
            data_class=item.data_class,
        )
