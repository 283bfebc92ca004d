"""docs/campaigns.md, 1."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given

from membership.segments.facts import Bought, Facts, Watched, facts_of, share_bp
from membership.segments.rule import Ago, Between, Group, InCategories, Rule, matches
from tests.support.segments import NOW, facts, rules

MIRA = Facts(
    tier_rank=3,
    joined_at=NOW - timedelta(days=100),
    orders=2,
    spend_minor=10_000,
    green_bp=6_000,
    last_bought_at=NOW - timedelta(days=30),
    categories=frozenset({"Shoes"}),
    shows_watched=1,
)


def one(condition: Between | Ago | InCategories) -> Rule:
    return Rule(groups=[Group(conditions=[condition])])


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (Between(fact="tier_rank", at_least=3), True),
        (Between(fact="tier_rank", at_most=2), False),
        (Between(fact="spend_minor", at_least=10_000, at_most=10_000), True),
        (Between(fact="green_bp", at_least=6_001), False),
        (Ago(fact="last_bought_at", at_least_days=30, at_most_days=30), True),
        (Ago(fact="last_bought_at", at_least_days=31), False),
        (Ago(fact="last_watched_at", at_least_days=0), False),
        (Ago(fact="last_watched_at", at_most_days=3_650), False),
        (Ago(fact="joined_at", at_most_days=99), False),
        (InCategories(any_of=["Hats", "Shoes"]), True),
        (InCategories(any_of=["shoes"]), False),
    ],
)
def test_a_condition_is_a_range_of_one_fact(
    condition: Between | Ago | InCategories, fits: bool
) -> None:
    assert matches(one(condition), MIRA, NOW) is fits


def test_groups_agree_as_the_rule_says() -> None:
    yes = Group(conditions=[Between(fact="orders", at_least=2)])
    no = Group(conditions=[Between(fact="orders", at_least=3)])
    assert matches(Rule(match="any", groups=[no, yes]), MIRA, NOW)
    assert not matches(Rule(match="all", groups=[no, yes]), MIRA, NOW)


@given(facts)
def test_a_rule_that_asks_nothing_is_every_member(of_someone: Facts) -> None:
    assert matches(Rule(), of_someone, NOW)
    assert matches(Rule(groups=[Group(match="any")]), of_someone, NOW)


@given(rules)
def test_a_rule_is_the_same_after_it_was_stored(rule: Rule) -> None:
    assert msgspec.json.decode(msgspec.json.encode(rule), type=Rule) == rule


def test_a_rule_is_bounded() -> None:
    too_many = {"groups": [{"conditions": [{"by": "between", "fact": "orders"}] * 11}]}
    for wrong in (too_many, {"groups": [{}] * 6}, {"match": "none"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, Rule)


def test_facts_are_what_the_sources_say_and_nothing_where_they_say_nothing() -> None:
    bought = Bought(
        orders=2,
        spend_minor=500,
        green_bp=share_bp(1, 3),
        last_bought_at=NOW,
        categories=frozenset({"Shoes"}),
    )
    watched = Watched(shows=4, last_watched_at=NOW)
    found = facts_of(2, NOW, bought, watched)
    assert (found.orders, found.green_bp, found.shows_watched) == (2, 3_333, 4)
    assert facts_of(2, NOW, None, None) == Facts(tier_rank=2, joined_at=NOW)
    assert share_bp(0, 0) == 0
