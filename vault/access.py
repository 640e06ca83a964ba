"""Who asks, why, and what for: what every call of the vault carries into the access log."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from carddata import holds_card_number, is_token
from vault.errors import FieldRefused

SYSTEM_TENANT: Final = "_system"
"""The tenant of what belongs to none: denials of unauthenticated callers, the root key's check."""

_TENANT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_FIELD_LENGTH: Final = 256


class Purpose(StrEnum):
    """Why somebody may look at a real value. A closed list; the access log keeps the chosen one."""

    PAYMENT_DISPUTE = "payment-dispute"
    CHARGEBACK = "chargeback"
    REFUND = "refund"
    FRAUD_INVESTIGATION = "fraud-investigation"
    LEGAL_REQUEST = "legal-request"
    DATA_SUBJECT_REQUEST = "data-subject-request"
    QUALITY_AUDIT = "quality-audit"
    SECURITY_INCIDENT = "security-incident"
    DEMO = "demo"


class Verb(StrEnum):
    """What was done. The gateway may record more verbs of the form `[a-z][a-z0-9._-]*`."""

    TOKENIZE = "tokenize"
    METADATA = "metadata"
    SEALED = "sealed"
    REVEAL = "reveal"
    DELETE = "delete"
    SEARCH_LOG = "log.search"
    CREATE_TENANT = "tenant.create"
    CREATE_KEY = "key.create"
    CREATE_API_KEY = "apikey.create"
    LIST_API_KEYS = "apikey.list"
    REVOKE_API_KEY = "apikey.revoke"
    START_CHAIN = "chain.start"
    END_CHAIN = "chain.end"


class Outcome(StrEnum):
    """How it ended."""

    OK = "ok"
    DENIED = "denied"
    NOT_FOUND = "not-found"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Access:
    """The caller of one request, as the access log shall show it.

    `actor` and `role` come from authentication; `network` is the peer's address, `client` its program.
    Every field is at most 256 characters without control characters; `FieldRefused` otherwise.
    """

    tenant: str
    actor: str
    role: str
    request_id: str
    network: str = ""
    client: str = ""
    contact: str | None = None
    on_behalf_of: str | None = None

    def __post_init__(self) -> None:
        if self.tenant != SYSTEM_TENANT:
            check_tenant(self.tenant)
        for name in ("actor", "role", "client", "contact", "on_behalf_of"):
            check_field(getattr(self, name) or "", name)
        # Not from a caller's hand, so chance likeness to a card counts for nothing.
        for name in ("request_id", "network"):
            check_form(getattr(self, name), name)


def check_tenant(tenant: str) -> None:
    """Raises FieldRefused unless `tenant` is a tenant id: `[a-z0-9][a-z0-9._-]{0,62}`."""
    if _TENANT.fullmatch(tenant) is None:
        raise FieldRefused(
            "a tenant id is 1 to 63 lower-case letters, digits, dots, dashes or underscores", path="tenant"
        )


def check_name(text: str, path: str) -> str:
    """`text` if it is a verb, role or scope: `[a-z][a-z0-9._-]{0,63}`; raises FieldRefused otherwise."""
    if _NAME.fullmatch(text) is None:
        raise FieldRefused(
            "must be a lower-case letter and up to 63 letters, digits, dots, dashes or underscores", path=path
        )
    return text


def check_outcome(text: str) -> str:
    """`text` if it is an outcome: names joined by colons (`denied:scope`); raises FieldRefused otherwise."""
    for part in text.split(":"):
        check_name(part, "outcome")
    return check_field(text, "outcome")


def check_field(text: str, path: str) -> str:
    """`text` if it may stand in a log row; raises FieldRefused naming `path` otherwise."""
    check_form(text, path)
    if holds_card_number(text) and not is_token(text):
        raise FieldRefused("must not hold a card number", path=path)
    return text


def check_form(text: str, path: str) -> str:
    """`text` if it is short and printable; raises FieldRefused naming `path` otherwise."""
    if len(text) > _FIELD_LENGTH or _CONTROL.search(text) is not None:
        raise FieldRefused(f"must be at most {_FIELD_LENGTH} characters without control characters", path=path)
    return text
