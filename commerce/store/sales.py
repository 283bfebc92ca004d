"""Rows of orders as others count them."""

from collections.abc import Collection
from itertools import starmap

from sqlalchemy import select

from commerce.orders import OrderStatus
from commerce.sale import Sale
from commerce.tables import orders
from kit.bulk import is_among
from kit.unit_of_work import Tx

COLUMNS = (
    orders.c.id,
    orders.c.account_id,
    orders.c.brand_id,
    orders.c.show_id,
    orders.c.total_minor,
    orders.c.shipping_minor,
    orders.c.refunded_minor,
    orders.c.currency,
    orders.c.referral_token,
    orders.c.created_at,
    orders.c.paid_at,
    (orders.c.status == OrderStatus.REFUNDED.value),
)


async def sales(tx: Tx, order_ids: Collection[str]) -> dict[str, Sale]:
    """Those of these orders that there are, by their ids."""
    rows = await tx.connection.execute(
        select(*COLUMNS).where(is_among(tx.connection, orders.c.id, order_ids))
    )
    return {sale.order_id: sale for sale in starmap(Sale, rows)}
