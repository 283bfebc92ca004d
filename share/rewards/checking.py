"""Whether new reward terms fit together. Pure."""

from collections.abc import Collection

from share.rewards.errors import BadRewardTerms
from share.rewards.offer import Kind, Unit
from share.rewards.terms import BY_RATE, Limits, RewardTerms, TierReward
from share.rewards.views import NewLimits, NewRewardTerms


def checked_terms(new: NewRewardTerms, ranks: Collection[int]) -> RewardTerms | BadRewardTerms:
    """The terms as the next version, or what is wrong with them by field."""
    fields = _wrong(new, ranks)
    if fields:
        return BadRewardTerms(next(iter(fields.values())), fields=fields)
    tiers = {
        tier.rank: TierReward(Kind(tier.kind), tier.amount, tier.friend_voucher_id)
        for tier in new.tiers
    }
    return RewardTerms(
        return_days=new.return_days,
        least_payout_minor=new.least_payout_minor,
        by_rank={rank: tier for rank, tier in tiers.items() if tier != BY_RATE},
        limits={Unit.MONEY: _limits(new.money), Unit.POINTS: _limits(new.points)},
        version=new.version + 1,
    )


def _limits(new: NewLimits) -> Limits:
    return Limits(new.per_day, new.per_friend, new.budget)


def _wrong(new: NewRewardTerms, ranks: Collection[int]) -> dict[str, str]:
    fields, seen = {}, set()
    for place, tier in enumerate(new.tiers):
        if tier.rank not in ranks or tier.rank in seen:
            fields[f"tiers[{place}].rank"] = "Name each tier of the programme once."
        if tier.kind == "rate" and tier.amount:
            fields[f"tiers[{place}].amount"] = "The rate is set in the programme."
        if tier.kind != "rate" and not tier.amount:
            fields[f"tiers[{place}].amount"] = "Enter how much an order earns."
        seen.add(tier.rank)
    return fields
