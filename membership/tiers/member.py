"""A member of a brand, as a transaction has locked or read them."""

from dataclasses import dataclass
from datetime import datetime

from membership.tiers.judging import Held


@dataclass(frozen=True, slots=True)
class ByHand:
    """A tier that a manager gave, and when that ends; None is for good."""

    rank: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    brand_id: str
    account_id: str
    joined_at: datetime
    held: Held
    """What the rules give them."""
    version: int
    """Grows whenever their tier or their points change."""
    rank: int
    """Of the tier that they are on."""
    by_hand: ByHand | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.brand_id, self.account_id

    def rank_with(self, held: Held) -> int:
        """The tier that they are on when the rules give them this: a higher one by hand stays."""
        return held.rank if self.by_hand is None else max(held.rank, self.by_hand.rank)

    def is_by_hand_over(self, now: datetime) -> bool:
        by_hand = self.by_hand
        return by_hand is not None and by_hand.until is not None and by_hand.until <= now
