"""Whether a caller may; a no is logged and counted before it is said."""

from gateway.api.problems import Problem
from gateway.api.route import Call
from gateway.auth.roles import Scope


async def require(call: Call, scope: Scope, token: str = "") -> None:
    """Returns if the caller has `scope`; raises Problem 403 otherwise. `token`: what it was about, a whole token."""
    if scope in call.principal.scopes:
        return
    call.services.metrics.denials.labels("scope").inc()
    await call.services.vault.record(call.access(), scope, "denied:scope", token=token)
    raise Problem(403, "forbidden", f"This key may not: scope {scope} is needed.")
