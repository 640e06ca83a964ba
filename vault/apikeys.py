"""API keys of machines: `gtn_<key id>_<secret>`.

The secret is 256 random bits, so the database keeps its plain SHA-256: there is nothing to guess that a
slow hash would slow down. Comparison takes constant time.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from carddata import Secret
from vault.access import Access, Outcome, Verb, check_field, check_name
from vault.accesslog.row import Entry
from vault.batch import View, Work
from vault.errors import FieldRefused
from vault.store.database import Transaction

_KEY: Final = re.compile(r"gtn_([a-z2-7]{16})_([a-z2-7]{52})")
_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 10
_MAX_LIST: Final = 64


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is known after look-up. `scopes`, `networks` (CIDR) are the gateway's to enforce."""

    tenant: str
    key_id: str
    name: str
    role: str
    scopes: frozenset[str]
    networks: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    secret_hash: bytes = field(repr=False, compare=False)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "ApiKey":
        """The key from a record of `gettone.api_keys`."""
        values = dict(record)
        values["tenant"] = values.pop("tenant_id")
        values["scopes"] = frozenset(values["scopes"])
        values["networks"] = tuple(values["networks"])
        return cls(**values)

    def works(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def split(presented: Secret[str]) -> tuple[str, bytes] | None:
    """Key id and hash of the secret, or None for what is no API key at all."""
    match = _KEY.fullmatch(presented.expose())
    return (match[1], _hash(match[2])) if match else None


def matching(rows: Sequence[Mapping[str, Any]], digest: bytes, now: datetime) -> ApiKey | None:
    """The key of `rows` whose secret has this hash, if it works at `now`."""
    for row in rows:
        if hmac.compare_digest(row["secret_hash"], digest):
            key = ApiKey.from_record(row)
            return key if key.works(now) else None
    return None


class CreateKey(Work):
    """A new key; its secret exists only in the `Secret` that its maker gets."""

    in_transaction = True

    def __init__(
        self,
        access: Access,
        role: str,
        scopes: Sequence[str],
        networks: Sequence[str],
        expires_at: datetime | None,
        name: str,
        urandom: Callable[[int], bytes],
    ) -> None:
        if len(scopes) > _MAX_LIST or len(networks) > _MAX_LIST:
            raise FieldRefused(f"at most {_MAX_LIST} of them", path="scopes")
        self._access = access
        self.key_id = _text(urandom(_ID_BYTES))
        secret = _text(urandom(_SECRET_BYTES))
        self.full = Secret(f"gtn_{self.key_id}_{secret}")
        self._row = (
            _hash(secret),
            check_field(name, "name"),
            check_name(role, "role"),
            [check_name(scope, "scopes") for scope in scopes],
            [check_field(network, "networks") for network in networks],
        )
        self._expires_at = expires_at

    async def before(self, transaction: Transaction, now: datetime) -> None:
        await transaction.value("add_api_key", self._access.tenant, self.key_id, *self._row, now, self._expires_at)

    def decide(self, view: View) -> None:
        view.entries.append(Entry(self._access, Verb.CREATE_API_KEY, detail=f"{self.key_id} as {self._row[2]}"))


class RevokeKey(Work):
    """Ends a key at once."""

    in_transaction = True

    def __init__(self, access: Access, key_id: str) -> None:
        self._access = access
        self._key_id = check_field(key_id, "key_id")
        self._found = False

    async def before(self, transaction: Transaction, now: datetime) -> None:
        self._found = bool(await transaction.value("revoke_api_key", self._access.tenant, self._key_id, now))

    def decide(self, view: View) -> bool:
        outcome = Outcome.OK if self._found else Outcome.NOT_FOUND
        view.entries.append(Entry(self._access, Verb.REVOKE_API_KEY, outcome, detail=self._key_id))
        return self._found
