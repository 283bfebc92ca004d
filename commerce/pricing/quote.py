"""A quote: what a buyer would pay, to the last unit, and why. It is stored with the order as JSON.

All amounts are in minor units of the quote's currency, except for a `cost_minor`, which is in its voucher's.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from commerce.pricing.rates import Rates

VERSION = 1
"""Of the stored form: raised when what was stored before can no longer be read as it stands."""


class Code(StrEnum):
    """Why something applied or did not (docs/pricing.md, 9). Stable: programs decide by it."""

    DEAL = "price.deal"
    MEMBER = "price.member"
    TIER_TOO_LOW = "price.tier_too_low"
    DEPOSIT = "price.deposit"
    DEPOSIT_DUE = "price.deposit_due"
    APPLIED = "voucher.applied"
    UNKNOWN = "voucher.unknown"
    NOT_STARTED = "voucher.not_started"
    OVER = "voucher.over"
    USED_UP = "voucher.used_up"
    LIMIT_REACHED = "voucher.limit_reached"
    NO_RATE = "voucher.no_rate"
    NOTHING_IN_SCOPE = "voucher.nothing_in_scope"
    BELOW_THRESHOLD = "voucher.below_threshold"
    BUDGET_SPENT = "voucher.budget_spent"
    EXCLUDED = "voucher.excluded"
    COSTS_MORE = "voucher.costs_more"
    POINTS_USED = "points.used"
    POINTS_USABLE = "points.usable"
    POINTS_NOT_ENOUGH = "points.not_enough"
    POINTS_BELOW_LEAST = "points.below_least"
    SHIPPING_FEE = "shipping.fee"
    SHIPPING_FREE_FROM = "shipping.free_from"
    SHIPPING_FREE_FOR_TIER = "shipping.free_for_tier"
    SHIPPING_WITH_BALANCE = "shipping.with_balance"
    SHIPPING_BELOW_FREE = "shipping.below_free"
    SHIPPING_TIER_TOO_LOW = "shipping.tier_too_low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One rule that applied to the quote, or one that did not and why."""

    code: Code
    is_applied: bool
    line: int | None = None
    """The index of the line that it is about."""
    voucher_id: str | None = None
    brand_id: str | None = None
    """Whose shipping it is about."""
    title: str = ""
    """Of the deal or the voucher; of shipping the brand's name."""
    amount_minor: int = 0
    """What was saved; of a rule that did not apply, what it asks for."""
    base_minor: int = 0
    """What the amount was measured on."""
    points: int = 0
    """How many points it is about."""
    rank: int = 0
    """The tier rank from which a price holds."""
    other: str = ""
    """The title of the voucher that excludes this one; of shipping the tier's name."""
    at: datetime | None = None
    """When it begins or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDiscount:
    """A voucher's part on one line."""

    voucher_id: str
    amount_minor: int
    cost_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    deal_id: str
    product_id: str
    brand_id: str
    title: str
    quantity: int
    order_id: str | None
    list_unit_minor: int
    unit_minor: int
    """What a unit costs before vouchers."""
    deposit_minor: int = 0
    """What was paid before, in a pre-sale."""
    worth_minor: int = 0
    """What the deposit counts for, be it paid or payable now."""
    later_minor: int = 0
    """The balance, as long as the deposit is payable."""
    discounts: tuple[LineDiscount, ...]
    """In the order in which the vouchers were taken."""
    payable_minor: int
    shipping_minor: int = 0
    """Its part of what its brand charges for shipping, which is paid besides."""

    @property
    def is_deposit(self) -> bool:
        """Whether a deposit is what is paid of it now."""
        return self.worth_minor > 0 and self.deposit_minor == 0

    @property
    def subtotal_minor(self) -> int:
        return self.unit_minor * self.quantity

    @property
    def open_minor(self) -> int:
        """What is left to pay before vouchers, when a deposit is paid or there is none."""
        return self.subtotal_minor - self.worth_minor

    @property
    def cost_minor(self) -> int:
        """What the units cost before vouchers: the deposit that was paid, and what was left then (D5)."""
        return self.deposit_minor + self.open_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedVoucher:
    voucher_id: str
    title: str
    discount_minor: int
    cost_minor: int
    cost_currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    version: int = VERSION
    quoted_at: datetime
    currency: str
    lines: tuple[QuoteLine, ...]
    vouchers: tuple[UsedVoucher, ...]
    """Those that were used, in their order."""
    notes: tuple[Note, ...]
    rates: Rates
    """The rates that it used, frozen."""
    is_exhaustive: bool
    """Whether all combinations of the vouchers were considered."""

    @property
    def subtotal_minor(self) -> int:
        """Before vouchers."""
        return sum(line.subtotal_minor for line in self.lines)

    @property
    def discount_minor(self) -> int:
        return sum(voucher.discount_minor for voucher in self.vouchers)

    @property
    def deposits_worth_minor(self) -> int:
        """What the deposits that were paid before count for."""
        return sum(line.worth_minor for line in self.lines if line.deposit_minor)

    @property
    def bonus_minor(self) -> int:
        """What the deposits that are payable now count for beyond themselves."""
        due = [line for line in self.lines if line.is_deposit]
        return sum(line.worth_minor - line.payable_minor for line in due)

    @property
    def later_minor(self) -> int:
        return sum(line.later_minor for line in self.lines)

    @property
    def shipping_minor(self) -> int:
        return sum(line.shipping_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        """What is paid now: the subtotal less discounts, what deposits count for, and what is paid later (D3), and shipping."""
        return sum(line.payable_minor for line in self.lines) + self.shipping_minor


def to_json(quote: Quote) -> str:
    """For storing it with what was bought."""
    return msgspec.json.encode(quote).decode()


def from_json(stored: str) -> Quote:
    """The quote that was stored.

    Raises:
        ValueError: it is of a version that this program does not know, or no quote.
    """
    quote = msgspec.json.decode(stored, type=Quote)
    if quote.version != VERSION:
        raise ValueError(f"quotes of version {quote.version} are not known, only {VERSION}")
    return quote
