"""What units of a quoted line give back: read from what was stored, never computed anew (R1, R2)."""

from dataclasses import dataclass

from commerce.pricing.allocating import of_first
from commerce.pricing.quote import LineDiscount, QuoteLine


@dataclass(frozen=True, slots=True)
class Refundable:
    amount_minor: int
    """What the buyer gets back."""
    discounts: tuple[LineDiscount, ...]
    """What returns to the vouchers' budgets, by voucher."""


def refundable(line: QuoteLine, units: int, refunded_units: int = 0) -> Refundable:
    """What the next `units` of a line give back, of which `refunded_units` have been refunded before."""
    assert units >= 0, "a refund takes nothing back"
    assert 0 <= refunded_units <= line.quantity - units, "more units are refunded than were bought"
    left = line.cost_minor
    discounts = []
    for discount in line.discounts:
        # A voucher's part of a unit is what it left of it before and after, so that a unit's parts sum to its price.
        after = left - discount.amount_minor
        until_before, until_after = (
            of_first(count, left, line.quantity) - of_first(count, after, line.quantity)
            for count in (refunded_units, refunded_units + units)
        )
        discounts.append(_part(discount, until_before, until_after))
        left = after
    amount = of_first(refunded_units + units, left, line.quantity)
    return Refundable(amount - of_first(refunded_units, left, line.quantity), tuple(discounts))


def _part(discount: LineDiscount, until_before: int, until_after: int) -> LineDiscount:
    """What of a discount came up to one unit and up to a later one. The cost follows the discount."""

    def cost_until(amount_minor: int) -> int:
        return discount.cost_minor * amount_minor // discount.amount_minor

    return LineDiscount(
        voucher_id=discount.voucher_id,
        amount_minor=until_after - until_before,
        cost_minor=cost_until(until_after) - cost_until(until_before),
    )
