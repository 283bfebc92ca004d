"""Deals of one product, for checking what is announced of their prices."""

from sqlalchemy import func, select

from commerce.deals import Deal, DealStatus
from commerce.store.deals import deal_of
from commerce.tables import deals
from kit.unit_of_work import Tx

MOST_QUEUED = 100
COST = deals.c.price_minor - func.coalesce(deals.c.worth_minor - deals.c.deposit_minor, 0)
"""`Deal.cost_minor`"""


async def cheaper_queued(tx: Tx, deal: Deal) -> list[Deal]:
    """Other public deals of the product that wait at a lower price, the newest first, at most `MOST_QUEUED`."""
    rows = await tx.all(
        select(deals)
        .where(
            deals.c.product_id == deal.product_id,
            deals.c.status == DealStatus.QUEUED.value,
            deals.c.min_tier_rank == 0,
            deal.cost_minor > COST,
            deals.c.id != deal.id,
        )
        .order_by(deals.c.id.desc())
        .limit(MOST_QUEUED)
    )
    return [deal_of(row) for row in rows]


async def live_ids(tx: Tx, product_id: str) -> list[str]:
    """Live deals of the product that are announced as the lowest price."""
    rows = await tx.all(
        select(deals.c.id).where(
            deals.c.product_id == product_id,
            deals.c.status == DealStatus.LIVE.value,
            deals.c.is_lowest_price,
        )
    )
    return [row["id"] for row in rows]
