"""From findings to what an agent may read: tokens minted in one batch, everything else struck out."""

from collections.abc import Sequence
from dataclasses import dataclass

from carddata import Entity
from gateway.api.models import FindingOut
from redactors import Finding
from vault import NewValue, TokenRecord

_REMOVED = frozenset({Entity.CVV, Entity.PIN, Entity.CARD_EXPIRY, Entity.TRACK_DATA, Entity.QUARANTINED})
AGENT_ROLE = "agent"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One finding with what stands in its place."""

    finding: Finding
    record: TokenRecord | None
    text: str

    def out(self) -> FindingOut:
        """As the API tells it."""
        record = self.record
        return FindingOut(
            entity=self.finding.entity,
            start=self.finding.start,
            end=self.finding.end,
            token=None if record is None else record.token,
            brand=None if record is None else record.brand,
            last4=None if record is None else record.last4,
        )


def to_tokenize(findings: Sequence[Finding], role: str | None, contact: str | None) -> list[NewValue]:
    """The values that become tokens, in order. What an agent typed mints none, it is only struck out."""
    return [] if role == AGENT_ROLE else [new_value(f, contact) for f in findings if kept(f)]


def render(findings: Sequence[Finding], role: str | None, records: Sequence[TokenRecord]) -> list[Rendered]:
    """Each finding but TOKEN with its replacement; `records` are those of `to_tokenize`, in order."""
    left = iter(records)
    rendered: list[Rendered] = []
    for finding in findings:
        if finding.entity == Entity.TOKEN:
            continue
        record = next(left) if kept(finding) and role != AGENT_ROLE else None
        rendered.append(Rendered(finding, record, replacement(finding, record)))
    return rendered


def kept(finding: Finding) -> bool:
    """Whether its value goes to the vault."""
    return finding.entity not in _REMOVED and finding.entity != Entity.TOKEN and finding.value is not None


def new_value(finding: Finding, contact: str | None) -> NewValue:
    """Its value, to be kept. Raises ValueError where there is none."""
    if finding.value is None:
        raise ValueError("a finding without a value cannot be kept")
    return NewValue(finding.entity, finding.value, contact)


def replacement(finding: Finding, record: TokenRecord | None) -> str:
    """What an agent reads in its place."""
    if record is None:
        return f"[{finding.entity}]"
    shown = " ".join(part for part in (record.brand, f"••{record.last4}" if record.last4 else None) if part)
    return f"[{shown} {record.token}]" if shown else f"[{record.token}]"
