"""A brand's members on the wire."""

from msgspec import Struct

from membership.consents.views import ConsentsView
from membership.profiles.views import ProfileView
from membership.views import TierView


class MemberRowView(Struct, frozen=True, kw_only=True):
    account_id: str
    handle: str
    display_name: str | None
    """If they share their profile with the brand."""
    tier_rank: int
    tier_name: str
    joined_at_ms: int
    last_watched_at_ms: int | None


class MemberPageView(Struct, frozen=True, kw_only=True):
    members: list[MemberRowView]
    """Who joined last comes first."""
    next: str | None
    """The `after` of the next page; null if this is the last."""


class MemberView(Struct, frozen=True, kw_only=True):
    account_id: str
    handle: str
    profile: ProfileView | None
    """Null: they do not share it with the brand."""
    tier: TierView
    joined_at_ms: int
    points_active: int
    points_pending: int
    shows_watched: int
    seconds_watched: int
    consents: ConsentsView


class LookView(Struct, frozen=True, kw_only=True):
    """Somebody of the brand's staff looked at the member's page."""

    brand_slug: str
    brand_name: str
    at_ms: int


class TimelineEntryView(Struct, frozen=True, kw_only=True):
    id: str
    at_ms: int
    kind: str
    """`show`, `order`, `message`, `link`, `voucher`, `points` or `tier`."""
    what: str
    title: str
    subject_id: str | None
    status: str | None
    amount_minor: int | None
    currency: str | None
    points: int | None
    count: int | None
    seconds: int | None


class TimelineView(Struct, frozen=True, kw_only=True):
    entries: list[TimelineEntryView]
    """The newest first."""
    next: str | None
    """The `before` of the next page; null if this is the last."""
