"""`Policy`: rules in layers, the narrower before the wider; two that overlap and are neither contradict each other."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import combinations
from typing import Any, NamedTuple

from carddata import POLICIES, SENSITIVE, DataClass, Entity, InputError, data_class_of

CARDS = POLICIES["cards"]
_PAN = frozenset({Entity.PAN, Entity.PAN_SUSPECT})
DEFAULT_CHANNEL = "default"


class Action(StrEnum):
    """What stands in a finding's place: its token, what may be shown of it, its entity's name, or itself."""

    TOKENIZE = "tokenize"
    MASK = "mask"
    REMOVE = "remove"
    KEEP = "keep"


class Channel(StrEnum):
    """Whether cards are asked for in a channel. Where they are not, card data is masked and nothing of it is stored."""

    PAYMENT = "payment"
    NONE = "none"


class Contradiction(InputError):
    """Two rules say different things of one finding, or a rule says what no policy may. `rules`: their numbers."""

    def __init__(self, message: str, *rules: int) -> None:
        super().__init__(message)
        self.rules = rules


Names = frozenset[str] | None
"""None: any."""
ANY = (0.0, 2.0)
"""Every score."""
_MOST_NAMES = 1_000
"""More than a rule may name."""


class Rule(NamedTuple):
    """An action and its scope. `scores`: from the first up to below the second."""

    action: Action
    entities: Names = None
    channels: Names = None
    roles: Names = None
    scores: tuple[float, float] = ANY

    def covers(self, other: "Rule") -> bool:
        """Whether its scope holds all of the other's."""
        return (
            all(_holds(a, b) for a, b in zip(self._names, other._names, strict=True))
            and self.scores[0] <= other.scores[0]
            and other.scores[1] <= self.scores[1]
        )

    def meets(self, other: "Rule") -> bool:
        """Whether one finding may be in both scopes."""
        return (
            all(a is None or b is None or a & b for a, b in zip(self._names, other._names, strict=True))
            and self.scores[0] < other.scores[1]
            and other.scores[0] < self.scores[1]
        )

    @property
    def _names(self) -> tuple[Names, Names, Names]:
        return self.entities, self.channels, self.roles


class Keeping(NamedTuple):
    """How an entity's values are kept. `retention_days` None: as long as the vault keeps any."""

    data_class: DataClass
    retention_days: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy file says, with all that it extends. `layers`: its own rules first, then those it extends.

    Raises `Contradiction` for rules that say two things of one finding, and for those that keep or store card data.
    """

    name: str
    version: int
    entities: frozenset[str]
    layers: tuple[tuple[Rule, ...], ...] = ()
    default_action: Action = Action.TOKENIZE
    channels: Mapping[str, Channel] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    allowed_patterns: tuple[str, ...] = ()
    order_ids: tuple[str, ...] = ()
    test_cards: bool = False
    denied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keepings: Mapping[str, Keeping] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for layer in self.layers:
            _check(layer)

    @property
    def id(self) -> str:
        """Name and version, as the access log has them."""
        return f"{self.name}@{self.version}"

    @property
    def digest(self) -> str:
        """The same for policies that say the same."""
        said = [_sorted(getattr(self, each.name)) for each in fields(self)]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @property
    def named_channels(self) -> frozenset[str]:
        """Those that the policy says something of."""
        return frozenset(self.channels).union(*(rule.channels or () for layer in self.layers for rule in layer))

    def known_channel(self, name: str | None) -> str | None:
        """`name` where the policy says something of that channel, else None."""
        return name if name in self.named_channels else None

    def channel(self, name: str | None) -> Channel:
        """What a channel is for. One that is not declared is as the `default`, which asks for payments."""
        default = self.channels.get(DEFAULT_CHANNEL, Channel.PAYMENT)
        return default if name is None else self.channels.get(name, default)

    def keeping(self, entity: str) -> Keeping:
        """How its values are kept."""
        return self.keepings.get(entity) or Keeping(data_class_of(entity), None)

    def steps(self, entity: str, channel: str | None, role: str | None) -> Iterator[tuple[float, float, Action]]:
        """For each range of scores the action; the first that fits counts."""
        if entity in SENSITIVE or entity == Entity.QUARANTINED:
            yield *ANY, Action.REMOVE
            return
        no_payment = entity in CARDS and self.channel(channel) is Channel.NONE
        for action, low, high in self._said(entity, channel, role):
            yield low, high, Action.MASK if no_payment and action is Action.TOKENIZE else action

    def _said(self, entity: str, channel: str | None, role: str | None) -> Iterator[tuple[Action, float, float]]:
        for layer in self.layers:
            # A narrower rule has the smaller scope; of two that are neither, both say the same.
            for rule in sorted((r for r in layer if _fits(r, entity, channel, role)), key=_scope):
                yield rule.action, *rule.scores
                if rule.scores == ANY:
                    return
        default = Action.REMOVE if entity == Entity.CARD_EXPIRY else self.default_action
        yield Action.TOKENIZE if default is Action.KEEP and entity in CARDS else default, *ANY


def _sorted(said: Any) -> Any:
    if isinstance(said, Mapping):
        return sorted((key, _sorted(value)) for key, value in said.items())
    if isinstance(said, frozenset):
        return sorted(map(str, said))
    return [_sorted(each) for each in said] if isinstance(said, tuple) else said


def _holds(a: Names, b: Names) -> bool:
    return a is None or (b is not None and b <= a)


def _fits(rule: Rule, entity: str, channel: str | None, role: str | None) -> bool:
    scope = zip((rule.entities, rule.channels, rule.roles), (entity, channel, role), strict=True)
    return all(names is None or value in names for names, value in scope)


def _scope(rule: Rule) -> float:
    """More for a rule that covers another."""
    sizes = (_MOST_NAMES if names is None else len(names) for names in (rule.entities, rule.channels, rule.roles))
    return sum(sizes) + rule.scores[1] - rule.scores[0]


def _check(layer: tuple[Rule, ...]) -> None:
    for number, rule in enumerate(layer):
        named = rule.entities or frozenset()
        if rule.action is not Action.REMOVE and named & SENSITIVE:
            raise Contradiction("CVV, PIN and track data are always removed: take them out of this rule", number)
        if rule.action is Action.KEEP and (rule.entities is None or named & CARDS):
            raise Contradiction("card data is never kept in the text: name entities without it", number)
        if rule.scores[0] >= rule.scores[1]:
            raise Contradiction("below_score must be more than min_score", number)
    for (i, a), (j, b) in combinations(enumerate(layer), 2):
        if a.action is not b.action and a.meets(b) and a.covers(b) == b.covers(a):
            raise Contradiction(
                f"rules {i + 1} and {j + 1} contradict each other: one must be narrower than the other", i, j
            )
