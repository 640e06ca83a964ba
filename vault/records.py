"""A value on its way in, a token on its way out, and the row between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from carddata import DataClass, Secret


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value to be tokenised. `entity`: an entity (`PAN`, `CUSTOM_ORDER`) or a class name (`pan`).

    The same value in the same contact and class keeps its token; without a contact it always gets a new
    one. `contact` None: the contact of the `Access`. `data_class`, `retention` None: what the entity's class and the
    vault have; the retention is never longer than the vault's. `written`: how the value stands in a text; then that is
    kept, and only the same spelling, byte for byte, keeps its token. Cards have none.
    """

    entity: str
    value: Secret[str]
    contact: str | None = None
    data_class: DataClass | None = None
    retention: timedelta | None = None
    written: Secret[str] | None = None


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """What anybody who may know the token may know: brand and last four for cards, nothing of other values.

    `first6` is empty unless the vault was opened with `keep_first6`.
    """

    token: str
    cls: str
    brand: str
    last4: str
    first6: str
    contact: str | None
    created_at: datetime
    expires_at: datetime
    data_class: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of `gettone.tokens`."""

    token: str
    cls: str
    contact: str | None
    blind_index: bytes | None = field(repr=False)
    index_version: int | None
    ciphertext: bytes = field(repr=False)
    brand: str
    first6: str
    last4: str
    created_at: datetime
    expires_at: datetime
    data_class: str

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Stored":
        """The row from a record whose columns are those of `read_tokens`."""
        return cls(*record.values())

    @property
    def index_key(self) -> tuple[str, str, bytes] | None:
        """What is unique in a tenant; None without a contact."""
        if self.contact is None or self.blind_index is None:
            return None
        return (self.contact, self.cls, self.blind_index)

    @property
    def kept(self) -> str:
        """Its data class and retention, as a log row tells them: `private 365d`."""
        return f"{self.data_class} {(self.expires_at - self.created_at).days}d"

    def record(self) -> TokenRecord:
        """What may be known of it."""
        return TokenRecord(
            self.token,
            self.cls,
            self.brand,
            self.last4,
            self.first6,
            self.contact,
            self.created_at,
            self.expires_at,
            self.data_class,
        )
