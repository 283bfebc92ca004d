"""What share says and takes on the wire. Rates are basis points of the order's total."""

from typing import Literal

from msgspec import Struct

TargetKind = Literal["show", "deal", "clip"]


class NewLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: TargetKind
    target_id: str


class LinkView(Struct, frozen=True, kw_only=True):
    code: str
    url: str
    qr_url: str
    kind: TargetKind
    target_id: str
    show_id: str
    title: str
    image_url: str
    brand_id: str
    brand_slug: str
    brand_name: str
    currency: str
    tier_name: str
    """The sharer's tier with the brand now; empty if they have not joined, and then the rate is 0."""
    rate_bp: int
    """What a click made now would earn. Each click keeps the rate of its moment."""
    clicks: int
    orders: int
    pending_minor: int
    created_at_ms: int


class LinkPreview(Struct, frozen=True, kw_only=True):
    """A link as the friend who opens it sees it."""

    code: str
    kind: TargetKind
    target_id: str
    show_id: str
    title: str
    image_url: str
    brand_id: str
    brand_slug: str
    brand_name: str
    sharer_handle: str


class RewardView(Struct, frozen=True, kw_only=True):
    id: str
    link_code: str
    title: str
    brand_name: str
    order_number: str
    rate_bp: int
    amount_minor: int
    currency: str
    status: Literal["pending", "cancelled"]
    """A reward is cancelled when its order was refunded whole."""
    earned_at_ms: int


class DeskView(Struct, frozen=True, kw_only=True):
    """Everything a sharer sees of their links, newest first."""

    links: list[LinkView]
    rewards: list[RewardView]
