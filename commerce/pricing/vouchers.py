"""A voucher: its terms, what is left of it for one buyer, and which others it goes with. All pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from commerce.pricing.lines import Line
from commerce.pricing.rates import Rates


class Kind(StrEnum):
    PERCENT = "percent"
    FIXED = "fixed"
    EACH = "each"


class Scope(StrEnum):
    ITEM = "item"
    BRAND = "brand"
    CATEGORY = "category"
    PLATFORM = "platform"


class Stacking(StrEnum):
    """With what a voucher goes together (S1)."""

    ALONE = "alone"
    LEVEL = "level"
    FREE = "free"


class Level(IntEnum):
    """When a voucher's turn comes (E1)."""

    ITEM = 1
    BRAND = 2
    PLATFORM = 3
    EACH = 4


LEVELS = {
    Scope.ITEM: Level.ITEM,
    Scope.BRAND: Level.BRAND,
    Scope.CATEGORY: Level.PLATFORM,
    Scope.PLATFORM: Level.PLATFORM,
}
TURNS = (Kind.PERCENT, Kind.FIXED, Kind.EACH)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a voucher for one buyer. None: without a limit."""

    uses: int | None = None
    """For everybody together."""
    own_uses: int | None = None
    budget_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    id: str
    title: str
    kind: Kind
    currency: str
    amount_minor: int = 0
    """FIXED: what it takes. EACH: what it takes for each full step."""
    rate_bp: int = 0
    """PERCENT: the share that it takes."""
    step_minor: int = 0
    """EACH: the X of "each X minus Y"."""
    cap_minor: int | None = None
    """PERCENT and EACH: the most that it takes."""
    threshold_minor: int = 0
    scope: Scope
    brand_id: str | None
    """Whose lines it is for; None: everybody's."""
    category: str | None = None
    product_ids: frozenset[str] = frozenset()
    stacking: Stacking = Stacking.LEVEL
    starts_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    """When its issuer ended it."""
    left: Left = Left()

    @property
    def level(self) -> Level:
        return Level.EACH if self.kind is Kind.EACH else LEVELS[self.scope]

    @property
    def turn(self) -> tuple[int, int, str]:
        """Its place among all vouchers of a quote (E1, E2)."""
        return self.level, TURNS.index(self.kind), self.id

    @property
    def most_minor(self) -> int | None:
        """The most that one use can cost, if the terms say."""
        return self.amount_minor if self.kind is Kind.FIXED else self.cap_minor

    def is_for(self, line: Line) -> bool:
        """Whether the line is in its scope (V4). No deposit is (D4)."""
        if line.is_deposit:
            return False
        if self.brand_id is not None and line.brand_id != self.brand_id:
            return False
        if self.scope is Scope.ITEM:
            return line.product_id in self.product_ids
        return self.scope is not Scope.CATEGORY or line.category == self.category

    def has_begun(self, now: datetime) -> bool:
        return now >= self.starts_at

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends_at or self.ended_at is not None

    def in_currency(self, currency: str, rates: Rates) -> "Voucher":
        """The same with its amounts converted (C2)."""
        if currency == self.currency:
            return self

        def converted(amount_minor: int) -> int:
            return rates.convert(amount_minor, self.currency, currency)

        return replace(
            self,
            currency=currency,
            amount_minor=converted(self.amount_minor),
            step_minor=converted(self.step_minor),
            threshold_minor=converted(self.threshold_minor),
            cap_minor=None if self.cap_minor is None else converted(self.cap_minor),
        )
