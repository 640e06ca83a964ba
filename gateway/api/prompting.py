"""From findings to what a language model may read: placeholders, each with the token of its spelling."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from carddata import Entity, Secret
from gateway.api.models import PromptFinding, RedactRequest, RedactResponse
from gateway.api.render import AGENT_ROLE, new_value, stored_as
from redactors import Finding, Pseudonyms
from redactors.policy import Plan
from redactors.pseudonyms import hidden
from vault import MAX_VALUE_BYTES, NewValue, TokenRecord

CARDS = frozenset({Entity.PAN, Entity.PAN_SUSPECT})
"""Of a card no spelling is kept, only its digits: in a prompt it has one placeholder, and one token."""


class Prompt:
    """One text with placeholders. `values`: what becomes tokens, one for each placeholder, in order."""

    def __init__(self, asked: RedactRequest, plan: Plan, findings: Iterable[Finding]) -> None:
        names, text = Pseudonyms(), asked.text
        self._named = [(f, named(names, f, plan, text)) for f in findings if f.entity != Entity.TOKEN]
        self.text = hidden(text, [f for f, _ in self._named], {id(f): name for f, name in self._named})
        new = {name: written_value(f, plan, text, asked.contact_id) for f, name in self._named if name}
        if asked.role == AGENT_ROLE:
            new.clear()
        self._placeholders = list(new)
        self.values = list(new.values())

    def answer(self, records: Sequence[TokenRecord]) -> RedactResponse:
        """The text as it leaves; `records` are those of `values`, in order."""
        return RedactResponse(text=self.text, findings=self.findings(records))

    def findings(self, records: Sequence[TokenRecord]) -> list[PromptFinding]:
        """As the API tells them; `records` are those of `values`, in order."""
        by_name = dict(zip(self._placeholders, records, strict=True))
        return [prompt_finding(finding, name, by_name) for finding, name in self._named]


def kept(finding: Finding, plan: Plan) -> bool:
    """Whether it has a placeholder: what the vault keeps as what it is. Of a track, a prompt holds nothing."""
    return stored_as(finding, plan) == finding.entity


def named(names: Pseudonyms, finding: Finding, plan: Plan, text: str) -> str | None:
    """Its placeholder; None where its value is not kept."""
    return names.name(finding, _spelling(finding, text)) if kept(finding, plan) else None


def written_value(finding: Finding, plan: Plan, text: str, contact: str | None) -> NewValue:
    """Its value as it is written, to be kept; a card, and what cannot be kept as it is written, as its value."""
    value = new_value(finding, plan, contact)
    if value is None:
        raise ValueError("the policy does not keep it")
    spelling = _spelling(finding, text)
    whole = "\x00" not in spelling and spelling.strip() and len(spelling.encode()) <= MAX_VALUE_BYTES
    written = Secret(spelling) if whole and finding.entity not in CARDS else None
    return replace(value, written=written)


def prompt_finding(finding: Finding, name: str | None, records: Mapping[str, TokenRecord]) -> PromptFinding:
    """As the API tells it, with the token of its placeholder where there is one."""
    record = records.get(name) if name else None
    return PromptFinding(
        entity=finding.entity,
        start=finding.start,
        end=finding.end,
        token=None if record is None else record.token,
        brand=None if record is None else record.brand,
        last4=None if record is None else record.last4,
        placeholder=name,
    )


def _spelling(finding: Finding, text: str) -> str:
    """As it is written; a card as its digits, for of a card nothing else is kept."""
    if finding.entity in CARDS and finding.value is not None:
        return finding.value.expose()
    return text[finding.start : finding.end]
