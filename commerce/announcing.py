"""Saving a deal or an order together with saying what happened to it."""

from typing import Any

from commerce.deals import Deal
from commerce.events import DealEvent, DepositPaid, OrderEvent, OrderPaid, PlacePaid
from commerce.order_status import OrderStatus
from commerce.orders import Order
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from kit.unit_of_work import Tx

PAID_AS = {
    OrderStatus.PAID: OrderPaid,
    OrderStatus.DEPOSIT_PAID: DepositPaid,
    OrderStatus.AWAITING_TEAM: PlacePaid,
}


def tell_deal(tx: Tx, kind: type[DealEvent], deal: Deal) -> None:
    tx.emit(
        kind(deal_id=deal.id, show_id=deal.show_id, brand_id=deal.brand_id, version=deal.version)
    )


async def save_deal(tx: Tx, deal: Deal, kind: type[DealEvent]) -> None:
    await store_deals.save_deal(tx, deal)
    tell_deal(tx, kind, deal)


def tell_order(tx: Tx, kind: type[OrderEvent], order: Order, **more: Any) -> None:
    """Say what happened to an order; some kinds tell `more`."""
    tx.emit(
        kind(
            order_id=order.id,
            deal_id=order.lines[0].deal_id,
            show_id=order.show_id,
            brand_id=order.brand_id,
            account_id=order.account_id,
            version=order.version,
            **more,
        )
    )


async def save_order(tx: Tx, order: Order, kind: type[OrderEvent]) -> None:
    await store_orders.save_order(tx, order)
    tell_order(tx, kind, order)


async def save_paid(tx: Tx, order: Order) -> None:
    """Save an order for which money has just come, and say what it is now."""
    await save_order(tx, order, PAID_AS[order.status])
