"""Programmes on the wire. Amounts are integer minor units of the brand's currency, rates are in basis points."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

MOST_POINTS = 1_000_000_000
MOST_MINOR = 100_000_000_000
MOST_DAYS = 3650
LAST_MS = 253_402_300_799_999
"""The end of the year 9999."""

WindowName = Literal["lifetime", "year", "rolling"]
DowngradeName = Literal["never", "period_end", "refund"]
Points = Annotated[int, Meta(ge=1, le=MOST_POINTS)]
Amount = Annotated[int, Meta(ge=1, le=MOST_MINOR)]
Days = Annotated[int, Meta(ge=1, le=MOST_DAYS)]
VoucherId = Annotated[str, Meta(min_length=1, max_length=20)]


class NewTier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    share_rate_bp: Annotated[int, Meta(ge=0, le=10_000)]
    perk: Annotated[str, Meta(max_length=160)] = ""
    points_from: Points | None = None
    """Points with which it is reached. With both this and `spend_from_minor` both are needed. With neither it
    is not reached by buying; the first has neither, and everyone begins there."""
    spend_from_minor: Amount | None = None
    multiplier_bp: Annotated[int, Meta(ge=0, le=100_000)] = 10_000
    """Of the points that its members earn: 15000 is half as many again."""
    entry_voucher_id: VoucherId | None = None
    """A voucher of the brand that is handed out: each member gets it once, when they come to the tier."""
    early_access_s: Annotated[int, Meta(ge=0, le=3600)] = 0
    """So long before the public its members see deals that drop to the tiers first. Never less than on a tier below."""
    has_free_shipping: bool = False
    """Its members pay none of what the brand charges for shipping. If a tier below ships for free, it does too."""


Why = Annotated[str, Meta(min_length=1, max_length=200)]


class NewTierByHand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rank: Annotated[int, Meta(ge=1, le=9)]
    """Not below the tier that the rules give."""
    reason: Why
    """The member sees it."""
    until_ms: Annotated[int, Meta(ge=0, le=LAST_MS)] | None = None
    """When the rules decide again; null is never."""


class TakenBack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Why


class DecisionView(Struct, frozen=True, kw_only=True):
    """A tier that was given by hand, or taken back."""

    id: str
    handle: str
    tier_name: str | None
    """As it was called then; null: the rules decide again."""
    until_ms: int | None
    reason: str
    decided_by: str | None
    """The manager's handle; null for the member, to whom the brand decided it."""
    decided_at_ms: int


class TierRuleView(Struct, frozen=True, kw_only=True):
    name: str
    share_rate_bp: int
    perk: str
    points_from: int | None
    spend_from_minor: int | None
    multiplier_bp: int
    entry_voucher_id: str | None
    early_access_s: int
    has_free_shipping: bool


class NewRedeemable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What points buy: a voucher of the brand that is handed out."""

    voucher_id: VoucherId
    points: Points


class RedeemableView(Struct, frozen=True, kw_only=True):
    voucher_id: str
    title: str
    points: int


class NewProgramme(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    tiers: Annotated[list[NewTier], Meta(min_length=1, max_length=9)]
    """The lowest first."""
    window: WindowName = "lifetime"
    """Which purchases count for a tier: all, those of the calendar year (UTC), or those of the last `window_days`."""
    window_days: Days = 365
    downgrade: DowngradeName = "never"
    """When a tier is lost: never, when the period ends, or also at once when a refund takes away what it was reached by."""
    earn_points: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """So many points for each `earn_step_minor` that is paid, in proportion, rounded down."""
    earn_step_minor: Amount = 100
    return_days: Annotated[int, Meta(ge=0, le=365)] = 14
    """So long after a purchase its points are pending."""
    expires_after_days: Days | None = None
    """So long they are active; null is without end."""
    notice_days: Annotated[int, Meta(ge=1, le=365)] = 14
    """So long before points expire their owners are told, once."""
    off_points: Annotated[int, Meta(ge=0, le=MOST_POINTS)] = 0
    """So many points take `off_minor` off an order, in proportion; 0: points take nothing off."""
    off_minor: Amount = 100
    off_from_points: Points = 1
    """So many are used at least."""
    off_most_bp: Annotated[int, Meta(ge=1, le=10_000)] = 10_000
    """So much of an order, in basis points, they pay at most."""
    redeemables: Annotated[list[NewRedeemable], Meta(max_length=20)] = []
    version: Annotated[int, Meta(ge=0)] = 0
    """Of the programme that is changed, so that nobody undoes what a colleague has just done."""


class ProgrammeView(Struct, frozen=True, kw_only=True):
    tiers: list[TierRuleView]
    window: WindowName
    window_days: int
    downgrade: DowngradeName
    earn_points: int
    earn_step_minor: int
    return_days: int
    expires_after_days: int | None
    notice_days: int
    off_points: int
    off_minor: int
    off_from_points: int
    off_most_bp: int
    redeemables: list[RedeemableView]
    version: int


class TierCountView(Struct, frozen=True, kw_only=True):
    rank: int
    name: str
    """As it would be; of a tier that would be gone, as it is."""
    now: int
    then: int


class ChangeView(Struct, frozen=True, kw_only=True):
    handle: str
    was: str
    becomes: str


class PreviewView(Struct, frozen=True, kw_only=True):
    """What rules would do to the members if they were saved now."""

    tiers: list[TierCountView]
    rising: int
    """Who would rise at once."""
    at_risk: int
    """Who keeps their tier for now, and would lose it when their period ends if they bought no more."""
    examples_rising: list[ChangeView]
    """At most five."""
    examples_at_risk: list[ChangeView]
