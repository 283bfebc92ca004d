"""Deals of one product, for checking what is announced of their prices."""

from sqlalchemy import select

from commerce.deals import Deal, DealStatus
from commerce.tables import deals
from kit.unit_of_work import Tx

MOST_QUEUED = 100


async def cheaper_queued(tx: Tx, deal: Deal) -> list[Deal]:
    """Other public deals of the product that wait at a lower price, the newest first, at most `MOST_QUEUED`."""
    rows = await tx.all(
        select(deals)
        .where(
            deals.c.product_id == deal.product_id,
            deals.c.status == DealStatus.QUEUED.value,
            deals.c.min_tier_rank == 0,
            deals.c.price_minor < deal.price_minor,
            deals.c.id != deal.id,
        )
        .order_by(deals.c.id.desc())
        .limit(MOST_QUEUED)
    )
    return [Deal(**{**row, "status": DealStatus(row["status"])}) for row in rows]


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
