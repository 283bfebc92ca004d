"""Rows of orders as others count them."""

from collections.abc import Collection
from itertools import starmap

from sqlalchemy import ColumnElement, select

from commerce.order_status import OrderStatus
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
    return await _sales(tx, is_among(tx.connection, orders.c.id, order_ids))


async def refunded_sales(tx: Tx, order_ids: Collection[str]) -> dict[str, Sale]:
    """Those of which money went back."""
    among = is_among(tx.connection, orders.c.id, order_ids)
    return await _sales(tx, among & (orders.c.refunded_minor > 0))


async def _sales(tx: Tx, condition: ColumnElement[bool]) -> dict[str, Sale]:
    rows = await tx.connection.execute(select(*COLUMNS).where(condition))
    return {sale.order_id: sale for sale in starmap(Sale, rows)}
