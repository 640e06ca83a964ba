"""From findings to what an agent may read: tokens minted in one batch, everything else struck out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from carddata import Entity, GettoneError, luhn_valid
from gateway.api.models import FindingOut
from gateway.api.problems import Problem
from redactors import Finding
from redactors.identities import SHARED, Identities, Key, canonical
from redactors.policy import Action, Plan
from redactors.policy.masks import masked
from vault import Access, NewValue, TokenRecord, Vault

_CARD_LENGTHS = range(12, 20)
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


def to_tokenize(findings: Sequence[Finding], plan: Plan, role: str | None, contact: str | None) -> list[NewValue]:
    """The values that become tokens, in order. What an agent typed mints none, it is only struck out."""
    if role == AGENT_ROLE:
        return []
    values = [value for finding in findings if (value := new_value(finding, plan, contact)) is not None]
    return _shared(values)


def _shared(values: Sequence[NewValue]) -> list[NewValue]:
    """The same values; for a name, mail address or address the first and fullest spelling of it, as one object."""
    people = Identities()
    first: dict[Key, NewValue] = {}
    for value in values:
        if value.entity in SHARED:
            spelling = value.value.expose()
            people.number(value.entity, spelling)
            first.setdefault((value.entity, canonical(value.entity, spelling)), value)
    return [
        first[value.entity, people.fullest(value.entity, value.value.expose())] if value.entity in SHARED else value
        for value in values
    ]


def bounded(values: int) -> None:
    """Raises Problem 413 for more values than a request may hold."""
    if values > MAX_VALUES:
        raise Problem(413, "too-many-values", f"A request may hold {MAX_VALUES} values to keep; split it.")


async def mint(vault: Vault, access: Access, values: Sequence[NewValue]) -> list[TokenRecord | GettoneError]:
    """A token or a refusal for each value: one transaction for what a message holds, several for masses of them.

    An object that stands twice in `values` gets one token. A commit of thousands of rows would hold the event loop.
    Raises what the vault raises, and Problem 413 for more values than a request may hold.
    """
    bounded(len(values))
    once = list({id(value): value for value in values}.values())
    minted: dict[int, TokenRecord | GettoneError] = {}
    for start in range(0, len(once), _AT_ONCE):
        some = once[start : start + _AT_ONCE]
        minted.update(zip(map(id, some), await vault.tokenize_each(access, some), strict=True))
        await asyncio.sleep(0)
    return [minted[id(value)] for value in values]


async def mint_all(vault: Vault, access: Access, values: Sequence[NewValue]) -> list[TokenRecord]:
    """The same where one refusal refuses the whole. Raises it."""
    minted = await mint(vault, access, values)
    for result in minted:
        if isinstance(result, GettoneError):
            raise result
    return [result for result in minted if isinstance(result, TokenRecord)]


def render(findings: Sequence[Finding], plan: Plan, role: str | None, records: Sequence[TokenRecord]) -> list[Rendered]:
    """Each finding but TOKEN with its replacement; `records` are those of `to_tokenize`, in order."""
    left = iter(records)
    rendered: list[Rendered] = []
    for finding in findings:
        if finding.entity == Entity.TOKEN:
            continue
        record = next(left) if role != AGENT_ROLE and stored_as(finding, plan) is not None else None
        rendered.append(Rendered(finding, record, replacement(finding, plan, record)))
    return rendered


def stored_as(finding: Finding, plan: Plan) -> str | None:
    """The entity under which its value goes to the vault; None: it does not. Of a track only the card number does."""
    if finding.value is None:
        return None
    if finding.entity != Entity.TRACK_DATA:
        return finding.entity if plan.action(finding) is Action.TOKENIZE else None
    card = finding.value.expose()
    entity = Entity.PAN if luhn_valid(card) else Entity.PAN_SUSPECT
    fits = card.isdecimal() and len(card) in _CARD_LENGTHS
    return entity if fits and plan.action_for(entity, finding.score) is Action.TOKENIZE else None


def new_value(finding: Finding, plan: Plan, contact: str | None) -> NewValue | None:
    """Its value, to be kept as the plan says; None where it is not."""
    entity = stored_as(finding, plan)
    if entity is None or finding.value is None:
        return None
    data_class, days = plan.policy.keeping(entity)
    return NewValue(entity, finding.value, contact, data_class, None if days is None else timedelta(days=days))


def replacement(finding: Finding, plan: Plan, record: TokenRecord | None) -> str:
    """What an agent reads in its place."""
    if record is None:
        return masked(finding) if plan.action(finding) is Action.MASK else f"[{finding.entity}]"
    shown = " ".join(part for part in (record.brand, f"••{record.last4}" if record.last4 else None) if part)
    return f"[{shown} {record.token}]" if shown else f"[{record.token}]"
