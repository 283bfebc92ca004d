"""How a brand rewards those who share its links, and their friends. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from share.rewards.offer import Kind, Offer, Unit


@dataclass(frozen=True, slots=True)
class TierReward:
    """What a tier's links bring: to the sharer beside or in place of its rate, and to the friend."""

    kind: Kind = Kind.RATE
    amount: int = 0
    """Of a fixed reward in minor units, or points."""
    friend_voucher_id: str | None = None
    """Handed out once to each friend who comes by a link and has not bought from the brand yet."""

    def offer(self, rate_bp: int) -> Offer:
        """What a click promises that is made now; the rate is the tier's own."""
        if self.kind is Kind.RATE:
            return Offer(Kind.RATE, rate_bp=rate_bp)
        return Offer(self.kind, amount=self.amount)


BY_RATE = TierReward()
NO_TIERS: Mapping[int, TierReward] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a brand gives, in minor units or in points. None: as much as comes."""

    per_day: int | None = None
    """To a sharer on one day (UTC)."""
    per_friend: int | None = None
    """To a sharer for all orders of one friend."""
    budget: int | None = None
    spent: int = 0
    """Of the budget. Refunds give it back."""

    @property
    def budget_left(self) -> int | None:
        return None if self.budget is None else max(0, self.budget - self.spent)


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class RewardTerms:
    return_days: int
    """How long after the crediting a reward is pending, because the order may be returned."""
    least_payout_minor: int
    """Who has less to get waits for the next payout."""
    by_rank: Mapping[int, TierReward] = field(default_factory=lambda: NO_TIERS)
    """Tiers that are not named have their rate alone."""
    limits: Mapping[Unit, Limits] = field(default_factory=dict)
    version: int = 0
