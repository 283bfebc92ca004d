"""Giving the units of an order that was not paid, or not wholly, back, and what it reserved of vouchers, inside a
transaction."""

from collections.abc import Callable

from commerce import events
from commerce.announcing import save_order
from commerce.order_status import OrderStatus
from commerce.orders import Order
from commerce.refusing import allowed
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.teams.leaving import leave_team
from commerce.vouchers.reserving import give_back
from commerce.waiting.offering import return_units
from kit.errors import Refusal
from kit.unit_of_work import Tx

KINDS = {
    OrderStatus.EXPIRED: events.OrderExpired,
    OrderStatus.CANCELLED: events.OrderCancelled,
    OrderStatus.FORFEITED: events.OrderForfeited,
}


async def release_units(
    tx: Tx,
    order_id: str,
    rule: Callable[[Order], Order | Refusal | None],
) -> Order | None:
    """Let `rule` decide on the order under its lock; if it changes the order, its units and vouchers go back.

    The order as it is afterwards, or None if there is none or the rule says so.

    Raises:
        what the rule refuses
    """
    seen = await store_orders.order(tx, order_id)
    if seen is None:
        return None
    # Deals before orders, as everywhere; the lines that name the deals never change.
    locked = {
        deal.id: deal
        for deal in await store_deals.lock_deals(tx, (line.deal_id for line in seen.lines))
    }
    order = await store_orders.lock_order(tx, order_id)
    after = allowed(rule(order)) if order else None
    if order is None or after is None or after is order:
        return after
    await save_order(tx, after, KINDS[after.status])
    if order.team_id is not None:
        await leave_team(tx, order, order.team_id)
    await give_back(tx, order_id)
    for line in after.lines:
        await store_deals.free_slots(tx, after, line.deal_id, line.quantity)
        locked[line.deal_id] = await return_units(tx, locked[line.deal_id], line.quantity)
    return after
