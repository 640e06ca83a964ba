"""The policies in force: built-in ones and the configuration's files. A reload takes all of them, or none."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from carddata import GettoneError, InputError
from gateway.config import Redaction
from gateway.signals import on_hangup
from gateway.workers import jobs
from redactors.names import needs_names
from redactors.patterns import PatternRecognizer
from redactors.policy import Plan, Policy, PolicyError, builtin, read_policies
from redactors.policy.plan import plan_of
from vault import Access, Vault

if TYPE_CHECKING:
    from gateway.keys import Services

_log = logging.getLogger("gettone.policies")
_Key = tuple[str, str | None, str]
_ROLES = ("customer", "agent", "bot", "system")
_CUSTOMER = "customer"


class Policies:
    """Plans by policy, channel and role. Raises `PolicyError` for a file that cannot be used, a name that is none's."""

    def __init__(self, settings: Redaction) -> None:
        self._settings = settings
        self._in_force = self._read()

    def reload(self) -> None:
        """Reads the files again. Raises `PolicyError`; the policies that were in force then stay."""
        self._in_force = self._read()

    @property
    def own(self) -> Mapping[str, Policy]:
        """Those of the configuration's files, by name."""
        return {name: policy for name, policy in self._in_force[0].items() if name not in builtin()}

    @property
    def need_names(self) -> bool:
        """Whether a model is needed where no request names a policy."""
        policies, _ = self._in_force
        chosen = (self._settings.policy, *(names[0] for names in self._settings.tenants.values()))
        return any(needs_names(policies[name].entities) for name in chosen)

    def plan(self, tenant: str, name: str | None = None, channel: str | None = None, role: str | None = None) -> Plan:
        """What is said of texts of `role` (none told: a customer) in `channel`.

        Raises `InputError` for a policy that there is none of, or that is not for this tenant.
        """
        policies, plans = self._in_force  # a reload puts another pair in its place
        names = self._settings.tenants.get(tenant, (self._settings.policy,))
        name = name or names[0]
        policy = policies.get(name)
        if policy is None or not (name in names or name in builtin() or not self._settings.tenants):
            raise InputError("no such policy", path="policy")
        return plans[name, policy.known_channel(channel), role or _CUSTOMER]

    def _read(self) -> tuple[Mapping[str, Policy], Mapping[_Key, Plan]]:
        settings = self._settings
        policies = {**builtin(), **read_policies(settings.policies)}
        for name in (settings.policy, *(name for names in settings.tenants.values() for name in names)):
            if name not in policies:
                raise PolicyError("redaction.policy: no such policy; name a built-in one or give its file")
        policies = {name: _with(policy, settings.patterns) for name, policy in policies.items()}
        plans = {
            (name, channel, role): plan_of(policy, channel, role)
            for name, policy in policies.items()
            for channel in (None, *policy.named_channels)
            for role in _ROLES
        }
        for plan in plans.values():
            if plan.policy.denied or plan.policy.patterns:
                jobs.redactor(plan)  # compiled here, not in the first request
        return policies, plans


def _with(policy: Policy, patterns: Mapping[str, str]) -> Policy:
    """`policy` with the patterns that the configuration adds to every one."""
    if not patterns:
        return policy
    custom = {f"CUSTOM_{name}" for name in patterns}
    both = {**policy.patterns, **patterns}
    try:
        PatternRecognizer(both)
    except InputError as error:
        raise PolicyError(f"redaction.patterns, with those of policy {policy.name}: {error}") from None
    return replace(policy, patterns=both, entities=policy.entities | custom)


@asynccontextmanager
async def kept_current(services: "Services") -> AsyncIterator[None]:
    """Notes in the access log what is in force, and reads the files again at each SIGHUP.

    Files that are refused change nothing: the operational log tells file, line and key.
    """
    asked = asyncio.Event()
    policies, vault, tenant = services.policies, services.vault, services.config.tenant

    async def keep() -> None:
        await _noted(policies, vault, tenant, "ok")
        while True:
            await asked.wait()
            asked.clear()
            try:
                await asyncio.to_thread(policies.reload)
            except (PolicyError, OSError) as error:
                _log.error("the policies are refused, those before stay in force", extra={"reason": str(error)})
                await _noted(policies, vault, tenant, "refused")
            except Exception as error:  # its text may hold what stands in the file
                reason = type(error).__name__
                _log.error("the policies cannot be read, those before stay in force", extra={"reason": reason})
                await _noted(policies, vault, tenant, "refused")
            else:
                _log.info("the policies are in force", extra={"policies": sorted(p.id for p in policies.own.values())})
                await _noted(policies, vault, tenant, "ok")

    with on_hangup(asked.set):
        task = asyncio.create_task(keep())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})


async def _noted(policies: Policies, vault: Vault, tenant: str, outcome: str) -> None:
    access = Access(tenant=tenant, actor="system:gateway", role="system", request_id="policies")
    said = [f"{policy.id} {policy.digest}" for policy in policies.own.values()]
    try:
        for detail in said or ["built-in policies"]:
            await vault.record(access, "policy.load", outcome, detail=detail)
    except GettoneError as error:
        _log.error("the policies' log rows could not be written", extra={"reason": str(error)})
