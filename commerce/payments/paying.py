"""Paying orders, and giving one up that is not paid. No transaction is open while the gateway is asked."""

from contextlib import suppress
from dataclasses import dataclass

from commerce import orders as rules
from commerce.errors import PaymentDeclined
from commerce.orders import Order
from commerce.payments import store
from commerce.payments.beginning import Wanted, begin, lock_own_orders, no_such_order
from commerce.payments.charging import charge, stop_payment_of, unreachable
from commerce.payments.checkout_views import CheckoutView, NewCheckout
from commerce.payments.errors import NothingToConfirm
from commerce.payments.gateway import Gateway, GatewayDown, Gateways, Means
from commerce.payments.payment import Failure, Payment
from commerce.payments.views import ConfirmationView, PaymentMethod
from commerce.presale.ending import forfeit
from commerce.presenting import order_view, order_views
from commerce.releasing import release_units
from commerce.replays import Attempt
from commerce.store import orders as store_orders
from commerce.views import Card, OrderView
from commerce.vouchers.collecting import CODES
from commerce.vouchers.errors import GONE
from kit.auth import Principal
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork

PAYMENTS = Rule("payment", "20/minute", "You tried to pay too often.")
SENTENCES = {
    Failure.DECLINED: "The bank declined this card. Pay with another card while your units are held.",
    Failure.INSUFFICIENT_FUNDS: "There is not enough money on this card. Pay with another card while your units are held.",
    Failure.NOT_CONFIRMED: "The payment was not confirmed, so nothing was charged. Try again, or pay with another card while your units are held.",
    Failure.CANCELLED: "The payment was given up before anything was charged. Try again, or pay with another card while your units are held.",
}


PAID_BY_VOUCHERS = "nothing to pay"
"""What is kept of an attempt that began no payment."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class _Begun:
    """A payment of this attempt: a new one, or the one that it began before. None if there was nothing to pay."""

    payment: Payment | None
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
            NotSignedIn, TooMany, NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired, WasCancelled, BalanceNotDue,
            DepositForfeited, Invalid, QuoteChanged, PaymentDeclined, GatewayUnreachable, KeyReused
        """
        wanted = Wanted(order_ids=(order_id,), means=means)
        await self._pay(principal, wanted, key, "pay", order_id)
        async with self._work.read() as tx:
            return await order_view(tx, await _own(tx, principal, order_id))

    async def check_out(
        self, principal: Principal, new: NewCheckout, key: str | None
    ) -> CheckoutView:
        """Pay orders of one currency by one payment, with vouchers: all of them, or none. As with `pay`, they come back
        as `awaiting_payment` while there is no outcome.

        Raises:
            NotSignedIn, TooMany, NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired, WasCancelled, BalanceNotDue,
            DepositForfeited, Invalid, QuoteChanged, PaymentDeclined, GatewayUnreachable, KeyReused, and what `quote_for` refuses
        """
        account_id = principal.account()
        for _ in new.codes:
            # Whoever tries codes is slowed down here as much as where they are entered.
            await self._limiter.hit(CODES, account_id)
        wanted = _wanted(new, self._gateways.first)
        terms: tuple[object, ...] = (
            sorted(new.order_ids), sorted(new.voucher_ids), sorted(new.codes),
        )  # fmt: skip
        if new.points:
            terms = (*terms, sorted((each.brand_id, each.points) for each in new.points))
        total_minor = new.expected_total_minor
        payment = await self._pay(principal, wanted, key, "checkout", *terms, total_minor)
        async with self._work.read() as tx:
            found = {
                order.id: order for order in await store_orders.orders_by_id(tx, new.order_ids)
            }
            orders = await order_views(tx, [found[order_id] for order_id in new.order_ids])
        return CheckoutView(orders=orders, confirmation=await self._confirmation_of(payment))

    async def cancel(self, principal: Principal, order_id: str) -> OrderView:
        """Give up an order that is not paid; its units can be claimed again. A payment that can still be stopped is.

        Raises:
            NotSignedIn, NoSuchOrder, AlreadyPaid, PaymentUnderWay, HoldExpired, DepositAtStake, DepositForfeited
        """
        async with self._work.read() as tx:
            await _own(tx, principal, order_id)
        await stop_payment_of(self._work, self._gateways, order_id)
        async with self._work.write() as tx:
            await release_units(tx, order_id, rules.cancel)
            return await order_view(tx, await _own(tx, principal, order_id))

    async def forfeit(self, principal: Principal, order_id: str) -> OrderView:
        """Give up an order whose deposit is paid: the deposit stays with the brand. A payment of the balance that can still
        be stopped is.

        Raises:
            NotSignedIn, NoSuchOrder, NoDeposit, PaymentUnderWay
        """
        async with self._work.read() as tx:
            await _own(tx, principal, order_id)
        await stop_payment_of(self._work, self._gateways, order_id)
        async with self._work.write() as tx:
            await release_units(tx, order_id, forfeit)
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
        found = await self._confirmation_of(payment)
        if found is None:
            raise nothing
        return found

    async def _confirmation_of(self, payment: Payment | None) -> ConfirmationView | None:
        if payment is None or payment.reference is None or not payment.is_under_way:
            return None
        order_ids = [share.order_id for share in payment.shares]
        back = f"/orders/{order_ids[0]}" if len(order_ids) == 1 else "/orders"
        gateway = self._gateways[payment.gateway]
        try:
            return await gateway.confirmation(payment.reference, back)
        except GatewayDown as error:
            raise unreachable(gateway, error) from error

    async def _pay(
        self, principal: Principal, wanted: Wanted, key: str | None, *terms: object
    ) -> Payment | None:
        """The payment as it is when the gateway has been asked; None if there was nothing to pay."""
        await self._limiter.hit(PAYMENTS, principal.account())
        begun = await self._begin(principal, wanted, key, *terms)
        if begun.payment is None:
            return None
        if begun.is_new and wanted.means is not None:
            gateway = self._gateways[begun.payment.gateway]
            await charge(self._work, gateway, begun.payment, wanted.means)
        async with self._work.read() as tx:
            payment = await store.payment(tx, begun.payment.id)
        if payment is not None and payment.failure is not None:
            raise PaymentDeclined(SENTENCES[payment.failure])
        return payment

    async def _begin(
        self, principal: Principal, wanted: Wanted, key: str | None, *terms: object
    ) -> _Begun:
        for _ in range(TRIES):
            # Someone was faster since the quote was made: the next one knows.
            with suppress(*GONE):
                return await self._try_to_begin(principal, wanted, key, *terms)
        return await self._try_to_begin(principal, wanted, key, *terms)

    async def _try_to_begin(
        self, principal: Principal, wanted: Wanted, key: str | None, *terms: object
    ) -> _Begun:
        gateway = self._gateways.first
        what_with = gateway.describe(wanted.means) if wanted.means else ""
        async with self._work.write() as tx:
            orders = await lock_own_orders(tx, principal, wanted.order_ids)
            attempt = Attempt(principal.account(), key, *terms, what_with)
            if kept := await attempt.recall(tx):
                return await _begun_before(tx, kept)
            payment = await begin(tx, principal, gateway, wanted, orders)
            await attempt.keep(tx, payment.id if payment else PAID_BY_VOUCHERS)
        return _Begun(payment, is_new=True)


async def _begun_before(tx: Tx, kept: str) -> _Begun:
    if kept == PAID_BY_VOUCHERS:
        return _Begun(None, is_new=False)
    earlier = await store.payment(tx, kept)
    assert earlier is not None, "a payment is never deleted"
    return _Begun(earlier, is_new=False)


def _wanted(new: NewCheckout, gateway: Gateway) -> Wanted:
    return Wanted(
        order_ids=tuple(new.order_ids),
        voucher_ids=tuple(new.voucher_ids),
        codes=tuple(new.codes),
        points=tuple(new.points),
        expected_total_minor=new.expected_total_minor,
        means=_means_of(new, gateway),
    )


def _means_of(new: NewCheckout, gateway: Gateway) -> Means | None:
    """What the buyer pays with, of the kind that the gateway charges."""
    if gateway.means is Card:
        return new.card
    return PaymentMethod(payment_method=new.payment_method) if new.payment_method else None


async def _own(tx: Tx, principal: Principal, order_id: str) -> Order:
    """The order, if it is the caller's. Of others' orders they do not even learn that there are any."""
    account_id = principal.account()
    order = await store_orders.order(tx, order_id)
    if order is None or order.account_id != account_id:
        raise no_such_order()
    return order
