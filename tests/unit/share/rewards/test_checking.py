"""Reward terms that do not fit together are refused by field."""

import pytest

from share.rewards.checking import checked_terms
from share.rewards.errors import BadRewardTerms
from share.rewards.offer import Kind, Offer, Unit
from share.rewards.terms import Limits, TierReward
from share.rewards.views import NewLimits, NewRewardTerms, NewTierReward


def test_terms_are_the_next_version_and_say_what_is_other_than_the_rate() -> None:
    new = NewRewardTerms(
        tiers=[NewTierReward(rank=1), NewTierReward(rank=2, kind="points", amount=50)],
        money=NewLimits(per_day=5_000),
        version=3,
    )
    terms = checked_terms(new, {1, 2})
    assert not isinstance(terms, BadRewardTerms)
    assert terms.by_rank == {2: TierReward(Kind.POINTS, 50)}
    assert terms.limits == {Unit.MONEY: Limits(per_day=5_000), Unit.POINTS: Limits()}
    assert (terms.version, terms.return_days) == (4, 14)
    assert terms.by_rank[2].offer(300) == Offer(Kind.POINTS, amount=50)
    assert TierReward().offer(300) == Offer(Kind.RATE, rate_bp=300)


@pytest.mark.parametrize(
    ("tiers", "field"),
    [
        ([NewTierReward(rank=3)], "tiers[0].rank"),
        ([NewTierReward(rank=1), NewTierReward(rank=1)], "tiers[1].rank"),
        ([NewTierReward(rank=1, kind="fixed")], "tiers[0].amount"),
        ([NewTierReward(rank=1, amount=5)], "tiers[0].amount"),
    ],
)
def test_what_does_not_fit_is_named(tiers: list[NewTierReward], field: str) -> None:
    refusal = checked_terms(NewRewardTerms(tiers=tiers), {1, 2})
    assert isinstance(refusal, BadRewardTerms)
    assert list(refusal.fields) == [field]
