"""Paying orders, and giving one up that is not paid. No transaction is open while the gateway is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce import events
from commerce import orders as rules
from commerce.announcing import save_order
from commerce.errors import NoSuchOrder, PaymentDeclined
from commerce.orders import PAYMENT_GRACE, Order, OrderStatus
from commerce.payments import store
from commerce.payments.charging import charge, stop, unreachable
from commerce.payments.errors import NothingToConfirm
from commerce.payments.gateway import Gateway, GatewayDown, Gateways, Means
from commerce.payments.payment import (
    CALL_LASTS,
    Failure,
    Payment,
    PaymentStatus,
    Share,
)
from commerce.payments.views import ConfirmationView
from commerce.presenting import order_view, order_views
from commerce.refusing import allowed, refuse
from commerce.releasing import release_units
from commerce.replays import Attempt
from commerce.store import orders as store_orders
from commerce.views import OrderView
from kit.auth import Principal
from kit.errors import Invalid
from kit.ids import is_id, new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork

PAYMENTS = Rule("payment", "20/minute", "You tried to pay too often.")
SENTENCES = {
    Failure.DECLINED: "The bank declined this card. Pay with another card while your units are held.",
    Failure.INSUFFICIENT_FUNDS: "There is not enough money on this card. "
    "Pay with another card while your units are held.",
    Failure.NOT_CONFIRMED: "The payment was not confirmed, so nothing was charged. "
    "Try again, or pay with another card while your units are held.",
    Failure.CANCELLED: "The payment was given up before anything was charged. "
    "Try again, or pay with another card while your units are held.",
}


@dataclass(frozen=True, slots=True)
class _Begun:
    """A payment of this attempt: a new one, or the one that it began before."""

    payment: Payment
    is_new: bool


class Paying:
    def __init__(self, work: UnitOfWork, gateways: Gateways, limiter: RateLimiter) -> None:
        self._work = work
        self._gateways = gateways
        self._limiter = limiter

    async def pay(
        self, principal: Principal, order_id: str, means: Means, key: str | None
    ) -> OrderView:
        """Pay an order while its units are held. If the outcome is not known yet, or the buyer must confirm, the order
        comes back as `awaiting_payment`. After a decline the units stay held.

        Raises:
            NotSignedIn, TooMany, NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired, WasCancelled, Invalid,
            PaymentDeclined, GatewayUnreachable, KeyReused
        """
        return (await self.pay_together(principal, [order_id], means, key))[0]

    async def pay_together(
        self, principal: Principal, order_ids: Sequence[str], means: Means, key: str | None
    ) -> list[OrderView]:
        """Pay several orders by one payment: all of them, or none.

        Raises:
            the same, and Invalid if they are not of one currency.
        """
        await self._limiter.hit(PAYMENTS, principal.account())
        begun = await self._begin(principal, order_ids, means, key)
        if begun.is_new:
            gateway = self._gateways[begun.payment.gateway]
            await charge(self._work, gateway, begun.payment, means)
        async with self._work.read() as tx:
            payment = await store.payment(tx, begun.payment.id)
            if payment is not None and payment.failure is not None:
                raise PaymentDeclined(SENTENCES[payment.failure])
            paid = [await _own(tx, principal, order_id) for order_id in order_ids]
            return await order_views(tx, paid)

    async def cancel(self, principal: Principal, order_id: str) -> OrderView:
        """Give up an order that is not paid; its units can be claimed again. A payment that can still be stopped is.

        Raises:
            NotSignedIn, NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired
        """
        async with self._work.read() as tx:
            order = await _own(tx, principal, order_id)
            is_waiting = order.status is OrderStatus.AWAITING_PAYMENT
            payment = await store.binding_payment(tx, order_id) if is_waiting else None
        if payment is not None and payment.reference is not None:
            await stop(self._work, self._gateways[payment.gateway], payment, payment.reference)
        async with self._work.write() as tx:
            await release_units(tx, order_id, rules.cancel, events.OrderCancelled)
            return await order_view(tx, await _own(tx, principal, order_id))

    async def confirmation(self, principal: Principal, order_id: str) -> ConfirmationView:
        """Where the buyer confirms the payment of an order.

        Raises:
            NotSignedIn, NoSuchOrder, NothingToConfirm, GatewayUnreachable
        """
        async with self._work.read() as tx:
            await _own(tx, principal, order_id)
            payment = await store.binding_payment(tx, order_id)
        nothing = NothingToConfirm("Look at the order again: it may be paid by now.")
        if payment is None or payment.reference is None or not payment.is_under_way:
            raise nothing
        gateway = self._gateways[payment.gateway]
        try:
            found = await gateway.confirmation(payment.reference, f"/orders/{order_id}")
        except GatewayDown as error:
            raise unreachable(gateway, error) from error
        if found is None:
            raise nothing
        return found

    async def _begin(
        self, principal: Principal, order_ids: Sequence[str], means: Means, key: str | None
    ) -> _Begun:
        gateway = self._gateways.first
        async with self._work.write() as tx:
            orders = await _lock_own(tx, principal, order_ids)
            attempt = Attempt(
                principal.account(), key, "pay", *sorted(order_ids), gateway.describe(means)
            )
            if payment_id := await attempt.recall(tx):
                earlier = await store.payment(tx, payment_id)
                assert earlier is not None, "a payment is never deleted"
                return _Begun(earlier, is_new=False)
            waiting = [allowed(rules.begin_payment(order, tx.now)) for order in orders]
            refuse(_refuse_currencies(orders) or gateway.refuse(means, tx.now))
            payment = _new_payment(tx, gateway, orders)
            await store.add_payment(tx, payment)
            await attempt.keep(tx, payment.id)
            for order in waiting:
                await save_order(tx, order, events.PaymentBegun)
        return _Begun(payment, is_new=True)


async def _lock_own(tx: Tx, principal: Principal, order_ids: Sequence[str]) -> list[Order]:
    """The orders, locked, if all of them are the caller's."""
    account_id = principal.account()
    known = [order_id for order_id in set(order_ids) if is_id(order_id)]
    orders = await store_orders.lock_orders(tx, known)
    is_own = all(order.account_id == account_id for order in orders)
    if not orders or not is_own or len(orders) != len(set(order_ids)):
        raise no_such_order()
    return orders


def _refuse_currencies(orders: Sequence[Order]) -> Invalid | None:
    if len({order.currency for order in orders}) == 1:
        return None
    return Invalid("Pay orders of one currency at a time.")


def _new_payment(tx: Tx, gateway: Gateway, orders: Sequence[Order]) -> Payment:
    return Payment(
        id=new_id(),
        account_id=orders[0].account_id,
        gateway=gateway.name,
        currency=orders[0].currency,
        shares=tuple(
            Share(order_id=order.id, amount_minor=order.total.amount_minor) for order in orders
        ),
        status=PaymentStatus.BEGUN,
        begun_at=tx.now,
        give_up_at=min(order.hold_expires_at for order in orders) + PAYMENT_GRACE,
        next_check_at=tx.now + CALL_LASTS,
    )


async def _own(tx: Tx, principal: Principal, order_id: str) -> Order:
    """The order, if it is the caller's. Of others' orders they do not even learn that there are any."""
    account_id = principal.account()
    order = await store_orders.order(tx, order_id)
    if order is None or order.account_id != account_id:
        raise no_such_order()
    return order


def no_such_order() -> NoSuchOrder:
    return NoSuchOrder(
        "Look for it among your orders. You may have to sign in with another account."
    )
