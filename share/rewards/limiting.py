"""Which part of what orders earn a brand's limits let through: by two looks a batch, or one where nothing is limited."""

from collections.abc import Sequence

from kit.unit_of_work import Tx
from share.rewards.capping import Used, cut
from share.rewards.earned import Earned, after_cuts
from share.rewards.store import rewards as store_rewards
from share.rewards.store import terms as store_terms

NOTHING_USED = Used({}, {})


async def limited(tx: Tx, made: Sequence[Earned]) -> list[Earned]:
    """The rewards as they are written, in the order in which they were earned."""
    if not made:
        return []
    limits = await store_terms.lock_limits(tx, {each.reward.brand_id for each in made})
    if not limits:
        return list(made)
    of_them = [each for each in made if each.purse in limits]
    has_caps = any(of.per_day is not None or of.per_friend is not None for of in limits.values())
    used = NOTHING_USED
    if has_caps and of_them:
        sharers = {each.reward.account_id for each in of_them}
        friends = {each.order.account_id for each in of_them}
        used = await store_rewards.used(tx, sharers, friends)
    cuts, spent = cut([each.earning for each in made], limits, used)
    await store_terms.spend(tx, spent)
    return after_cuts(made, cuts, limits)
