"""Refunding orders: the manager's verb, and what its outcome does. As with payments the refund is written first, then the
gateway is asked with no transaction open, then its answer is taken up; the worker repeats what had no answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from commerce import events
from commerce import orders as rules
from commerce.announcing import save_order, tell_order
from commerce.deals import Deal
from commerce.order_status import WAS_PAID, OrderStatus
from commerce.orders import Order
from commerce.payments import store
from commerce.payments.beginning import no_such_order
from commerce.payments.charging import down
from commerce.payments.gateway import GatewayDown, Gateways
from commerce.payments.payment import CALL_LASTS, Share
from commerce.payments.refund import Extent, Refund, RefundStatus, costs_of, decide_extent
from commerce.payments.sources import Part, divided, joined, parts_of, share_in, share_of
from commerce.payments.views import NewRefund
from commerce.presenting import order_view
from commerce.protection.store import grants as store_grants
from commerce.refusing import allowed
from commerce.replays import Attempt
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.views import OrderView
from commerce.vouchers.reserving import give_back, give_back_parts
from commerce.waiting.offering import return_units
from kit import metrics
from kit.auth import Principal, Role
from kit.ids import new_id
from kit.money import Money
from kit.unit_of_work import Tx, UnitOfWork

VOUCHERS = "vouchers"
"""Stands for the gateway where vouchers had paid for the units wholly."""


class Refunding:
    def __init__(self, work: UnitOfWork, gateways: Gateways) -> None:
        self._work = work
        self._gateways = gateways

    async def refund(
        self, principal: Principal, order_id: str, new: NewRefund, key: str | None
    ) -> OrderView:
        """Give back all or a part of what was paid for an order. The units can be sold again when the money went back.

        Raises:
            NotSignedIn, Forbidden, NoSuchOrder, NotPaid, RefundTooLarge, Invalid, KeyReused
        """
        for begun in await self._begin(principal, order_id, new, key):
            await ask_for(self._work, self._gateways, begun)
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            assert order is not None, "an order is never deleted"
            return await order_view(tx, order)

    async def _begin(
        self, principal: Principal, order_id: str, new: NewRefund, key: str | None
    ) -> list[Refund]:
        """The refund, from each payment that it comes from, unless the same attempt began it before."""
        async with self._work.write() as tx:
            order = await _managed(tx, principal, order_id)
            attempt = Attempt(principal.account(), key, "refund", order_id, new)
            if await attempt.recall(tx):
                return []
            paid = parts_of(await store.binding_payments(tx, order_id), order_id)
            others = await store.refunds_of(tx, [order_id])
            lowered = await store_grants.lowered_prices(tx, order_id)
            extent = allowed(decide_extent(order, joined(paid), others, new, lowered))
            refunds = _new_refunds(tx, principal, paid, order, extent, new)
            for refund in refunds:
                await begin_refund(tx, share_in(paid, refund.payment_id), refund)
            await save_order(tx, rules.touch(order), events.RefundChanged)
            await attempt.keep(tx, refunds[0].id)
        return refunds


async def begin_refund(tx: Tx, share: Share | None, refund: Refund) -> None:
    """Write a refund of an order's share of a payment, whose order is locked. The gateway is asked after the commit."""
    await store.add_refund(tx, refund)
    if refund.payment_id is not None and share is not None:
        await _reserve(tx, refund.payment_id, share, refund.amount_minor)


async def ask_for(work: UnitOfWork, gateways: Gateways, refund: Refund) -> None:
    """Ask the gateway for a refund that is begun, and take up its answer if there is one. What gives back no money is
    done without."""
    if refund.payment_id is None:
        await settle_refund(work, VOUCHERS, refund.id, RefundStatus.SUCCEEDED)
        return
    async with work.read() as tx:
        payment = await store.payment(tx, refund.payment_id)
    assert payment is not None, "a refund has its payment"
    assert payment.reference is not None, "what was paid has a reference"
    gateway = gateways[payment.gateway]
    amount = Money(refund.amount_minor, refund.currency)
    try:
        status = await gateway.refund(payment.reference, refund.id, amount)
    except GatewayDown as error:
        down(gateway, error)
        return
    await settle_refund(work, gateway.name, refund.id, status)


async def settle_refund(
    work: UnitOfWork, gateway: str, refund_id: str, status: RefundStatus
) -> None:
    """Take up what a gateway, by its name, said of a refund, in a transaction of its own; the same said twice changes nothing."""
    async with work.write() as tx:
        await settle_refund_within(tx, gateway, refund_id, status)


async def settle_refund_within(tx: Tx, gateway: str, refund_id: str, status: RefundStatus) -> None:
    """The same within a transaction."""
    refund = await store.refund(tx, refund_id)
    if refund is None or status is RefundStatus.BEGUN:
        return
    # Deals before orders, as everywhere. The lines that name the deals never change.
    deals = await _lock_deals(tx, refund) if _restocks(refund, status) else {}
    order = await store_orders.lock_order(tx, refund.order_id)
    assert order is not None, "an order is never deleted"
    if not await store.settle_refund(tx, refund_id, status):
        return
    metrics.refunds.labels(gateway, status.value).inc()
    if status is RefundStatus.FAILED:
        await _take_back(tx, refund)
        await save_order(tx, rules.touch(order), events.RefundChanged)
    else:
        await _give(tx, refund, order)
        await _restock(tx, refund, order, deals)


async def _give(tx: Tx, refund: Refund, order: Order) -> None:
    """The money went back. After a late payment the order never was paid, nor was one whose deposit is returned: both stay
    as they are."""
    undoes_sale = not refund.was_late and order.status in WAS_PAID
    if not undoes_sale:
        after = rules.touch(order)
    else:
        after = rules.refund(order, refund.amount_minor, refund.units)
        await _return_vouchers(tx, refund, order, after)
    await store_orders.save_order(tx, after)
    is_whole = not undoes_sale or after.status is OrderStatus.REFUNDED
    tell_order(
        tx,
        events.OrderRefunded,
        after,
        refund_id=refund.id,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        is_whole=is_whole,
        was_late=refund.was_late,
    )


async def _return_vouchers(tx: Tx, refund: Refund, before: Order, after: Order) -> None:
    """What vouchers paid of the units flows back to their budgets, and with the last of it their uses return."""
    if after.status is OrderStatus.REFUNDED:
        await give_back(tx, after.id)
    elif costs := costs_of(before, refund.units):
        await give_back_parts(tx, after.id, costs)


async def _restock(tx: Tx, refund: Refund, order: Order, deals: dict[str, Deal]) -> None:
    if not deals:
        return
    for place, count in refund.units.items():
        deal_id = order.lines[place].deal_id
        await store_deals.free_slots(tx, order, deal_id, count)
        deals[deal_id] = await return_units(tx, deals[deal_id], count)


def _restocks(refund: Refund, status: RefundStatus) -> bool:
    return refund.restock and bool(refund.units) and status is RefundStatus.SUCCEEDED


async def _lock_deals(tx: Tx, refund: Refund) -> dict[str, Deal]:
    order = await store_orders.order(tx, refund.order_id)
    assert order is not None, "an order is never deleted"
    deal_ids = {order.lines[place].deal_id for place in refund.units}
    return {deal.id: deal for deal in await store_deals.lock_deals(tx, deal_ids)}


async def _reserve(tx: Tx, payment_id: str, share: Share, amount_minor: int) -> None:
    """What is being given back counts as given back, so that two refunds at once never exceed what was paid."""
    refunded_minor = share.refunded_minor + amount_minor
    await store.save_share(tx, payment_id, replace(share, refunded_minor=refunded_minor))


async def _take_back(tx: Tx, refund: Refund) -> None:
    assert refund.payment_id is not None, "without money nothing can fail"
    payment = await store.payment(tx, refund.payment_id)
    assert payment is not None, "a refund without what it is of"
    share = share_of(payment, refund.order_id)
    await _reserve(tx, refund.payment_id, share, -refund.amount_minor)


async def _managed(tx: Tx, principal: Principal, order_id: str) -> Order:
    """The order, locked, for a manager of its brand."""
    order = await store_orders.lock_order(tx, order_id)
    if order is None:
        raise no_such_order()
    principal.require(Role.MANAGER, order.brand_id)
    return order


def _new_refunds(
    tx: Tx, principal: Principal, paid: Sequence[Part], order: Order, extent: Extent, new: NewRefund
) -> list[Refund]:
    """One for each payment that it takes, or one without any if no money goes back. The units go back with the first."""
    pieces = [(payment.id, piece) for payment, piece in divided(paid, extent.amount_minor)]
    return [
        Refund(
            id=new_id(),
            payment_id=payment_id,
            order_id=order.id,
            amount_minor=amount_minor,
            currency=order.currency,
            units={} if number else extent.units,
            reason=new.reason,
            restock=new.restock,
            begun_by=principal.account(),
            begun_at=tx.now,
            next_check_at=tx.now + CALL_LASTS,
        )
        for number, (payment_id, amount_minor) in enumerate(pieces or [(None, 0)])
    ]
