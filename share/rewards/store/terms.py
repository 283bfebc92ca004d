"""Rows of how brands reward: by tier, and at most."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.unit_of_work import Tx
from share.attribution import DEFAULT_TERMS
from share.rewards.capping import Purse
from share.rewards.offer import Kind, Unit
from share.rewards.tables import limits, tier_rewards
from share.rewards.terms import Limits, RewardTerms, TierReward
from share.tables import terms


async def by_rank(tx: Tx, brand_ids: Collection[str]) -> dict[str, dict[int, TierReward]]:
    """What tiers of these brands bring beside or in place of their rate: by brand, then by rank."""
    rows = await tx.all(
        select(tier_rewards).where(is_among(tx.connection, tier_rewards.c.brand_id, set(brand_ids)))
    )
    found: dict[str, dict[int, TierReward]] = {brand_id: {} for brand_id in brand_ids}
    for row in rows:
        one = TierReward(Kind(row["kind"]), row["amount"], row["friend_voucher_id"])
        found[row["brand_id"]][row["rank"]] = one
    return found


async def terms_of(tx: Tx, brand_id: str) -> RewardTerms:
    row = await tx.first(select(terms).where(terms.c.brand_id == brand_id))
    return RewardTerms(
        return_days=row["return_days"] if row else DEFAULT_TERMS.return_days,
        least_payout_minor=row["least_payout_minor"] if row else 0,
        by_rank=(await by_rank(tx, [brand_id]))[brand_id],
        limits={unit: of for (_, unit), of in (await _limits(tx, [brand_id])).items()},
        version=row["rewards_version"] if row else 0,
    )


async def save_terms(tx: Tx, brand_id: str, new: RewardTerms) -> None:
    """Save all but what was spent. Whoever has locked the brand may."""
    values = {
        "return_days": new.return_days,
        "least_payout_minor": new.least_payout_minor,
        "rewards_version": new.version,
        "changed_at": tx.now,
    }
    first = {"model": DEFAULT_TERMS.model, "window_days": DEFAULT_TERMS.window_days}
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(
        dialect.insert(terms)
        .values(brand_id=brand_id, **first, **values)
        .on_conflict_do_update(index_elements=[terms.c.brand_id], set_=values)
    )
    await tx.execute(delete(tier_rewards).where(tier_rewards.c.brand_id == brand_id))
    if new.by_rank:
        await tx.execute(
            insert(tier_rewards), [_tier(brand_id, *each) for each in new.by_rank.items()]
        )
    for unit, of in new.limits.items():
        await _save_limits(tx, brand_id, unit, of)


async def lock_limits(tx: Tx, brand_ids: Collection[str]) -> dict[Purse, Limits]:
    """What these brands limit. Crediting waits here for crediting that is limited by the same."""
    return await _limits(tx, brand_ids, for_update=True)


async def spend(tx: Tx, spent: Mapping[Purse, int]) -> None:
    """Count what was earned in the budgets. The database refuses more than there is."""
    rows = [
        {"brand": brand_id, "of_unit": unit.value, "amount": amount}
        for (brand_id, unit), amount in sorted(spent.items())
        if amount
    ]
    if rows:
        await tx.execute(_SPEND, rows)


async def refill(tx: Tx, brand_id: str, unit: Unit, amount: int) -> None:
    await spend(tx, {(brand_id, unit): -amount})


_SPEND = (
    update(limits)
    .where(limits.c.brand_id == bindparam("brand"), limits.c.unit == bindparam("of_unit"))
    .values(spent=limits.c.spent + bindparam("amount"))
)


async def _limits(
    tx: Tx, brand_ids: Collection[str], *, for_update: bool = False
) -> dict[Purse, Limits]:
    statement = (
        select(limits)
        .where(is_among(tx.connection, limits.c.brand_id, set(brand_ids)))
        .order_by(limits.c.brand_id, limits.c.unit)
    )
    rows = await tx.all(statement.with_for_update() if for_update else statement)
    return {
        (row["brand_id"], Unit(row["unit"])): Limits(
            row["per_day"], row["per_friend"], row["budget"], row["spent"]
        )
        for row in rows
    }


async def _save_limits(tx: Tx, brand_id: str, unit: Unit, of: Limits) -> None:
    values = {"per_day": of.per_day, "per_friend": of.per_friend, "budget": of.budget}
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(
        dialect.insert(limits)
        .values(brand_id=brand_id, unit=unit.value, spent=0, **values)
        .on_conflict_do_update(index_elements=[limits.c.brand_id, limits.c.unit], set_=values)
    )


def _tier(brand_id: str, rank: int, of: TierReward) -> dict[str, object]:
    return {
        "brand_id": brand_id,
        "rank": rank,
        "kind": of.kind.value,
        "amount": of.amount,
        "friend_voucher_id": of.friend_voucher_id,
    }
