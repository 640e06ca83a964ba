"""Typed application keys: what a handler can ask the application for."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from gateway.auth.tickets import Tickets
from gateway.captures.registry import Captures
from gateway.config import Config
from gateway.conversations.registry import Conversations
from gateway.metrics import Metrics
from gateway.policies import Policies
from gateway.workers.scanner import Scanner
from vault import Vault


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a request can need, made once at start. `demo` admits what only the demo may do."""

    config: Config
    vault: Vault
    scanner: Scanner
    policies: Policies
    captures: Captures
    conversations: Conversations
    metrics: Metrics
    tickets: Tickets
    demo: bool = False
    clock: Callable[[], float] = field(default=time.monotonic)


SERVICES = web.AppKey("services", Services)
