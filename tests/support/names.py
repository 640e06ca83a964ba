"""A gateway that finds the names a test tells it, beside all that its own scanner finds."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from carddata import Secret
from gateway.workers.scanner import Scanner
from redactors import Finding
from redactors.conversation.scan import Scan
from redactors.names import needs_names
from redactors.policy import Plan


def tell_names(scanner: Scanner, patch: pytest.MonkeyPatch, *names: str) -> None:
    """From now on `scanner` finds `names` and no others as PERSON, the longest first, where nothing else is found."""
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    find, read_turn = scanner.find, scanner.read_turn

    def with_names(text: str, findings: Sequence[Finding]) -> list[Finding]:
        found = [
            Finding("PERSON", *match.span(), 0.9, "told", Secret(match[0]))
            for match in pattern.finditer(text)
            if all(match.end() <= f.start or f.end <= match.start() for f in findings)
        ]
        return sorted([*findings, *found], key=lambda f: f.start)

    def without_names(plan: Plan) -> Plan:
        by_rules = {e: steps for e, steps in plan.actions.items() if not needs_names(frozenset({e}))}
        return replace(plan, key=f"{plan.key} told", actions=by_rules)

    async def find_names(text: str, plan: Plan) -> list[Finding]:
        return with_names(text, await find(text, without_names(plan)))

    async def read_names(text: str, plan: Plan, question: str = "") -> Scan:
        read = await read_turn(text, without_names(plan), question)
        return replace(read, findings=tuple(with_names(text, read.findings)))

    patch.setattr(scanner, "find", find_names)
    patch.setattr(scanner, "read_turn", read_names)
