"""An order: units that one buyer claimed, and what became of them (`commerce/order_status.py`).

Whether it was sent is a fact of its own (`fulfilled_at`), since an order can be sent and then be refunded. Each rule returns
the order as it is afterwards, one version higher, or a refusal.
Orders are structs, since claims make very many of them: frozen dataclasses take several times as long to make.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from commerce.errors import AlreadyPaid, HoldExpired, NotPaid, PaymentUnderWay, WasCancelled
from commerce.order_status import MOVES, UNPAID, WAS_PAID, OrderStatus
from commerce.presale.errors import BalanceNotDue, DepositAtStake, DepositForfeited
from commerce.pricing.quote import Quote, QuoteLine
from kit.errors import Refusal
from kit.money import Money

HOLD = timedelta(minutes=10)
DEPOSIT_HOLD = timedelta(minutes=30)
"""In a pre-sale, until the deposit is paid."""
PAYMENT_GRACE = timedelta(minutes=15)
"""How much longer units wait for a payment whose outcome is not known."""
MAX_ORDERS_SHOWN = 50
MAX_OF_ACCOUNT = 100
"""Of a show, to its hosts."""


class Purpose(StrEnum):
    """What a payment is for."""

    WHOLE = "whole"
    DEPOSIT = "deposit"
    BALANCE = "balance"


class Line(Struct, frozen=True, kw_only=True):
    """What was bought, as it was called and priced at the claim. An order has one line for each of its deals."""

    deal_id: str
    product_id: str
    title: str
    quantity: int
    unit_price_minor: int
    list_price_minor: int
    deposit_minor: int = 0
    """Of a unit, in a pre-sale."""
    worth_minor: int = 0
    """As what a unit's deposit counts."""
    discount_minor: int = 0
    """What the buyer's tier and vouchers take off, by the order's quote, and what the deposit counts for beyond itself."""
    refunded_quantity: int = 0

    @property
    def amount_minor(self) -> int:
        """What is paid for the line's units together."""
        return self.unit_price_minor * self.quantity - self.discount_minor

    @property
    def bonus_minor(self) -> int:
        """What the deposits of its units count for beyond themselves."""
        return (self.worth_minor - self.deposit_minor) * self.quantity


class Order(Struct, frozen=True, kw_only=True, gc=False):
    id: str
    account_id: str
    claim_key: str | None = None
    """The `Idempotency-Key` under which it was claimed, if it was under one."""
    brand_id: str
    show_id: str
    lines: tuple[Line, ...]
    currency: str
    referral_token: str | None
    """By which link the buyer came. Commerce passes it on and does not understand it."""
    quote: Quote | None = None
    """How what is paid for it came about: its own part of the quote at which it was taken to payment."""
    status: OrderStatus = OrderStatus.HELD
    created_at: datetime
    hold_expires_at: datetime
    """Until when the units are held for what is to be paid next."""
    was_offered: bool = False
    """Whether its buyer waited in line for the units, and they were offered (`commerce/waiting`)."""
    team_id: str | None = None
    """The team with which it is bought (`commerce/teams`)."""
    balance_from: datetime | None = None
    """In a pre-sale, when the balance can be paid, until `balance_until`."""
    balance_until: datetime | None = None
    deposit_paid_at: datetime | None = None
    remind_at: datetime | None = None
    """When the buyer is reminded of the balance next."""
    paid_at: datetime | None = None
    card_last4: str | None = None
    shipping_minor: int = 0
    """What is paid for shipping, besides the lines: its part of the fee in its quote."""
    refunded_minor: int = 0
    """Of what was paid for it, of the goods first and of shipping last. A payment that came too late and was sent back is not counted."""
    fulfilled_at: datetime | None = None
    tracking: str | None = None
    recipient_id: str | None = None
    """To whom its buyer gave it (`commerce/gifts`)."""
    version: int = 1

    @property
    def number(self) -> str:
        return number_of(self.id)

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def refunded_units(self) -> int:
        return sum(line.refunded_quantity for line in self.lines)

    @property
    def goods_minor(self) -> int:
        """What is paid for its lines."""
        return sum([line.amount_minor for line in self.lines])

    @property
    def total_minor(self) -> int:
        """What is paid for it."""
        return self.goods_minor + self.shipping_minor

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def discount_minor(self) -> int:
        return sum(line.discount_minor for line in self.lines)

    @property
    def deposit_minor(self) -> int:
        return sum(line.deposit_minor * line.quantity for line in self.lines)

    @property
    def purpose(self) -> Purpose:
        """What its next payment is for, or, once it is paid, what the last one was for."""
        if self.balance_until is None:
            return Purpose.WHOLE
        return Purpose.DEPOSIT if self.deposit_paid_at is None else Purpose.BALANCE

    @property
    def due_minor(self) -> int:
        """What its next payment is of."""
        if self.purpose is Purpose.DEPOSIT:
            return self.deposit_minor
        is_rest = self.purpose is Purpose.BALANCE
        return self.total.amount_minor - (self.deposit_minor if is_rest else 0)

    def quoted_line(self, place: int) -> QuoteLine:
        """How the line's price came about: as it was quoted, or plainly where it never was."""
        line = self.lines[place]
        quoted = self.quote.lines if self.quote else ()
        return next((each for each in quoted if each.deal_id == line.deal_id), _plain(self, line))


def refuse_payment(order: Order, now: datetime) -> Refusal | None:
    """Why no payment can be begun for the order at this moment, if none can."""
    if order.status in WAS_PAID or order.status is OrderStatus.AWAITING_TEAM:
        return AlreadyPaid("You need not do anything more.")
    if order.status is OrderStatus.CANCELLED:
        return WasCancelled("It cannot be paid any more. Claim the deal again if it is still live.")
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return PaymentUnderWay("Wait for its outcome, or confirm it. You are not charged twice.")
    if order.status is OrderStatus.FORFEITED or (is_due(order, now) and order.deposit_paid_at):
        return forfeited()
    if order.status is OrderStatus.EXPIRED or is_due(order, now):
        return HoldExpired("Nothing was charged. Claim the deal again if it is still live.")
    if order.deposit_paid_at and order.balance_from and now < order.balance_from:
        return BalanceNotDue("It can be paid from {time} on.", time=order.balance_from)
    return None


def price(order: Order, part: Quote) -> Order:
    """The order at what its part of a quote says. The caller moves it on, which makes it another version.

    A deposit is what it is: what the order costs is quoted for the balance.
    """
    if order.purpose is Purpose.DEPOSIT:
        return order
    paid = {line.deal_id: line.deposit_minor + line.payable_minor for line in part.lines}
    assert paid.keys() == {line.deal_id for line in order.lines}, "the quote is of other lines"
    assert part.currency == order.currency, "the quote is in another currency"
    lines = tuple(
        replace(line, discount_minor=line.unit_price_minor * line.quantity - paid[line.deal_id])
        for line in order.lines
    )
    return replace(order, lines=lines, shipping_minor=part.shipping_minor, quote=part)


def begin_payment(order: Order, now: datetime) -> Order | Refusal:
    if refusal := refuse_payment(order, now):
        return refusal
    return moved(order, OrderStatus.AWAITING_PAYMENT)


def pay(order: Order, now: datetime, card_last4: str | None) -> Order:
    """Its payment succeeded: of a pre-sale first the deposit. One that gave its units back must have taken them again.
    In a team it waits for the others."""
    if order.team_id is not None:
        return moved(order, OrderStatus.AWAITING_TEAM, card_last4=card_last4)
    if order.purpose is not Purpose.DEPOSIT:
        is_withdrawn = order.status is OrderStatus.CANCELLED and order.deposit_paid_at is not None
        assert not is_withdrawn, "its deposit was returned"
        return moved(order, OrderStatus.PAID, paid_at=now, card_last4=card_last4, remind_at=None)
    return moved(
        order,
        OrderStatus.DEPOSIT_PAID,
        deposit_paid_at=now,
        hold_expires_at=order.balance_until,
        remind_at=order.balance_from,
        card_last4=card_last4,
    )


def go_on(order: Order, now: datetime) -> Order:
    """Its team is complete: from now on it is paid like any other."""
    assert order.status is OrderStatus.AWAITING_TEAM, "it does not wait for a team"
    return moved(order, OrderStatus.PAID, paid_at=now)


def disband(order: Order) -> Order | None:
    """Its team is over: it is paid for no longer, or its money goes back, which is up to the caller."""
    assert order.team_id is not None, "it is in no team"
    if order.status is OrderStatus.AWAITING_TEAM:
        return moved(order, OrderStatus.CANCELLED)
    return _lapsed(_without_vouchers(order)) if order.status in UNPAID else None


def fail_payment(order: Order) -> Order:
    """Its payment did not succeed: the buyer may try another card, and other vouchers, until the hold is over."""
    assert order.status is OrderStatus.AWAITING_PAYMENT, "no payment of it is under way"
    is_rest = order.purpose is Purpose.BALANCE
    return moved(
        _without_vouchers(order), OrderStatus.DEPOSIT_PAID if is_rest else OrderStatus.HELD
    )


def cancel(order: Order) -> Order | Refusal:
    """Give up an order that is not paid, or whose team is not complete; a cancelled one stays as it is."""
    if order.status is OrderStatus.CANCELLED:
        return order
    if order.status in WAS_PAID:
        return AlreadyPaid("A paid order cannot be cancelled here. Ask the brand.")
    if order.status is OrderStatus.EXPIRED:
        return HoldExpired("The units were given back already, and nothing was charged.")
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return PaymentUnderWay("Wait for its outcome. An unpaid order can then be cancelled.")
    if order.status is OrderStatus.FORFEITED:
        return forfeited()
    if order.status is OrderStatus.DEPOSIT_PAID:
        return DepositAtStake("Say that you give up the order and its deposit, or pay the balance.")
    return moved(order, OrderStatus.CANCELLED)


def expire(order: Order, now: datetime) -> Order | None:
    """The order once its hold is over; None if it is not, or something else became of it."""
    return _lapsed(order) if is_due(order, now) else None


def expire_unanswered(order: Order, now: datetime) -> Order | None:
    """The order once even `PAYMENT_GRACE` is over and nobody knows what became of its payment; else None."""
    is_over = now >= order.hold_expires_at + PAYMENT_GRACE
    is_waiting = order.status is OrderStatus.AWAITING_PAYMENT
    return _lapsed(_without_vouchers(order)) if is_waiting and is_over else None


def is_due(order: Order, now: datetime) -> bool:
    """Whether nobody paid in time and no payment is under way."""
    is_unpaid = order.status in {OrderStatus.HELD, OrderStatus.DEPOSIT_PAID}
    return is_unpaid and now >= order.hold_expires_at


def refund(order: Order, amount_minor: int, units: Mapping[int, int]) -> Order:
    """Money went back, and with it these numbers of units of the lines by their place, from 0; no money where vouchers
    paid for the units. The order is refunded when all its money is back, or, if it cost nothing, all its units."""
    refunded_minor = order.refunded_minor + amount_minor
    assert amount_minor > 0 or any(units.values()), "nothing goes back"
    assert refunded_minor <= order.total.amount_minor, "more goes back than was paid"
    lines = tuple(
        replace(line, refunded_quantity=line.refunded_quantity + units.get(place, 0))
        for place, line in enumerate(order.lines)
    )
    assert all(line.refunded_quantity <= line.quantity for line in lines), "more than was bought"
    is_whole = refunded_minor == order.total.amount_minor
    if order.total.amount_minor == 0:
        is_whole = all(line.refunded_quantity == line.quantity for line in lines)
    return moved(
        order,
        OrderStatus.REFUNDED if is_whole else OrderStatus.PARTLY_REFUNDED,
        refunded_minor=refunded_minor,
        lines=lines,
    )


def fulfil(order: Order, now: datetime, tracking: str | None) -> Order | Refusal:
    """The brand sent it, or says anew how to track it. Said twice it stays as it is."""
    if order.status not in WAS_PAID:
        return NotPaid("Send it when it is paid.")
    if order.status is OrderStatus.REFUNDED:
        return NotPaid("Its money went back to the buyer, so there is nothing to send.")
    if order.fulfilled_at is not None and tracking in {None, order.tracking}:
        return order
    return touch(order, fulfilled_at=order.fulfilled_at or now, tracking=tracking or order.tracking)


def number_of(order_id: str) -> str:
    """Short form of an order's id, for people to read out. Two orders might share one."""
    return f"{order_id[-8:-4]}-{order_id[-4:]}".upper()


def touch(order: Order, **changes: Any) -> Order:
    """The order with something new to tell of it, in the same status."""
    return replace(order, version=order.version + 1, **changes)


def _without_vouchers(order: Order) -> Order:
    """The order at the price of its claim, if its vouchers made it cheaper; they are given back."""
    if order.quote is None or not order.quote.vouchers:
        return order
    lines = tuple(replace(line, discount_minor=line.bonus_minor) for line in order.lines)
    return replace(order, lines=lines, shipping_minor=0, quote=None)


def _lapsed(order: Order) -> Order:
    """Its time is over: nothing was charged, or the deposit stays with the brand."""
    is_rest = order.purpose is Purpose.BALANCE
    return moved(order, OrderStatus.FORFEITED if is_rest else OrderStatus.EXPIRED)


def forfeited() -> DepositForfeited:
    return DepositForfeited(
        "The balance was not paid in its time, so the units went to others and the deposit stays with the brand."
    )


def _plain(order: Order, line: Line) -> QuoteLine:
    return QuoteLine(
        deal_id=line.deal_id,
        product_id=line.product_id,
        brand_id=order.brand_id,
        title=line.title,
        quantity=line.quantity,
        order_id=order.id,
        list_unit_minor=line.list_price_minor,
        unit_minor=line.unit_price_minor,
        deposit_minor=line.deposit_minor * line.quantity,
        worth_minor=line.worth_minor * line.quantity,
        discounts=(),
        payable_minor=line.amount_minor - line.deposit_minor * line.quantity,
    )


def moved(order: Order, to: OrderStatus, **changes: Any) -> Order:
    """The order in another status, which must be one that can follow."""
    assert (order.status, to) in MOVES, f"an order that is {order.status} cannot become {to}"
    return touch(order, status=to, **changes)
