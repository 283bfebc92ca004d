"""Taking the units of an order again that gave them back, since its payment succeeded after all."""

from collections.abc import Collection

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal
from commerce.deals import Deal
from commerce.orders import Line, Order
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from kit.unit_of_work import Tx


async def lock_deals_of(tx: Tx, order_ids: Collection[str]) -> None:
    """Lock the deals of these orders, which must not be locked yet."""
    found = await store_orders.orders_by_id(tx, order_ids)
    await store_deals.lock_deals(tx, {line.deal_id for order in found for line in order.lines})


async def take_units_again(tx: Tx, order: Order) -> bool:
    """Whether all units of the locked order, whose deals are locked, were there and are its own again. Its deals may
    have ended: the order was placed in time."""
    locked = {
        deal.id: deal
        for deal in await store_deals.lock_deals(tx, {line.deal_id for line in order.lines})
    }
    slots: dict[str, list[int]] = {}
    for line in order.lines:
        deal = rules.take_again(locked[line.deal_id], line.quantity)
        free = await _free_slots(tx, order, locked[line.deal_id], line, slots)
        if deal is None or free is None:
            return False
        locked[deal.id] = deal
        slots.setdefault(deal.id, []).extend(free)
    for deal_id, taken in slots.items():
        await store_deals.take_slots(tx, order, deal_id, taken)
        await save_deal(tx, locked[deal_id], events.StockChanged)
    return True


async def _free_slots(
    tx: Tx, order: Order, deal: Deal, line: Line, taken: dict[str, list[int]]
) -> list[int] | None:
    """Slots of the buyer for the line's units; None if they have claimed others meanwhile."""
    place = (deal.id, order.account_id)
    held = (await store_deals.held_slots(tx, {place})).get(place, set())
    held |= {*taken.get(deal.id, [])}
    free = [slot for slot in range(1, deal.per_buyer_limit + 1) if slot not in held]
    return free[: line.quantity] if len(free) >= line.quantity else None
