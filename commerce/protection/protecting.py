"""Price protection at work: whoever bought before a cheaper public price gets the difference back.

A drop only leaves a row. The worker looks from there for orders that were dearer, a batch at a time, and an order that is paid
after a cheaper drop is looked at when it is paid: so each order is looked at after both. Granting writes the refund; the
worker asks the gateway for it, as for all that has no answer.
"""

from collections.abc import Collection
from datetime import timedelta

from commerce import events
from commerce import orders as rules
from commerce.announcing import tell_order
from commerce.order_status import OrderStatus
from commerce.orders import Order
from commerce.payments import store as store_payments
from commerce.payments.payment import Payment
from commerce.payments.refund import Refund
from commerce.payments.refunding import begin_refund
from commerce.payments.sources import Part, divided, joined, parts_of, share_in
from commerce.protection.grant import Grant, decide, units_taken
from commerce.protection.promise import days_at, most_days
from commerce.protection.public_price import PublicPrice
from commerce.protection.store import bought as store_bought
from commerce.protection.store import grants as store_grants
from commerce.protection.store import prices as store_prices
from commerce.protection.store import promises as store_promises
from commerce.protection.store.prices import Sweep
from commerce.store import orders as store_orders
from kit.ids import new_id
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork

BATCH = 100
"""Orders that one step looks at."""
SWEEPS = 10
"""Prices that one beat goes on with."""
STEP_LASTS = timedelta(minutes=1)
"""Whoever began a step has done it by then, or is dead."""
REASON = "price_protection"


class Protecting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._sweeps = OneByOne[tuple[str, int]]("protect_prices")
        self._orders = OneByOne[str]("protect_prices")

    async def sweep(self) -> int:
        """One step for each price whose dearer orders are still being looked for; of how many. Orders with which it failed are
        looked at again. For the worker."""
        async with self._work.read() as tx:
            order_ids = await store_bought.unprotected(tx, self._orders.reach(BATCH))
            rows = await store_prices.due_sweeps(tx, self._sweeps.reach(SWEEPS))
        await self._orders.each(order_ids, self._protect_after_all)
        due = {(sweep.price.deal_id, sweep.price.version): sweep for sweep in rows}
        return sum(await self._sweeps.each(due, lambda key: self._step(due[key])))

    async def protect_orders(self, order_ids: Collection[str]) -> None:
        """The same for many, of which mostly none is concerned."""
        async with self._work.read() as tx:
            followed = await store_bought.followed(tx, order_ids)
        for order_id in followed:
            await self.protect_order(order_id)

    async def protect_order(self, order_id: str) -> bool:
        """Give the buyer back what the order was dearer than a public price that followed it. Nothing happens if there
        is none, or the second time."""
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            if order is None or not (await _found(tx, order))[1]:
                return False
        async with self._work.write() as tx:
            return await _protect(tx, order_id)

    async def _step(self, sweep: Sweep) -> bool:
        async with self._work.write() as tx:
            if not await store_prices.take_sweep(tx, sweep, tx.now + STEP_LASTS):
                return False
        async with self._work.read() as tx:
            promises = await store_promises.promises_of(tx, sweep.price.brand_id)
            days = most_days(promises, sweep.price.starts_at)
            since = sweep.price.starts_at - timedelta(days=days)
            order_ids, place = await store_bought.dearer_orders(tx, sweep, since, BATCH)
        looked_at = await self._orders.each(order_ids, self._look_at)
        async with self._work.write() as tx:
            store_bought.keep_unprotected(tx, set(order_ids).difference(looked_at))
            await store_prices.move_sweep(tx, sweep, place)
        return True

    async def _look_at(self, order_id: str) -> str:
        await self.protect_order(order_id)
        return order_id

    async def _protect_after_all(self, order_id: str) -> None:
        await self.protect_order(order_id)
        async with self._work.write() as tx:
            await store_bought.forget_unprotected(tx, order_id)


async def _protect(tx: Tx, order_id: str) -> bool:
    order = await store_orders.lock_order(tx, order_id)
    assert order is not None, "an order is never deleted"
    paid, grants = await _found(tx, order)
    if not grants:
        return False
    amount_minor = sum(grant.amount_minor for grant in grants)
    refunds = [_refund(tx, order, *piece) for piece in divided(paid, amount_minor)]
    for refund in refunds:
        await begin_refund(tx, share_in(paid, refund.payment_id), refund)
    await store_grants.add_grants(tx, order.id, refunds[0].id, grants)
    after = rules.touch(order)
    await store_orders.save_order(tx, after)
    tell_order(tx, events.PriceProtected, after, refund_id=refunds[0].id)
    return True


async def _found(tx: Tx, order: Order) -> tuple[list[Part], list[Grant]]:
    """What pays the order, and what is to be granted to it."""
    prices = await _prices_for(tx, order)
    payments = await store_payments.binding_payments(tx, order.id) if prices else []
    paid = parts_of(payments, order.id)
    together = joined(paid)
    if together is None:
        return [], []
    taken = units_taken(order, await store_payments.refunds_of(tx, [order.id]))
    granted = {each.grant.place for each in await store_grants.grants_of(tx, [order.id])}
    left_minor = together.amount_minor - together.refunded_minor - order.shipping_minor
    return paid, decide(order, prices, taken, granted, max(0, left_minor))


async def _prices_for(tx: Tx, order: Order) -> list[PublicPrice]:
    """The public prices that began while the order's was protected."""
    if order.status not in {OrderStatus.PAID, OrderStatus.PARTLY_REFUNDED}:
        return []
    promises = await store_promises.promises_of(tx, order.brand_id)
    until = order.created_at + timedelta(days=days_at(promises, order.created_at))
    product_ids = {line.product_id for line in order.lines}
    return await store_prices.prices_between(
        tx, product_ids, order.currency, order.created_at, until
    )


def _refund(tx: Tx, order: Order, payment: Payment, amount_minor: int) -> Refund:
    return Refund(
        id=new_id(),
        payment_id=payment.id,
        order_id=order.id,
        amount_minor=amount_minor,
        currency=payment.currency,
        units={},
        reason=REASON,
        restock=False,
        begun_by=None,
        begun_at=tx.now,
        next_check_at=tx.now,
    )
