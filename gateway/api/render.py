"""From findings to what an agent may read: tokens minted in one batch, everything else struck out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from carddata import Entity, GettoneError
from gateway.api.models import FindingOut
from gateway.api.problems import Problem
from redactors import Finding
from vault import Access, NewValue, TokenRecord, Vault

_REMOVED = frozenset({Entity.CVV, Entity.PIN, Entity.CARD_EXPIRY, Entity.TRACK_DATA, Entity.QUARANTINED})
AGENT_ROLE = "agent"
MAX_VALUES = 5000
_AT_ONCE = 250


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


def bounded(values: int) -> None:
    """Raises Problem 413 for more values than a request may hold."""
    if values > MAX_VALUES:
        raise Problem(413, "too-many-values", f"A request may hold {MAX_VALUES} values to keep; split it.")


async def mint(vault: Vault, access: Access, values: Sequence[NewValue]) -> list[TokenRecord | GettoneError]:
    """A token or a refusal for each value: one transaction for what a message holds, several for masses of them.

    A commit of thousands of rows would hold the event loop. Raises what the vault raises, and Problem 413
    for more values than a request may hold.
    """
    bounded(len(values))
    minted: list[TokenRecord | GettoneError] = []
    for start in range(0, len(values), _AT_ONCE):
        minted += await vault.tokenize_each(access, values[start : start + _AT_ONCE])
        await asyncio.sleep(0)
    return minted


async def mint_all(vault: Vault, access: Access, values: Sequence[NewValue]) -> list[TokenRecord]:
    """The same where one refusal refuses the whole. Raises it."""
    minted = await mint(vault, access, values)
    for result in minted:
        if isinstance(result, GettoneError):
            raise result
    return [result for result in minted if isinstance(result, TokenRecord)]


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
