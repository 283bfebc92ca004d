"""Taking orders to payment, inside a transaction: together or not at all, at a quote of this moment.

The quote is made when the orders are locked, so what is charged, what the orders say and what is taken of vouchers' places
and budgets are one and the same. Each order keeps its own part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce import events
from commerce import orders as rules
from commerce.announcing import save_order, save_paid
from commerce.errors import NoSuchOrder
from commerce.orders import PAYMENT_GRACE, Order
from commerce.payments import store
from commerce.payments.gateway import Gateway, Means
from commerce.payments.payment import CALL_LASTS, Payment, PaymentStatus, Share
from commerce.pricing.parts import part_of
from commerce.pricing.quote import Quote
from commerce.quotes.asking import quote_for
from commerce.quotes.errors import QuoteChanged
from commerce.quotes.views import AskedLine, AskedPoints, AskedQuote
from commerce.refusing import allowed, refuse
from commerce.store import orders as store_orders
from commerce.vouchers.reserving import reserve_vouchers, use_vouchers
from kit.auth import Principal
from kit.errors import Invalid
from kit.ids import new_id
from kit.money import Money
from kit.unit_of_work import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a buyer wants to pay."""

    order_ids: tuple[str, ...]
    voucher_ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    points: tuple[AskedPoints, ...] = ()
    expected_total_minor: int | None = None
    """What they were told that it costs. Without it an order is paid at what it says or below (K2)."""
    means: Means | None


async def lock_own_orders(tx: Tx, principal: Principal, order_ids: Sequence[str]) -> list[Order]:
    """The orders, which are all the caller's; of others' they do not even learn that there are any.

    Raises:
        NotSignedIn, NoSuchOrder
    """
    account_id = principal.account()
    orders = await store_orders.lock_orders(tx, order_ids)
    found = {order.id for order in orders if order.account_id == account_id}
    if found != set(order_ids):
        raise no_such_order()
    return orders


async def begin(
    tx: Tx, principal: Principal, gateway: Gateway, wanted: Wanted, orders: Sequence[Order]
) -> Payment | None:
    """Begin a payment of the locked orders; None if there is nothing left to pay, and they are paid by that.

    Raises:
        AlreadyPaid, PaymentUnderWay, HoldExpired, WasCancelled, BalanceNotDue, DepositForfeited, QuoteChanged, Invalid,
        and what `quote_for` and `reserve_vouchers` refuse
    """
    for order in orders:
        refuse(rules.refuse_payment(order, tx.now))
    if len({order.currency for order in orders}) > 1:
        raise Invalid.field("order_ids", "Pay orders in different currencies one after the other.")
    quote = await _quote(tx, principal, wanted, orders)
    await reserve_vouchers(tx, principal.account(), quote)
    priced = [rules.price(order, part_of(quote, order.id)) for order in orders]
    if quote.total_minor == 0:
        await _pay_nothing(tx, priced)
        return None
    return await _begin_payment(tx, gateway, wanted.means, priced)


def no_such_order() -> NoSuchOrder:
    return NoSuchOrder(
        "Look for it among your orders. You may have to sign in with another account."
    )


async def _quote(tx: Tx, principal: Principal, wanted: Wanted, orders: Sequence[Order]) -> Quote:
    asked = AskedQuote(
        lines=[AskedLine(order_id=order_id) for order_id in wanted.order_ids],
        voucher_ids=[*wanted.voucher_ids],
        codes=[*wanted.codes],
        points=[*wanted.points],
        currency=orders[0].currency,
    )
    quote = await quote_for(tx, principal, asked)
    expected_minor = wanted.expected_total_minor
    if expected_minor is None:
        is_as_told = quote.total_minor <= sum(order.due_minor for order in orders)
    else:
        is_as_told = quote.total_minor == expected_minor
    if not is_as_told:
        total = Money(quote.total_minor, quote.currency)
        raise QuoteChanged(
            "It costs {total} now. Look at the new total, and pay again.", total=total
        )
    return quote


async def _begin_payment(
    tx: Tx, gateway: Gateway, means: Means | None, priced: Sequence[Order]
) -> Payment:
    if means is None:
        raise Invalid.field("card", "Say what you pay with.")
    refuse(gateway.refuse(means, tx.now))
    payment = _new_payment(tx, gateway, priced)
    await store.add_payment(tx, payment)
    for order in priced:
        await save_order(tx, allowed(rules.begin_payment(order, tx.now)), events.PaymentBegun)
    return payment


async def _pay_nothing(tx: Tx, priced: Sequence[Order]) -> None:
    for order in priced:
        await save_paid(tx, rules.pay(order, tx.now, None))
    await use_vouchers(tx, *(order.id for order in priced))


def _new_payment(tx: Tx, gateway: Gateway, orders: Sequence[Order]) -> Payment:
    return Payment(
        id=new_id(),
        account_id=orders[0].account_id,
        gateway=gateway.name,
        currency=orders[0].currency,
        shares=tuple(
            Share(order_id=order.id, amount_minor=order.due_minor, purpose=order.purpose)
            for order in orders
        ),
        status=PaymentStatus.BEGUN,
        begun_at=tx.now,
        give_up_at=min(order.hold_expires_at for order in orders) + PAYMENT_GRACE,
        next_check_at=tx.now + CALL_LASTS,
    )
