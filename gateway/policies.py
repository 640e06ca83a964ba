"""The policies in force: built-in ones and the configuration's files. A reload takes all of them, or none."""

from collections.abc import Mapping
from dataclasses import replace

from carddata import InputError
from gateway.config import Redaction
from redactors.policy import Plan, Policy, PolicyError, builtin, read_policies
from redactors.policy.plan import plan_of

_Key = tuple[str, str | None, str | None]


class Policies:
    """Plans by policy, channel and role. Raises `PolicyError` for a file that cannot be used, a name that is none's."""

    def __init__(self, settings: Redaction) -> None:
        self._settings = settings
        self._policies, self._plans = self._read(), dict[_Key, Plan]()

    def reload(self) -> None:
        """Reads the files again. Raises `PolicyError`; the policies that were in force then stay."""
        self._policies, self._plans = self._read(), {}

    @property
    def own(self) -> Mapping[str, Policy]:
        """Those of the configuration's files, by name."""
        return {name: policy for name, policy in self._policies.items() if name not in builtin()}

    def name_of(self, tenant: str) -> str:
        """The policy of a tenant's texts, where a request names none."""
        return self._settings.tenants.get(tenant, self._settings.policy)

    def plan(self, tenant: str, name: str | None = None, channel: str | None = None, role: str | None = None) -> Plan:
        """What is said of texts of `role` in `channel`. Raises `InputError` for a policy that there is none of."""
        name = name or self.name_of(tenant)
        policy = self._policies.get(name)
        if policy is None:
            raise InputError("no such policy", path="policy")
        key = (name, policy.known_channel(channel), role)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = plan_of(policy, channel, role)
        return plan

    def _read(self) -> dict[str, Policy]:
        settings = self._settings
        policies = {**builtin(), **read_policies(settings.policies)}
        for name in (settings.policy, *settings.tenants.values()):
            if name not in policies:
                raise PolicyError("redaction.policy: no such policy; name a built-in one or give its file")
        return {name: _with(policy, settings.patterns) for name, policy in policies.items()}


def _with(policy: Policy, patterns: Mapping[str, str]) -> Policy:
    """`policy` with the patterns that the configuration adds to every one."""
    if not patterns:
        return policy
    custom = {f"CUSTOM_{name}" for name in patterns}
    return replace(policy, patterns={**policy.patterns, **patterns}, entities=policy.entities | custom)
