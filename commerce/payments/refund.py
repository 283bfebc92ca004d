"""A refund: money of a payment that goes back to the buyer, for units of an order or as an amount.

    begun ──▶ succeeded | failed

What units give back is read from the quote at which they were paid (docs/pricing.md, 8), and sums to what was paid. Never
more goes back than that, so after an amount was refunded as a favour the last units bring what is left. A unit whose price
was lowered after it was bought (`commerce/protection`) gives back the lower price. What was paid for shipping goes back last,
with the last of the units (16). Money counts as given back from the
moment that its refund is begun. Units that vouchers paid for wholly go back without money, and no gateway is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from msgspec import UNSET

from commerce.errors import NotPaid
from commerce.order_status import WAS_PAID
from commerce.orders import Order
from commerce.payments.errors import RefundTooLarge
from commerce.payments.payment import CALL_LASTS, FIRST_CHECK, LONGEST_WAIT_AFTERWARDS, Share
from commerce.payments.views import NewRefund
from commerce.pricing.refunding import refundable
from kit.errors import Invalid, Refusal
from kit.words import Text

NOT_LOWERED: Mapping[int, int] = MappingProxyType({})


class RefundStatus(StrEnum):
    BEGUN = "begun"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    id: str
    payment_id: str | None
    """None if no money goes back."""
    order_id: str
    amount_minor: int
    currency: str
    units: Mapping[int, int]
    """How many units of which line, by its place from 0."""
    reason: str
    restock: bool
    was_late: bool = False
    """The payment came when the order could not take it any more."""
    begun_by: str | None
    status: RefundStatus = RefundStatus.BEGUN
    begun_at: datetime
    next_check_at: datetime
    checks: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """What a refund is of."""

    amount_minor: int
    units: Mapping[int, int]


def decide_extent(
    order: Order,
    share: Share | None,
    others: Sequence[Refund],
    new: NewRefund,
    lowered: Mapping[int, int] = NOT_LOWERED,
) -> Extent | Refusal:
    """What `new` refunds of the order, whose `others` are begun or done. `lowered` has the price of a unit, by the
    line's place, where it was lowered after it was bought."""
    if order.status not in WAS_PAID:
        return NotPaid("There is nothing to give back.")
    left = share.amount_minor - share.refunded_minor if share else 0
    taken = _units_of(order, others)
    rest = {place: line.quantity - taken[place] for place, line in enumerate(order.lines)}
    cost_nothing = share is None or share.amount_minor == 0
    if left == 0 and not (cost_nothing and any(rest.values())):
        return RefundTooLarge("All that was paid is given back already.")
    if new.lines is not UNSET and new.amount_minor is not UNSET:
        return Invalid.field("amount_minor", "Name units or an amount, not both.")
    if new.amount_minor is not UNSET:
        return _of_amount(new.amount_minor, left)
    if new.lines is UNSET:
        return Extent(left, {place: count for place, count in rest.items() if count})
    if not new.lines:
        return Invalid.field("lines", "Name at least one line.")
    wanted: dict[int, int] = {}
    for units in new.lines:
        wanted[units.line - 1] = wanted.get(units.line - 1, 0) + units.quantity
    return _of_units(order, taken, wanted, lowered, left)


def costs_of(order: Order, units: Mapping[int, int]) -> dict[str, int]:
    """What these units, which are the next to go back, return to vouchers' budgets (R1, R2)."""
    costs: dict[str, int] = {}
    for place, count in units.items():
        back = refundable(order.quoted_line(place), count, order.lines[place].refunded_quantity)
        for part in back.discounts:
            costs[part.voucher_id] = costs.get(part.voucher_id, 0) + part.cost_minor
    return costs


def checked(refund: Refund, now: datetime) -> Refund:
    """The refund when the gateway is about to be asked for it once more."""
    wait = min(LONGEST_WAIT_AFTERWARDS, max(CALL_LASTS, FIRST_CHECK * 2 ** min(refund.checks, 20)))
    return replace(refund, checks=refund.checks + 1, next_check_at=now + wait)


def _units_of(order: Order, others: Sequence[Refund]) -> list[int]:
    """How many units of each line are refunded or being refunded."""
    going = [refund for refund in others if refund.status is not RefundStatus.FAILED]
    return [
        sum(refund.units.get(place, 0) for refund in going) for place in range(len(order.lines))
    ]


def _of_amount(amount_minor: int, left: int) -> Extent | Refusal:
    if amount_minor > left:
        message = "That is more than is left of what was paid."
        return RefundTooLarge(message, fields={"amount_minor": message})
    return Extent(amount_minor, {})


def _of_units(
    order: Order,
    taken: Sequence[int],
    wanted: Mapping[int, int],
    lowered: Mapping[int, int],
    left: int,
) -> Extent | Refusal:
    amount_minor = 0
    for place, count in wanted.items():
        if place >= len(order.lines):
            return Invalid.field("lines", "The order has {count} lines.", count=len(order.lines))
        line = order.lines[place]
        if taken[place] + count > line.quantity:
            message = Text(
                "Of {title}, {left} can still be refunded.",
                title=line.title,
                left=line.quantity - taken[place],
            )
            return RefundTooLarge(message, fields={"lines": message})
        if place in lowered:
            amount_minor += lowered[place] * count
        else:
            amount_minor += refundable(order.quoted_line(place), count, taken[place]).amount_minor
    if sum(taken) + sum(wanted.values()) == order.units:
        return Extent(min(amount_minor + order.shipping_minor, left), dict(wanted))
    return Extent(min(amount_minor, max(0, left - order.shipping_minor)), dict(wanted))
