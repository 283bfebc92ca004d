"""An order: units that one buyer claimed, and what became of them.

    awaiting_payment ──pay──▶ paid
           ├──────expire────▶ expired
           └──────cancel────▶ cancelled

The units of a claim are held for `HOLD`. Until then the order can be paid; from then on it can only expire, so
that paying and expiring never both hold. An order that expired or was cancelled has given its units back.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commerce.errors import AlreadyPaid, HoldExpired, WasCancelled
from kit.errors import Refusal
from kit.money import Money

HOLD = timedelta(minutes=10)
MAX_ORDERS_SHOWN = 50
"""Of a show, to its hosts."""


class OrderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


MOVES = {
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED),
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was bought, as it was called and priced at the claim."""

    deal_id: str
    product_id: str
    title: str
    quantity: int
    unit_price_minor: int
    list_price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    id: str
    account_id: str
    brand_id: str
    show_id: str
    lines: tuple[Line, ...]
    currency: str
    referral_token: str | None
    """By which link the buyer came. Commerce passes it on and does not understand it."""
    status: OrderStatus = OrderStatus.AWAITING_PAYMENT
    created_at: datetime
    hold_expires_at: datetime
    paid_at: datetime | None = None
    card_last4: str | None = None
    version: int = 1

    @property
    def number(self) -> str:
        """Short form of the id, for people to read out. Two orders might share one."""
        return f"{self.id[-8:-4]}-{self.id[-4:]}".upper()

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def total(self) -> Money:
        amounts = (Money(line.unit_price_minor, self.currency).times(line.quantity).amount_minor
                   for line in self.lines)  # fmt: skip
        return Money(sum(amounts), self.currency)


def refuse_payment(order: Order, now: datetime) -> Refusal | None:
    """Why the order cannot be paid at this moment, if it cannot."""
    if order.status is OrderStatus.PAID:
        return AlreadyPaid("You need not do anything more.")
    if order.status is OrderStatus.CANCELLED:
        return WasCancelled("It cannot be paid any more. Claim the deal again if it is still live.")
    if order.status is OrderStatus.EXPIRED or is_due(order, now):
        return HoldExpired("Nothing was charged. Claim the deal again if it is still live.")
    return None


def pay(order: Order, now: datetime, card_last4: str) -> Order | Refusal:
    if refusal := refuse_payment(order, now):
        return refusal
    return _moved(order, OrderStatus.PAID, paid_at=now, card_last4=card_last4)


def cancel(order: Order) -> Order | Refusal:
    """Give up an order that is not paid; a cancelled one stays as it is."""
    if order.status is OrderStatus.CANCELLED:
        return order
    if order.status is OrderStatus.PAID:
        return AlreadyPaid("A paid order cannot be cancelled here. Ask the brand.")
    if order.status is OrderStatus.EXPIRED:
        return HoldExpired("The units were given back already, and nothing was charged.")
    return _moved(order, OrderStatus.CANCELLED)


def expire(order: Order, now: datetime) -> Order | None:
    """The order once its hold is over; None if it is not, or something else became of it."""
    return _moved(order, OrderStatus.EXPIRED) if is_due(order, now) else None


def is_due(order: Order, now: datetime) -> bool:
    """Whether it waits for a payment for which the time is over."""
    return order.status is OrderStatus.AWAITING_PAYMENT and now >= order.hold_expires_at


def _moved(order: Order, to: OrderStatus, **changes: Any) -> Order:
    assert (order.status, to) in MOVES, f"an order that is {order.status} cannot become {to}"
    return replace(order, status=to, version=order.version + 1, **changes)
