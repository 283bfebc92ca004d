"""A voucher against the lines of one quote: what it would take, and which others it excludes."""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.pricing.allocating import allocate
from commerce.pricing.rates import Rates
from commerce.pricing.vouchers import Kind, Stacking, Voucher
from kit.money import Money

Amounts = tuple[int, ...]
"""What each line of a quote has left to pay."""


@dataclass(frozen=True, slots=True)
class Candidate:
    voucher: Voucher
    """As issued."""
    terms: Voucher
    """The same with its amounts in the quote's currency."""
    lines: tuple[int, ...]
    """The indexes of the lines in its scope."""
    rates: Rates
    deposit_minor: int = 0
    """What was paid before for these lines (D4)."""

    def base(self, amounts: Sequence[int]) -> int:
        return sum(amounts[index] for index in self.lines)

    def worth(self, amounts: Sequence[int]) -> int:
        """What it would take if its budget were large enough (V1 to V3)."""
        terms, base = self.terms, self.base(amounts)
        wanted = terms.amount_minor
        if terms.kind is Kind.PERCENT:
            wanted = Money(base, terms.currency).share(terms.rate_bp).amount_minor
        elif terms.kind is Kind.EACH:
            # A step of which the conversion left nothing is as large as the smallest amount.
            steps = (self.deposit_minor + base) // max(1, terms.step_minor)
            wanted = steps * terms.amount_minor
        if terms.kind is not Kind.FIXED and terms.cap_minor is not None:
            wanted = min(wanted, terms.cap_minor)
        return min(wanted, base)

    def discount(self, amounts: Sequence[int]) -> int:
        """What it takes: all that it is worth, or nothing (S4)."""
        worth = self.worth(amounts)
        budget = self.voucher.left.budget_minor
        return worth if budget is None or self.cost(worth) <= budget else 0

    def cost(self, discount_minor: int) -> int:
        """What the discount costs the issuer, in the voucher's own currency (C3)."""
        back = self.rates.convert(discount_minor, self.terms.currency, self.voucher.currency)
        most = self.voucher.most_minor
        return back if most is None else min(back, most)

    def split(self, discount_minor: int, amounts: Sequence[int]) -> Amounts:
        """The discount by line (A1), 0 for those out of its scope."""
        parts = allocate(discount_minor, [amounts[index] for index in self.lines])
        by_line = dict(zip(self.lines, parts, strict=True))
        return tuple(by_line.get(index, 0) for index in range(len(amounts)))

    def excludes(self, other: "Candidate") -> bool:
        """Whether only one of the two can be used (S1). It is so for both or for neither."""
        mine, theirs = self.voucher, other.voucher
        if Stacking.ALONE in {mine.stacking, theirs.stacking}:
            return True
        if Stacking.FREE in {mine.stacking, theirs.stacking} or mine.level is not theirs.level:
            return False
        return not set(self.lines).isdisjoint(other.lines)
