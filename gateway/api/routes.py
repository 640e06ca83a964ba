"""All routes of the public listener."""

from gateway.api import (
    access_log,
    captures,
    containers,
    conversations,
    health,
    media,
    openapi,
    redact,
    restore,
    sockets,
    tokens,
)
from gateway.api.route import PublicRoute, Route

ALL: tuple[Route | PublicRoute, ...] = (
    *redact.ROUTES,
    *restore.ROUTES,
    *containers.ROUTES,
    *tokens.ROUTES,
    *access_log.ROUTES,
    *sockets.ROUTES,
    *captures.ROUTES,
    *conversations.ROUTES,
    *media.ROUTES,
    *health.ROUTES,
    *openapi.ROUTES,
)
