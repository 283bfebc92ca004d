"""What the outcome of a payment does to its orders: one function for whoever learns it first, be it the gateway's answer,
its notice or the worker that asked again. It may be told twice, late or out of order.

A success pays what waits for it, and uses its vouchers; a failure gives them back. Where the units were given back
meanwhile they are taken again if they are still there; where they are gone, where vouchers were given back that made the order
cheaper, or where something else paid it, the money goes back by itself.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from commerce import events, orders
from commerce.announcing import save_order, save_paid
from commerce.order_status import GAVE_BACK, WAS_PAID, OrderStatus
from commerce.orders import Order, Purpose
from commerce.payments import store
from commerce.payments.payment import Outcome, Payment, PaymentStatus, Share, settle
from commerce.payments.refund import Refund
from commerce.payments.retaking import lock_deals_of, take_units_again
from commerce.store import orders as store_orders
from commerce.teams.paying import takes_money
from commerce.vouchers.reserving import give_back, use_vouchers
from kit import metrics
from kit.ids import new_id
from kit.unit_of_work import Tx, UnitOfWork

LATE = "paid_too_late"


class OrderMoved(Exception):
    """An order gave its units back between a look at it and its lock. Do it in a new transaction."""


async def settle_payment(work: UnitOfWork, payment_id: str, outcome: Outcome) -> None:
    """Take up what a gateway said of a payment, in a transaction of its own."""
    while True:
        with suppress(OrderMoved):
            async with work.write() as tx:
                await settle_within(tx, payment_id, outcome)
            return


async def settle_within(tx: Tx, payment_id: str, outcome: Outcome) -> None:
    """The same within a transaction.

    Raises:
        OrderMoved
    """
    seen = await store.payment(tx, payment_id)
    if seen is None or settle(seen, outcome, tx.now) is None:
        return
    order_ids = [share.order_id for share in seen.shares]
    # Deals before orders, as everywhere; but only a late success needs them.
    is_late = any(
        order.status in GAVE_BACK for order in await store_orders.orders_by_id(tx, order_ids)
    )
    if is_late:
        await lock_deals_of(tx, order_ids)
    locked = {order.id: order for order in await store_orders.lock_orders(tx, order_ids)}
    if not is_late and any(order.status in GAVE_BACK for order in locked.values()):
        raise OrderMoved(payment_id)
    payment = await store.lock_payment(tx, payment_id)
    after = settle(payment, outcome, tx.now) if payment else None
    if after is not None:
        await store.save_payment(tx, after)
        if after.status is PaymentStatus.SUCCEEDED and outcome.card_hash is not None:
            await store.keep_used_card(tx, after.account_id, outcome.card_hash)
        metrics.payments.labels(after.gateway, after.failure or after.status.value).inc()
        await _settle_orders(tx, after, locked)


async def _settle_orders(tx: Tx, payment: Payment, locked: Mapping[str, Order]) -> None:
    each = [(share, locked[share.order_id]) for share in payment.shares]
    if payment.status is PaymentStatus.SUCCEEDED:
        paid = [order.id for share, order in each if await _succeed(tx, payment, share, order)]
        await use_vouchers(tx, *paid)
    elif payment.status is PaymentStatus.FAILED:
        freed = [order.id for share, order in each if await _fail(tx, payment, share, order)]
        await give_back(tx, *freed)
    else:
        for _, order in each:
            await save_order(tx, orders.touch(order), events.PaymentBegun)


async def _fail(tx: Tx, payment: Payment, share: Share, order: Order) -> bool:
    """Whether the order waited for this payment, and can be paid anew."""
    await store.save_share(tx, payment.id, replace(share, is_binding=False))
    is_waiting = share.is_binding and order.status is OrderStatus.AWAITING_PAYMENT
    after = orders.fail_payment(order) if is_waiting else orders.touch(order)
    await save_order(tx, after, events.PaymentFailed)
    return is_waiting


async def _succeed(tx: Tx, payment: Payment, share: Share, order: Order) -> bool:
    """Whether the order is paid by it."""
    if not await _is_wanted(tx, share, order):
        await _give_back(tx, payment, share, order)
        return False
    if not share.is_binding:
        await store.save_share(tx, payment.id, replace(share, is_binding=True))
    await save_paid(tx, orders.pay(order, tx.now, payment.card_last4))
    return True


async def _is_wanted(tx: Tx, share: Share, order: Order) -> bool:
    """Whether the money pays the order: no other payment does or may yet, it is what the order costs, which it is not
    where vouchers were given back, its team still takes it, and its units are there."""
    if order.status in {*WAS_PAID, OrderStatus.AWAITING_TEAM} or share.purpose is not order.purpose:
        return False
    if share.amount_minor != order.due_minor or _is_too_late(order, tx.now):
        return False
    if not await takes_money(tx, order):
        return False
    if not share.is_binding and await store.is_bound(tx, order.id, share.purpose):
        return False
    return order.status not in GAVE_BACK or await take_units_again(tx, order)


def _is_too_late(order: Order, now: datetime) -> bool:
    """Whether the order cannot go on with the money: nobody could pay the balance after this deposit, or the brand has
    withdrawn what the balance is for."""
    if order.purpose is Purpose.DEPOSIT:
        return order.balance_until is not None and now >= order.balance_until
    return order.purpose is Purpose.BALANCE and order.status is OrderStatus.CANCELLED


async def _give_back(tx: Tx, payment: Payment, share: Share, order: Order) -> None:
    """Begin a refund of the whole share; the worker asks the gateway for it."""
    returned = replace(share, is_binding=False, refunded_minor=share.amount_minor)
    await store.save_share(tx, payment.id, returned)
    if share.amount_minor:
        await store.add_refund(tx, _late_refund(tx, payment, share))
    await save_order(tx, orders.touch(order), events.RefundChanged)


def _late_refund(tx: Tx, payment: Payment, share: Share) -> Refund:
    return Refund(
        id=new_id(),
        payment_id=payment.id,
        order_id=share.order_id,
        amount_minor=share.amount_minor,
        currency=payment.currency,
        units={},
        reason=LATE,
        restock=False,
        was_late=True,
        begun_by=None,
        begun_at=tx.now,
        next_check_at=tx.now,
    )
