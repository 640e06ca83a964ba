"""The placeholders of a conversation: their numbers go on over its turns, and a place keeps its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.api.prompting import kept, named, written_value
from redactors import Finding, Pseudonyms
from redactors.conversation.released import Parts, spelled
from redactors.placeholders import escape
from redactors.policy import Plan
from vault import NewValue, TokenRecord

Place = tuple[str, int, int, str]
"""Turn, start, end, entity."""


@dataclass(slots=True)
class Prompts:
    """What was named so far. `records`: the tokens of spellings, by placeholder."""

    names: Pseudonyms = field(default_factory=Pseudonyms)
    places: dict[Place, str] = field(default_factory=dict, repr=False)
    records: dict[str, TokenRecord] = field(default_factory=dict, repr=False)

    def copy(self) -> "Prompts":
        """An independent one."""
        return Prompts(self.names.copy(), dict(self.places), dict(self.records))

    def told(self, turn_id: str, text: str, plan: Plan, findings: Iterable[Finding]) -> dict[str, Finding]:
        """Names the findings of a turn; a finding for each of its placeholders."""
        said: dict[str, Finding] = {}
        for finding in findings:
            name = named(self.names, finding, plan, text)
            if name is not None:
                self.places[_place(turn_id, finding)] = name
                said.setdefault(name, finding)
        return said

    def new(self, said: dict[str, Finding], plan: Plan, text: str, contact: str) -> dict[str, NewValue]:
        """The spellings of `text` that have no token yet, to be kept."""
        return {n: written_value(f, plan, text, contact) for n, f in said.items() if n not in self.records}

    def name(self, turn_id: str, plan: Plan, finding: Finding) -> str | None:
        """The placeholder at a place; of what was found there later, that of its value as it is kept."""
        if not kept(finding, plan) or finding.value is None:
            return None
        known = self.places.get(_place(turn_id, finding))
        return known or self.names.name(finding, finding.value.expose())

    def read(self, turn_id: str, plan: Plan, parts: Parts) -> str:
        """A turn as a language model may read it."""
        out: list[str] = []
        literal: list[str] = []
        for part in parts:
            if isinstance(part, str):
                literal.append(part)
                continue
            out += (escape("".join(literal)), self.name(turn_id, plan, part) or spelled((part,)))
            literal.clear()
        return "".join((*out, escape("".join(literal))))


def _place(turn_id: str, finding: Finding) -> Place:
    return turn_id, finding.start, finding.end, str(finding.entity)
