"""`Plan`: a policy for one channel and role, with no question left open. It can be sent to a worker process."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from carddata import holds_card_number
from redactors.finding import Finding
from redactors.names import NameFinder
from redactors.patterns import PatternRecognizer
from redactors.policy.denied import DenyList
from redactors.policy.exemptions import Exemptions
from redactors.policy.policy import CARDS, Action, Policy
from redactors.recognizer import Recognizer
from redactors.redactor import Redactor

_SHOWING = frozenset({Action.KEEP, Action.MASK})
Steps = tuple[tuple[float, float, Action], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for, and what to do with what is found. Plans with the same `key` are the same.

    `actions`: for each entity that is looked for, from which score up to below which, what is done. An entity that is
    kept in the text at any score is not looked for.
    """

    key: str
    policy: Policy = field(compare=False)
    actions: Mapping[str, Steps] = field(compare=False, repr=False)

    @property
    def entities(self) -> frozenset[str]:
        """What is looked for."""
        return frozenset(self.actions)

    def action(self, finding: Finding) -> Action:
        """What to do with `finding`. What may be a card, whatever it was taken for, is neither kept nor masked."""
        action = self.action_for(finding.entity, finding.score)
        if action in _SHOWING and finding.entity not in CARDS and finding.value is not None:
            return Action.REMOVE if holds_card_number(finding.value.expose()) else action
        return action

    def action_for(self, entity: str, score: float) -> Action:
        """What to do with a finding of `entity`. Of what the plan does not know nothing remains."""
        steps = self.actions.get(entity, ())
        return next((action for low, high, action in steps if low <= score < high), Action.REMOVE)

    def redactor(self, *, ner: bool | str | NameFinder = False) -> Redactor:
        """A redactor that finds what is not kept in the text."""
        policy = self.policy
        further: list[Recognizer] = []
        if patterns := {n: p for n, p in policy.patterns.items() if f"CUSTOM_{n}" in self.actions}:
            further.append(PatternRecognizer(patterns))
        if denied := {entity: words for entity, words in policy.denied.items() if entity in self.actions}:
            further.append(DenyList(denied))
        exempt = Exemptions(policy.allowed, policy.allowed_patterns, policy.order_ids, test_cards=policy.test_cards)

        def spared(text: str, finding: Finding) -> bool:
            return self.action(finding) is Action.KEEP or exempt.spares(text, finding)

        return Redactor(self.entities, further, ner=ner, spared=spared)


def plan_of(policy: Policy, channel: str | None = None, role: str | None = None) -> Plan:
    """What `policy` says of texts of `role` in `channel`."""
    channel = policy.known_channel(channel)
    actions: dict[str, Steps] = {}
    for entity in sorted(policy.entities):
        steps = tuple(policy.steps(entity, channel, role))
        if any(action is not Action.KEEP for _, _, action in steps):
            actions[entity] = steps
    return Plan(f"{policy.digest} {channel} {role}", policy, actions)
