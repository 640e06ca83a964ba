"""From a request to a principal: an API key in the Authorization header, or a ticket on a WebSocket."""

import ipaddress

from aiohttp import hdrs, web

from carddata import Secret
from gateway.auth.principal import Principal
from gateway.auth.roles import ROLES, Scope
from gateway.auth.tickets import PREFIX, Tickets
from vault import Vault

_SCHEME = "bearer "
_MAX_HEADER = 256


class NotAuthenticated(Exception):
    """Nobody that we know. `reason` is a name of ours for the log: no-key, malformed, unknown-key, network, ticket."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def by_key(request: web.Request, vault: Vault, *, behind_proxy: bool) -> Principal:
    """The principal of the request's API key.

    Raises NotAuthenticated (no key, unknown, expired, revoked, a network that is not allowed), all
    of which look the same to the caller, and VaultUnavailable.
    """
    header = request.headers.get(hdrs.AUTHORIZATION, "")
    if not header:
        raise NotAuthenticated("no-key")
    if len(header) > _MAX_HEADER or not header.lower().startswith(_SCHEME):
        raise NotAuthenticated("malformed")
    key = await vault.find_key(Secret(header[len(_SCHEME) :].strip()))
    if key is None:
        raise NotAuthenticated("unknown-key")
    # Behind a proxy the peer is the proxy: where a key came from is not known, so a bound key is refused.
    if not _admits(key.networks, None if behind_proxy else request.remote):
        raise NotAuthenticated("network")
    scopes = frozenset(Scope(s) for s in key.scopes) & ROLES.get(key.role, frozenset())
    return Principal(key.tenant, key.key_id, key.role, scopes)


def by_ticket(request: web.Request, tickets: Tickets) -> tuple[Principal, str] | None:
    """The principal and the subprotocol of a ticket that opens just this resource; None where none is sent.

    Raises NotAuthenticated for a ticket that does not fit.
    """
    offered = [p.strip() for p in request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, "").split(",")]
    sent = [p for p in offered if p.startswith(PREFIX)]
    if not sent:
        return None
    principal = tickets.redeem(sent[0], request.path_qs, request.headers.get(hdrs.ORIGIN, ""))
    if principal is None:
        raise NotAuthenticated("ticket")
    return principal, sent[0]


def _admits(networks: tuple[str, ...], remote: str | None) -> bool:
    if not networks:
        return True
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in networks)
