"""The caller of a request."""

from dataclasses import dataclass

from gateway.auth.roles import Scope


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: an API key of a tenant, with a role and scopes."""

    tenant: str
    key_id: str
    role: str
    scopes: frozenset[Scope]

    @property
    def actor(self) -> str:
        """The name that stands in the access log."""
        return f"key:{self.key_id}"
