"""The two applications: the public API and the operator's metrics."""

from weakref import WeakSet

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.api import guard, routes
from gateway.api.route import PublicRoute
from gateway.api.websocket import SOCKETS, close_all
from gateway.auth.denials import DenialLog
from gateway.keys import SERVICES, Services


def build_app(services: Services) -> web.Application:
    """The public application over services that are already running."""
    limit = max(services.config.server.max_json_bytes, services.config.server.max_message_bytes)
    app = web.Application(middlewares=[guard.observe], client_max_size=limit)
    app[SERVICES] = services
    app[SOCKETS] = WeakSet()
    app.on_shutdown.append(close_all)
    denials = DenialLog(services.vault, services.metrics, services.clock)
    for route in routes.ALL:
        handler = guard.public(route) if isinstance(route, PublicRoute) else guard.guarded(route, denials)
        if route.method == "GET":
            app.router.add_get(route.path, handler, allow_head=False)
        else:
            app.router.add_route(route.method, route.path, handler)
    app.on_response_prepare.append(guard.add_headers)
    return app


def build_admin_app(services: Services) -> web.Application:
    """The operator's application: `/metrics` in Prometheus' text format."""

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(services.metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    return app
