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

    def part(amount_minor: int) -> int:
        before = of_first(refunded_units, amount_minor, line.quantity)
        return of_first(refunded_units + units, amount_minor, line.quantity) - before

    left = line.subtotal_minor
    discounts = []
    for discount in line.discounts:
        # The difference of what was left before and after: so the parts of one unit sum to its price.
        after = left - discount.amount_minor
        discounts.append(
            LineDiscount(
                voucher_id=discount.voucher_id,
                amount_minor=part(left) - part(after),
                cost_minor=part(discount.cost_minor),
            )
        )
        left = after
    return Refundable(part(line.payable_minor), tuple(discounts))
