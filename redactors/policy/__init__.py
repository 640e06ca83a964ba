"""Policies: what to find x what to do with it x where, compiled once (docs/reference/policies.md).

`document`: what a policy file may say; `reading`: from a file or a name to a `Policy`; `locating`: the line that an
error is on; `plan`: a policy for one channel and role; `exemptions`, `denied`: what is never, or always, a finding.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactors.policy.document import Document
    from redactors.policy.plan import Plan
    from redactors.policy.policy import Action, Channel, Policy, Rule
    from redactors.policy.reading import PolicyError, builtin, read_policies

__all__ = ["Action", "Channel", "Document", "Plan", "Policy", "PolicyError", "Rule", "builtin", "read_policies"]

_HOMES = {
    "Action": "policy",
    "Channel": "policy",
    "Document": "document",
    "Plan": "plan",
    "Policy": "policy",
    "PolicyError": "reading",
    "Rule": "policy",
    "builtin": "reading",
    "read_policies": "reading",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'redactors.policy' has no attribute {name!r}")
    return getattr(import_module(f"redactors.policy.{_HOMES[name]}"), name)
