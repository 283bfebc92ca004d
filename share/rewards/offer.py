"""What an order by a link is worth to the sharer: a rate of it, a fixed amount, or points. Pure.

>>> Offer(Kind.RATE, rate_bp=500).worth(1_999, 1_999)
99
>>> Offer(Kind.FIXED, amount=500).worth(1_000, 2_000)  # half of the order was refunded
250
"""

from dataclasses import dataclass
from enum import StrEnum

from kit.money import BASIS_POINTS


class Kind(StrEnum):
    RATE = "rate"
    FIXED = "fixed"
    POINTS = "points"


class Unit(StrEnum):
    """In what rewards are counted, and limited."""

    MONEY = "money"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Offer:
    """As a click keeps it: what it promised stays, whatever tiers and terms become."""

    kind: Kind = Kind.RATE
    rate_bp: int = 0
    """Of a rate."""
    amount: int = 0
    """Minor units of a fixed amount, or points."""

    @property
    def unit(self) -> Unit:
        return Unit.POINTS if self.kind is Kind.POINTS else Unit.MONEY

    def worth(self, kept_minor: int, total_minor: int) -> int:
        """In minor units or points, for an order of which so much was not refunded. All is rounded down. A fixed amount is never
        more than what the brand kept."""
        if self.kind is Kind.RATE:
            return kept_minor * self.rate_bp // BASIS_POINTS
        worth = self.amount * kept_minor // total_minor if total_minor else 0
        return worth if self.kind is Kind.POINTS else min(worth, kept_minor)
