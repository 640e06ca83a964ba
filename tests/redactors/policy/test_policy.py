"""What a policy says of a finding: narrower rules first, contradictions and forbidden actions refused."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carddata import POLICIES, Secret
from redactors import Finding
from redactors.policy import Action, Channel, Policy, Rule
from redactors.policy.plan import plan_of
from redactors.policy.policy import CARDS, Contradiction

_PII = frozenset(POLICIES["pci+pii"])


def policy(*rules: Rule, **more: object) -> Policy:
    return Policy("test", 1, _PII, (rules,), **more)  # type: ignore[arg-type]


def rule(
    action: Action, entities: str = "", channels: str = "", roles: str = "", low: float = 0, high: float = 2
) -> Rule:
    def names(words: str) -> frozenset[str] | None:
        return frozenset(words.split()) or None

    return Rule(action, names(entities), names(channels), names(roles), (low, high))


def said(
    policy: Policy, entity: str, channel: str | None = None, role: str | None = None, score: float = 0.9
) -> Action:
    return plan_of(policy, channel, role).action(Finding(entity, 0, 1, score, "test", Secret("x")))


def test_a_rule_for_one_entity_goes_before_a_rule_for_all() -> None:
    chosen = policy(rule(Action.MASK), rule(Action.REMOVE, "EMAIL"))
    assert said(chosen, "EMAIL") is Action.REMOVE
    assert said(chosen, "PHONE") is Action.MASK


def test_a_rule_counts_in_its_channels_and_for_its_roles_only() -> None:
    chosen = policy(rule(Action.MASK, "EMAIL", "reviews", "customer"))
    assert said(chosen, "EMAIL", "reviews", "customer") is Action.MASK
    assert said(chosen, "EMAIL", "reviews", "agent") is Action.TOKENIZE
    assert said(chosen, "EMAIL", "chat", "customer") is Action.TOKENIZE
    assert said(chosen, "EMAIL", None, "customer") is Action.TOKENIZE


def test_a_rule_counts_for_its_scores_only() -> None:
    chosen = policy(rule(Action.KEEP, "PERSON", high=0.6))
    assert said(chosen, "PERSON", score=0.59) is Action.KEEP
    assert said(chosen, "PERSON", score=0.6) is Action.TOKENIZE


def test_rules_of_a_policy_go_before_those_that_it_extends_even_where_they_are_wider() -> None:
    chosen = Policy("test", 1, _PII, ((rule(Action.MASK),), (rule(Action.KEEP, "EMAIL"),)))
    assert said(chosen, "EMAIL") is Action.MASK


def test_what_no_rule_names_is_tokenized_but_an_expiry_is_removed() -> None:
    assert said(policy(), "PAN") is Action.TOKENIZE
    assert said(policy(), "CARD_EXPIRY") is Action.REMOVE


def test_an_entity_that_is_kept_at_any_score_is_not_looked_for() -> None:
    plan = plan_of(policy(rule(Action.KEEP, "EMAIL PHONE")))
    assert plan.entities == _PII - {"EMAIL", "PHONE"}
    assert plan.redactor().find("mail me: jane@example.com") == []


@pytest.mark.parametrize("entity", ["CVV", "PIN", "TRACK_DATA"])
def test_authentication_data_is_removed_whatever_is_said(entity: str) -> None:
    assert said(policy(rule(Action.TOKENIZE), default_action=Action.KEEP), entity) is Action.REMOVE
    with pytest.raises(Contradiction):
        policy(rule(Action.MASK, entity))


def test_card_data_is_never_kept() -> None:
    for rules in (rule(Action.KEEP, "PAN"), rule(Action.KEEP)):
        with pytest.raises(Contradiction):
            policy(rules)
    for entity in CARDS:
        assert said(policy(default_action=Action.KEEP), entity) in {Action.TOKENIZE, Action.REMOVE}


def test_where_nobody_asks_for_a_card_nothing_of_it_is_stored() -> None:
    chosen = policy(channels={"reviews": Channel.NONE})
    for entity in CARDS:
        assert said(chosen, entity, "reviews") in {Action.MASK, Action.REMOVE}
    assert said(chosen, "PAN", "chat") is Action.TOKENIZE
    assert said(chosen, "EMAIL", "reviews") is Action.TOKENIZE


def test_a_channel_that_is_not_declared_is_as_the_default_one() -> None:
    chosen = policy(channels={"default": Channel.NONE, "phone": Channel.PAYMENT})
    assert said(chosen, "PAN", "chat") is said(chosen, "PAN") is Action.MASK
    assert said(chosen, "PAN", "phone") is Action.TOKENIZE


def test_of_two_rules_that_overlap_one_must_be_narrower() -> None:
    with pytest.raises(Contradiction, match="rules 2 and 3"):
        policy(rule(Action.MASK), rule(Action.MASK, "EMAIL PHONE"), rule(Action.REMOVE, "PHONE URL"))
    policy(rule(Action.MASK, "EMAIL PHONE"), rule(Action.MASK, "PHONE URL"))
    policy(rule(Action.MASK, "EMAIL PHONE"), rule(Action.REMOVE, "PHONE"))


_ACTIONS = st.sampled_from([Action.TOKENIZE, Action.MASK, Action.REMOVE])
_RULES = st.builds(
    rule,
    _ACTIONS,
    st.sampled_from(["", "EMAIL", "PHONE", "EMAIL PHONE", "EMAIL PHONE URL"]),
    st.sampled_from(["", "chat", "email", "chat email"]),
    st.sampled_from(["", "customer", "agent"]),
    st.sampled_from([0.0, 0.5]),
    st.sampled_from([0.7, 2.0]),
)


@given(st.lists(_RULES, max_size=6), st.permutations(range(6)))
def test_the_order_of_rules_changes_nothing(rules: list[Rule], order: list[int]) -> None:
    shuffled = [rules[i] for i in order if i < len(rules)]
    try:
        one = policy(*rules)
    except Contradiction:
        with pytest.raises(Contradiction):
            policy(*shuffled)
        return
    other = policy(*shuffled)
    for entity, channel, role, score in product(
        ["EMAIL", "PHONE", "URL", "IBAN"], [None, "chat", "email"], [None, "customer", "agent"], [0.3, 0.6, 0.9]
    ):
        assert said(one, entity, channel, role, score) is said(other, entity, channel, role, score)


def test_policies_that_say_the_same_have_the_same_digest() -> None:
    assert policy(rule(Action.MASK, "EMAIL PHONE")).digest == policy(rule(Action.MASK, "PHONE EMAIL")).digest
    assert policy(rule(Action.MASK, "EMAIL")).digest != policy(rule(Action.MASK, "PHONE")).digest
    assert policy(test_cards=True).digest != policy().digest
