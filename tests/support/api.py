"""A caller of a real gateway, by role."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

from gateway.runtime import Gateway
from vault import Access, Vault

TENANT = "default"


@dataclass
class Api:
    """The gateway, its address, and HTTP sessions by role (`nobody` has no key)."""

    gateway: Gateway
    vault: Vault
    database: Any
    stop: Callable[[], Awaitable[object]]
    sessions: dict[str, ClientSession] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.gateway.port}"

    def __getitem__(self, role: str) -> ClientSession:
        return self.sessions[role]

    async def post(self, role: str, path: str, body: Any) -> tuple[int, Any]:
        """Status and JSON of a POST."""
        async with self[role].post(path, json=body) as response:
            return response.status, await response.json(content_type=None)

    async def get(self, role: str, path: str) -> tuple[int, Any]:
        """Status and JSON of a GET."""
        async with self[role].get(path) as response:
            return response.status, await response.json(content_type=None)

    async def log_rows(self, **filters: Any) -> list[dict[str, Any]]:
        """The tenant's access log, newest first, as compliance reads it."""
        status, page = await self.post("compliance", "/v1/access-log/search", {"limit": 500, **filters})
        assert status == 200
        rows: list[dict[str, Any]] = page["rows"]
        return rows


def operator(tenant: str = TENANT) -> Access:
    return Access(tenant=tenant, actor="operator:test", role="operator", request_id="test")
