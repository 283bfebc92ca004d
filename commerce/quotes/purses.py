"""The points that a buyer has with the brands of a quote, where they take something off."""

from collections.abc import Collection, Mapping

from commerce.pricing.points import Purse
from kit.unit_of_work import Tx
from membership import directory
from membership.points import store as store_points
from membership.tiers.store import programmes as store_programmes


async def purses(
    tx: Tx, account_id: str | None, brand_ids: Collection[str], wanted: Mapping[str, int]
) -> list[Purse]:
    """`wanted` says how many of them to use, by brand."""
    if account_id is None:
        return []
    accepting = await store_programmes.taking_points(tx, brand_ids)
    brands = await directory.brands_by_id(tx, accepting)
    return [
        Purse(
            brand_id=brand_id,
            title=f"{brands[brand_id].name} points",
            currency=brands[brand_id].currency,
            points=rules.off_points,
            amount_minor=rules.off_minor,
            from_points=rules.off_from_points,
            most_bp=rules.off_most_bp,
            active=(await store_points.balance(tx, brand_id, account_id)).active,
            wanted=wanted.get(brand_id, 0),
        )
        for brand_id, rules in sorted(accepting.items())
    ]
