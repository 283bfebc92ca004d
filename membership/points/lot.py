"""A lot: what one order earned or one gift brought, and where those points are now. Pure.

            ┌─────────reverse──────────▶ reversed ◀─reverse─ owed
            │                              ▲                  ▲
(new) ─▶ pending ──mature──▶ active ──────┤                  │
                                ├──expire─▶ expired           │
                                ├──spend──▶ spent             │
                                └──────────settle─────────────┘

Points that were spent before a refund took them back are `owed`, which is below zero then in their lot; the next
that are active pay for them. Each lot's points sum to what it began with, at any time.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Source(StrEnum):
    ORDER = "order"
    GIFT = "gift"
    """No purchase: its points do not count towards a tier."""


class State(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    SPENT = "spent"
    EXPIRED = "expired"
    REVERSED = "reversed"
    OWED = "owed"


class Lot(Struct, frozen=True, gc=False, kw_only=True):
    id: str
    brand_id: str
    account_id: str
    source: Source = Source.ORDER
    source_id: str
    """Of the order or the gift."""
    title: str
    earned: int
    paid_minor: int
    kept_minor: int
    """What was not refunded or taken back."""
    earned_at: datetime
    """When the order was paid, or the gift given."""
    matures_at: datetime
    notice_at: datetime | None = None
    expires_at: datetime | None = None
    is_noticed: bool = False
    """Whether its owner was told that it expires."""
    pending: int = 0
    active: int = 0
    spent: int = 0
    expired: int = 0
    reversed: int = 0
    owed: int = 0

    @property
    def due_at(self) -> datetime | None:
        """When something next happens to it by itself."""
        return min(self._due_times(), default=None)

    def count(self, state: State) -> int:
        return int(getattr(self, state.value))

    def moved(self, taken_from: State, put_into: State, points: int) -> "Lot":
        left = self.count(taken_from) - points
        assert left >= 0 or taken_from is State.OWED, (
            f"a lot has fewer points that are {taken_from}"
        )
        counts = {taken_from.value: left, put_into.value: self.count(put_into) + points}
        return replace(self, **counts)

    def kept_points(self, kept_minor: int) -> int:
        """What it would have earned if no more than this had been paid, rounded down."""
        return self.earned * kept_minor // self.paid_minor if self.paid_minor else 0

    def _due_times(self) -> list[datetime]:
        times = [self.matures_at] if self.pending else []
        if self.active and self.expires_at is not None:
            times.append(self.expires_at)
            if self.notice_at is not None and not self.is_noticed:
                times.append(self.notice_at)
        return times
