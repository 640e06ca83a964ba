"""Options that several commands share."""

import argparse
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from carddata import POLICIES, InputError

if TYPE_CHECKING:
    from redactors import Redactor
    from redactors.policy import Policy

_POLICY_FILES = frozenset({".toml", ".json"})


def add_config_options(parser: argparse.ArgumentParser) -> None:
    """`--data` and `--config`."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (or GETTONE_DATA)")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a TOML file (or GETTONE_CONFIG)")


def named_policy(name: str) -> "Policy":
    """A built-in policy, or the last of the policy files given, joined by `,`. Raises `InputError`."""
    from redactors.policy import builtin, read_policies

    if name in builtin():
        return builtin()[name]
    files = [Path(file) for file in name.split(",")]
    if any(file.suffix not in _POLICY_FILES for file in files):
        raise InputError(f"unknown policy: use one of {', '.join(builtin())}, or a file (.toml, .json)")
    return list(read_policies(files).values())[-1]


@cache
def redactor_of(name: str, role: str | None = None) -> "Redactor":
    """What finds by a policy in texts of `role`, with names where it looks for them: these need a model, which takes
    seconds to load."""
    from redactors import Redactor
    from redactors.names import needs_names

    if name in POLICIES and role is not None:
        return redactor_of(name)
    if name in POLICIES:
        return Redactor(name, ner=needs_names(frozenset(POLICIES[name])))
    from redactors.policy.plan import plan_of

    plan = plan_of(named_policy(name), role=role)
    return plan.redactor(ner=needs_names(plan.entities))
