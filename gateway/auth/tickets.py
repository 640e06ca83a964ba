"""Single-use tickets for opening a WebSocket from a browser, which cannot send an Authorization header.

A ticket lives 30 s, opens one socket once, and is bound to its principal, the resource (path and
query) and the Origin of the call that asked for it. It travels as a subprotocol, never in a URL.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from gateway.auth.principal import Principal

LIFETIME_SECONDS = 30
_MAX_OPEN = 10_000
_MAX_OPEN_OF_ONE = 200
PREFIX = "gtt_"


class TicketsExhausted(Exception):
    """Too many unused tickets are open."""


@dataclass(frozen=True, slots=True)
class _Ticket:
    principal: Principal
    resource: str
    origin: str
    expires: float


class Tickets:
    """The open tickets of this process. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, _Ticket] = {}

    def issue(self, principal: Principal, resource: str, origin: str) -> str:
        """A new ticket. Raises TicketsExhausted when too many wait unused."""
        now = self._clock()
        if len(self._open) >= _MAX_OPEN or self._of(principal) >= _MAX_OPEN_OF_ONE:
            self._open = {k: t for k, t in self._open.items() if t.expires > now}
            if len(self._open) >= _MAX_OPEN or self._of(principal) >= _MAX_OPEN_OF_ONE:
                raise TicketsExhausted
        ticket = PREFIX + secrets.token_urlsafe(32).replace("-", "x").replace("_", "y")
        self._open[ticket] = _Ticket(principal, resource, origin, now + LIFETIME_SECONDS)
        return ticket

    def _of(self, principal: Principal) -> int:
        return sum(t.principal == principal for t in self._open.values())

    def redeem(self, ticket: str, resource: str, origin: str) -> Principal | None:
        """The principal, if this ticket is known, fresh and bound to just this; it is used up in any case."""
        found = self._open.pop(ticket, None)
        if found is None or found.expires <= self._clock():
            return None
        return found.principal if (found.resource, found.origin) == (resource, origin) else None
