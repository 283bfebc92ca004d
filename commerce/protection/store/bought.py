"""Orders that may have been dearer than a public price."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select

from commerce.deals import DealStatus
from commerce.order_status import OrderStatus
from commerce.protection.store.prices import Sweep
from commerce.protection.tables import public_prices, unprotected_orders
from commerce.tables import deals, order_lines, orders
from kit.bulk import Rows, is_among
from kit.unit_of_work import Tx

IS_PAID = orders.c.status.in_([OrderStatus.PAID.value, OrderStatus.PARTLY_REFUNDED.value])


async def dearer_orders(
    tx: Tx, sweep: Sweep, since: datetime, limit: int
) -> tuple[list[str], tuple[str, str] | None]:
    """The ids of the next paid orders placed since then in deals that were dearer, and the place to go on from; None if
    there are no more.

    It goes deal by deal, and in each by order, so that no batch looks at what another looked at.
    """
    deal_id = await _first_deal(tx, sweep, since, deals.c.id >= sweep.deal_id)
    if deal_id is None:
        return [], None
    after = sweep.order_id if deal_id == sweep.deal_id else ""
    order_ids = await _orders_after(tx, sweep, since, deal_id, after, limit)
    if len(order_ids) == limit:
        return order_ids, (deal_id, order_ids[-1])
    next_id = await _first_deal(tx, sweep, since, deals.c.id > deal_id)
    return order_ids, (next_id, "") if next_id else None


async def followed(tx: Tx, order_ids: Collection[str]) -> list[str]:
    """Those of these orders after which a public price of one of their products began."""
    rows = await tx.all(
        select(orders.c.id)
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .join(public_prices, public_prices.c.product_id == order_lines.c.product_id)
        .where(
            is_among(tx.connection, orders.c.id, order_ids),
            public_prices.c.starts_at > orders.c.created_at,
        )
        .distinct()
        .order_by(orders.c.id)
    )
    return [row["id"] for row in rows]


async def unprotected(tx: Tx, limit: int) -> list[str]:
    """Orders that are to be looked at again, the oldest first."""
    order_id = unprotected_orders.c.order_id
    rows = await tx.all(select(order_id).order_by(order_id).limit(limit))
    return [row["order_id"] for row in rows]


def keep_unprotected(tx: Tx, order_ids: Collection[str]) -> None:
    """Have these orders looked at again."""
    tx.add(Rows(unprotected_orders, {"order_id": sorted(order_ids)}, skips_known=True))


async def forget_unprotected(tx: Tx, order_id: str) -> None:
    await tx.execute(delete(unprotected_orders).where(unprotected_orders.c.order_id == order_id))


async def _first_deal(
    tx: Tx, sweep: Sweep, since: datetime, is_next: ColumnElement[bool]
) -> str | None:
    price = sweep.price
    found: str | None = await tx.scalar(
        select(deals.c.id)
        .where(
            deals.c.product_id == price.product_id,
            deals.c.status != DealStatus.QUEUED.value,
            deals.c.currency == price.currency,
            func.coalesce(deals.c.highest_price_minor, deals.c.price_minor) > price.price_minor,
            deals.c.opened_at < price.starts_at,
            deals.c.closes_at > since,
            is_next,
        )
        .order_by(deals.c.id)
        .limit(1)
    )
    return found


async def _orders_after(
    tx: Tx, sweep: Sweep, since: datetime, deal_id: str, after: str, limit: int
) -> list[str]:
    rows = await tx.all(
        select(order_lines.c.order_id)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(
            order_lines.c.deal_id == deal_id,
            order_lines.c.order_id > after,
            order_lines.c.unit_price_minor > sweep.price.price_minor,
            IS_PAID,
            orders.c.created_at >= since,
            orders.c.created_at < sweep.price.starts_at,
        )
        .distinct()
        .order_by(order_lines.c.order_id)
        .limit(limit)
    )
    return [row["order_id"] for row in rows]
