"""Price protection of one order: which of its lines get money back, and how much (docs/pricing.md, G1 to G8).

Two units for 20.00 each, and soon after a deal at 15.00: 10.00 go back, once. A unit that is refunded after that gives back
15.00.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from commerce.orders import Order
from commerce.payments.refund import Refund, RefundStatus
from commerce.pricing.refunding import refundable
from commerce.protection.public_price import PublicPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The units that a line has left are lowered to a public price, and the difference goes back."""

    place: int
    """The line's, from 0."""
    deal_id: str
    """Whose price it is."""
    price_minor: int
    units: int
    amount_minor: int


def paid_for(order: Order, place: int, taken: int) -> int:
    """What the units of a line that are not refunded have really cost, when `taken` are: the effective price that the
    order remembers, by the quote at which it was paid."""
    units = order.lines[place].quantity - taken
    return refundable(order.quoted_line(place), units, taken).amount_minor


def decide(
    order: Order,
    prices: Sequence[PublicPrice],
    taken: Sequence[int],
    granted: Collection[int],
    left_minor: int,
) -> list[Grant]:
    """What is granted now.

    `prices` appeared in the order's time, the first one first. `taken` says how many units of each line are refunded or being
    refunded, `granted` which lines were granted before, and `left_minor` what is left of what was paid.
    """
    grants: list[Grant] = []
    for place in range(len(order.lines)):
        grant = None if place in granted else _for_line(order, place, prices, taken[place])
        amount_minor = min(grant.amount_minor, left_minor) if grant else 0
        if grant and amount_minor:
            left_minor -= amount_minor
            grants.append(replace(grant, amount_minor=amount_minor))
    return grants


def units_taken(order: Order, refunds: Sequence[Refund]) -> list[int]:
    """How many units of each line are refunded or being refunded."""
    going = [refund for refund in refunds if refund.status is not RefundStatus.FAILED]
    return [
        sum(refund.units.get(place, 0) for refund in going) for place in range(len(order.lines))
    ]


def _for_line(order: Order, place: int, prices: Sequence[PublicPrice], taken: int) -> Grant | None:
    line = order.lines[place]
    units, cost_minor = line.quantity - taken, paid_for(order, place, taken)
    for price in prices:
        if price.product_id == line.product_id and price.price_minor * units < cost_minor:
            return Grant(
                place=place,
                deal_id=price.deal_id,
                price_minor=price.price_minor,
                units=units,
                amount_minor=cost_minor - price.price_minor * units,
            )
    return None
