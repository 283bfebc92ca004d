"""Price protection of one order: which of its lines get money back, and how much (docs/pricing.md, G1 to G8).

Two units for 20.00 each, and soon after a deal at 15.00: 10.00 go back, once. A unit that is refunded after that gives back
15.00.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from commerce.orders import Line, Order
from commerce.payments.refund import Refund, RefundStatus, worth
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


def paid_for(line: Line, taken: int) -> int:
    """What the line's units that are not refunded have really cost, when `taken` are.

    This is the effective price that an order remembers. Whatever lowers what a line costs must be taken off here.
    """
    return worth(line.amount_minor, line.quantity, taken, line.quantity - taken)


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
    for place, line in enumerate(order.lines):
        grant = None if place in granted else _for_line(place, line, prices, taken[place])
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


def _for_line(place: int, line: Line, prices: Sequence[PublicPrice], taken: int) -> Grant | None:
    units, cost_minor = line.quantity - taken, paid_for(line, taken)
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
