"""Members' points on the wire. Times are in milliseconds since the epoch, amounts in minor units of the brand's currency."""

from typing import Literal

from msgspec import Struct

from membership.tiers.views import Points, RedeemableView, VoucherId, WindowName
from membership.views import TierView

ReasonName = Literal[
    "bought", "given", "matured", "redeemed", "given_back", "expired", "refunded", "settled"
]
StateName = Literal["pending", "active", "spent", "expired", "reversed", "owed"]


class ProgressView(Struct, frozen=True, kw_only=True):
    """Towards the next tier. What is missing is 0 for what it does not ask for."""

    tier: TierView
    points: int
    """What counts so far."""
    spend_minor: int
    points_missing: int
    spend_missing_minor: int


class WalletView(Struct, frozen=True, kw_only=True):
    """What someone is and has as a member of one brand."""

    brand_id: str
    brand_slug: str
    brand_name: str
    hue: int
    currency: str
    tier: TierView
    kept_until_ms: int | None
    """When the period ends for which they have the tier; null if they cannot lose it then."""
    window: WindowName
    window_days: int
    """Of a rolling window."""
    progress: ProgressView | None
    """Null when there is no higher tier that can be reached by buying."""
    pending: int
    active: int
    """What can be spent; below zero what is owed after a refund."""
    expiring: int
    """How many of them expire next, at `expires_at_ms`."""
    expires_at_ms: int | None
    earn_points: int
    """So many points for each `earn_step_minor` that is paid, before the tier's multiplier."""
    earn_step_minor: int
    return_days: int
    redeemables: list[RedeemableView]
    version: int
    """Grows with each change: of two states the higher version is the newer."""


class EntryView(Struct, frozen=True, kw_only=True):
    id: str
    at_ms: int
    reason: ReasonName
    taken_from: StateName | None
    """Null: they are new."""
    put_into: StateName
    points: int
    title: str
    """What it is about: an order, a voucher."""
    order_id: str | None
    """Of the order, if it is about one."""


class EntriesView(Struct, frozen=True, kw_only=True):
    entries: list[EntryView]
    """The newest first."""
    next: str | None
    """The `before` of the next page; null if this is the last."""


class BalanceView(Struct, frozen=True, kw_only=True):
    at_ms: int
    pending: int
    active: int
    spent: int
    expired: int
    reversed: int


class NewRedemption(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    voucher_id: VoucherId
    points: Points
    """What the member saw that it costs."""
