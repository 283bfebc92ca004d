"""Paying an order, and giving one up that is not paid. No transaction is open while the gateway is asked.

    begin ── tx: lock the order, write the payment, the order waits for it
    open ─── ask the gateway to prepare the charge;  tx: keep its reference
    confirm ─ ask the gateway to charge;             tx: settle what it said

A process that dies on the way leaves a payment that the worker settles by asking the gateway (`reconciling`).
"""

from dataclasses import dataclass

import structlog

from commerce import events
from commerce import orders as rules
from commerce.announcing import save_order
from commerce.errors import NoSuchOrder, PaymentDeclined, PaymentUnderWay
from commerce.orders import PAYMENT_GRACE, Order, OrderStatus
from commerce.payments import store
from commerce.payments.errors import GatewayUnreachable, NothingToConfirm
from commerce.payments.gateway import Gateway, GatewayDown, Gateways, Means
from commerce.payments.payment import (
    CALL_LASTS,
    PENDING,
    Failure,
    Outcome,
    Payment,
    PaymentStatus,
    Share,
    failed,
)
from commerce.payments.settling import settle_payment
from commerce.payments.views import ConfirmationView
from commerce.presenting import order_view
from commerce.refusing import allowed, refuse
from commerce.releasing import release_units
from commerce.replays import Attempt
from commerce.store import orders as store_orders
from commerce.views import OrderView
from kit import metrics
from kit.auth import Principal
from kit.errors import Refusal
from kit.ids import new_id
from kit.money import Money
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork

log = structlog.get_logger()

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
        await self._limiter.hit(PAYMENTS, principal.account())
        begun = await self._begin(principal, order_id, means, key)
        if begun.is_new:
            await self._charge(begun.payment, means)
        async with self._work.read() as tx:
            payment = await store.payment(tx, begun.payment.id)
            if payment is not None and payment.failure is not None:
                raise PaymentDeclined(SENTENCES[payment.failure])
            return await order_view(tx, await _own(tx, principal, order_id))

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
            await self._stop(payment, payment.reference)
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
            raise _unreachable(gateway) from error
        if found is None:
            raise nothing
        return found

    async def _begin(
        self, principal: Principal, order_id: str, means: Means, key: str | None
    ) -> _Begun:
        gateway = self._gateways.first
        async with self._work.write() as tx:
            order = await store_orders.lock_order(tx, order_id)
            if order is None or order.account_id != principal.account():
                raise no_such_order()
            attempt = Attempt(order.account_id, key, "pay", order.id, gateway.describe(means))
            if payment_id := await attempt.recall(tx):
                earlier = await store.payment(tx, payment_id)
                assert earlier is not None, "a payment is never deleted"
                return _Begun(earlier, is_new=False)
            waiting = allowed(rules.begin_payment(order, tx.now))
            refuse(gateway.refuse(means, tx.now))
            payment = _new_payment(tx, gateway, order)
            await store.add_payment(tx, payment)
            await attempt.keep(tx, payment.id)
            await save_order(tx, waiting, events.PaymentBegun)
        return _Begun(payment, is_new=True)

    async def _charge(self, payment: Payment, means: Means) -> None:
        gateway = self._gateways[payment.gateway]
        reference = await self._open(gateway, payment, means)
        async with self._work.write() as tx:
            is_ours = await store.keep_reference(tx, payment.id, reference)
        if is_ours:  # else it was given up while we were away, and nothing must be charged
            await settle_payment(self._work, payment.id, await _confirm(gateway, reference))

    async def _open(self, gateway: Gateway, payment: Payment, means: Means) -> str:
        """The charge's reference. Without one nothing was charged, so the order can be paid anew."""
        amount = Money(payment.amount_minor, payment.currency)
        try:
            return await gateway.open(payment.id, amount, means)
        except Refusal:
            await settle_payment(self._work, payment.id, failed(Failure.DECLINED))
            raise
        except GatewayDown as error:
            await settle_payment(self._work, payment.id, failed(Failure.CANCELLED))
            raise _unreachable(gateway) from error

    async def _stop(self, payment: Payment, reference: str) -> None:
        gateway = self._gateways[payment.gateway]
        try:
            outcome = await gateway.cancel(reference)
        except GatewayDown as error:
            down(gateway, error)
            raise PaymentUnderWay("The bank does not answer. Try again in a moment.") from error
        await settle_payment(self._work, payment.id, outcome)


async def _confirm(gateway: Gateway, reference: str) -> Outcome:
    try:
        return await gateway.confirm(reference)
    except GatewayDown as error:
        down(gateway, error)
        return PENDING


def _new_payment(tx: Tx, gateway: Gateway, order: Order) -> Payment:
    return Payment(
        id=new_id(),
        account_id=order.account_id,
        gateway=gateway.name,
        currency=order.currency,
        shares=(Share(order_id=order.id, amount_minor=order.total.amount_minor),),
        status=PaymentStatus.BEGUN,
        begun_at=tx.now,
        give_up_at=order.hold_expires_at + PAYMENT_GRACE,
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


def down(gateway: Gateway, error: GatewayDown) -> None:
    """Record that the gateway did not answer."""
    metrics.gateway_failures.labels(gateway.name).inc()
    log.warning("payment.gateway_down", gateway=gateway.name, error=str(error))


def _unreachable(gateway: Gateway) -> GatewayUnreachable:
    metrics.gateway_failures.labels(gateway.name).inc()
    return GatewayUnreachable("Nothing was charged. Try again in a moment.", retry_after_s=5)
