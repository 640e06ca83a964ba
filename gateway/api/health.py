"""Is it alive, and can it serve? Both tell nothing else."""

from aiohttp import web

from gateway.api.models import Health
from gateway.api.route import PublicRoute, json_response, services_of


async def healthz(_: web.Request) -> web.Response:
    """The process answers."""
    return json_response(Health(status="ok"))


async def readyz(request: web.Request) -> web.Response:
    """The vault answers, so requests can be served. Raises VaultUnavailable (503)."""
    await services_of(request).vault.ready()
    return json_response(Health(status="ok"))


ROUTES = (
    PublicRoute("GET", "/healthz", healthz, "The process is alive", Health),
    PublicRoute("GET", "/readyz", readyz, "The service can serve", Health),
)
