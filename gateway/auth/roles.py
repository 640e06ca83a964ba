"""Roles and scopes of API keys. Deny by default: a key can do what its scopes say and its role admits."""

from collections.abc import Iterable
from enum import StrEnum

from carddata import InputError


class Scope(StrEnum):
    """One thing a key may do."""

    REDACT = "redact"
    TOKENIZE = "tokenize"
    METADATA = "metadata"
    DELETE = "delete"
    REVEAL = "reveal"
    LOG = "log"
    CAPTURE = "capture"
    MEDIA = "media"


ROLES: dict[str, frozenset[Scope]] = {
    "agent": frozenset({Scope.METADATA, Scope.CAPTURE}),
    "supervisor": frozenset({Scope.METADATA, Scope.CAPTURE}),
    "compliance": frozenset({Scope.METADATA, Scope.REVEAL, Scope.LOG}),
    "admin": frozenset({Scope.METADATA, Scope.DELETE}),
    "platform": frozenset({Scope.REDACT, Scope.TOKENIZE, Scope.METADATA, Scope.DELETE, Scope.CAPTURE, Scope.MEDIA}),
}
"""Role -> the most a key of that role can be given. No agent key ever reveals: there is no setting for it."""


def checked_scopes(role: str, scopes: Iterable[str]) -> frozenset[Scope]:
    """`scopes` as a set; none named: all that the role admits.

    Raises InputError for an unknown role, an unknown scope or one that the role does not admit.
    """
    if role not in ROLES:
        raise InputError(f"role: must be one of {', '.join(ROLES)}", path="role")
    known = {s.value for s in Scope}
    wanted = set(scopes)
    if not wanted <= known:
        raise InputError(f"scopes: must be of {', '.join(sorted(known))}", path="scopes")
    chosen = frozenset(Scope(s) for s in wanted) or ROLES[role]
    if excess := chosen - ROLES[role]:
        raise InputError(f"scopes: a key of role {role} cannot have {', '.join(sorted(excess))}", path="scopes")
    return chosen
