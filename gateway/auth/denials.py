"""Denials of callers who are nobody: logged, but a flood of them must not become a flood of rows."""

import logging
from collections.abc import Callable

from carddata import GettoneError
from gateway.metrics import Metrics
from vault import SYSTEM_TENANT, Access, Vault

_log = logging.getLogger("gettone.auth")
_ROWS_PER_SECOND = 100


class DenialLog:
    """At most one row for each source network and second, and 100 rows a second in all.

    `clock` gives seconds that never go back.
    """

    def __init__(self, vault: Vault, metrics: Metrics, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._metrics = metrics
        self._clock = clock
        self._second = -1
        self._seen: set[str] = set()

    async def add(self, network: str, request_id: str, reason: str) -> None:
        """Counts a denial and, within the bounds, writes its row. Never raises: the caller is refused."""
        self._metrics.denials.labels(reason).inc()
        second = int(self._clock())
        if second != self._second:
            self._second, self._seen = second, set()
        if network in self._seen or len(self._seen) >= _ROWS_PER_SECOND:
            return
        self._seen.add(network)
        access = Access(tenant=SYSTEM_TENANT, actor="anonymous", role="none", request_id=request_id, network=network)
        try:
            await self._vault.record(access, "authenticate", f"denied:{reason}")
        except GettoneError as error:
            _log.warning("denial not logged", extra={"reason": str(error)})
