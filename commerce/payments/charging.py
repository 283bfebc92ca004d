"""Asking a gateway to charge a payment, or to stop it. No transaction is open while it is asked:

    open ─── ask the gateway to prepare the charge;  tx: keep its reference
    confirm ─ ask the gateway to charge;             tx: settle what it said

A process that dies on the way leaves a payment that the worker settles by asking the gateway (`reconciling`).
"""

import structlog

from commerce.errors import PaymentUnderWay
from commerce.order_status import OrderStatus
from commerce.payments import store
from commerce.payments.errors import GatewayUnreachable
from commerce.payments.gateway import Gateway, GatewayDown, Gateways, Means
from commerce.payments.payment import PENDING, Failure, Outcome, Payment, failed
from commerce.payments.settling import settle_payment
from commerce.store import orders as store_orders
from kit import metrics
from kit.errors import Refusal
from kit.money import Money
from kit.unit_of_work import UnitOfWork

log = structlog.get_logger()


async def charge(work: UnitOfWork, gateway: Gateway, payment: Payment, means: Means) -> None:
    """Charge a payment that is begun, and settle what comes of it.

    Raises:
        GatewayUnreachable: nothing was charged, and the orders are held again.
        Refusal: neither was it, since the gateway does not take the means.
    """
    reference = await _open(work, gateway, payment, means)
    async with work.write() as tx:
        is_ours = await store.keep_reference(tx, payment.id, reference)
    if is_ours:  # else it was given up while we were away, and nothing must be charged
        await settle_payment(work, payment.id, await _confirm(gateway, reference))


async def stop_payment_of(work: UnitOfWork, gateways: Gateways, order_id: str) -> None:
    """Give up the payment that an order waits for, if it waits for one and that can be stopped.

    Raises:
        PaymentUnderWay: nobody can tell.
    """
    async with work.read() as tx:
        order = await store_orders.order(tx, order_id)
        is_waiting = order is not None and order.status is OrderStatus.AWAITING_PAYMENT
        payment = await store.binding_payment(tx, order_id) if is_waiting else None
    if payment is not None and payment.reference is not None:
        await stop(work, gateways[payment.gateway], payment, payment.reference)


async def stop(work: UnitOfWork, gateway: Gateway, payment: Payment, reference: str) -> None:
    """Give a payment up if it is not too late, and settle what became of it.

    Raises:
        PaymentUnderWay: nobody can tell.
    """
    try:
        outcome = await gateway.cancel(reference)
    except GatewayDown as error:
        down(gateway, error)
        raise PaymentUnderWay("The bank does not answer. Try again in a moment.") from error
    await settle_payment(work, payment.id, outcome)


def down(gateway: Gateway, error: GatewayDown) -> None:
    """Record that the gateway did not answer."""
    metrics.gateway_failures.labels(gateway.name).inc()
    log.warning("payment.gateway_down", gateway=gateway.name, error=str(error))


def unreachable(gateway: Gateway, error: GatewayDown) -> GatewayUnreachable:
    """The same, as an answer for the buyer."""
    down(gateway, error)
    return GatewayUnreachable("Nothing was charged. Try again in a moment.", retry_after_s=5)


async def _open(work: UnitOfWork, gateway: Gateway, payment: Payment, means: Means) -> str:
    """The charge's reference. Without one nothing was charged, so the orders can be paid anew."""
    amount = Money(payment.amount_minor, payment.currency)
    try:
        return await gateway.open(payment.id, amount, means)
    except Refusal:
        await settle_payment(work, payment.id, failed(Failure.DECLINED))
        raise
    except GatewayDown as error:
        await settle_payment(work, payment.id, failed(Failure.CANCELLED))
        raise unreachable(gateway, error) from error


async def _confirm(gateway: Gateway, reference: str) -> Outcome:
    try:
        return await gateway.confirm(reference)
    except GatewayDown as error:
        down(gateway, error)
        return PENDING
