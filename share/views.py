"""What share says and takes on the wire. Rates are basis points of the order's total."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from share.rewards.views import CutBy, OfferView, RewardKind, RewardStatus

TargetKind = Literal["show", "deal", "clip", "product", "brand", "cart", "wishlist", "team"]
Step = Literal["joined", "watched", "claimed", "bought"]
Model = Literal["last", "first"]
Verdict = Literal["credited", "outdone", "self_referral", "too_old", "other_brand", "no_click"]
"""What was decided about an order, or about one click that led to it. `outdone`: another click counts."""

Tag = Annotated[str, Meta(max_length=100)]
Code = Annotated[str, Meta(min_length=3, max_length=32)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]


class Tags(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is passed on to the page that a link leads to, and to who counts visits there."""

    utm_source: Tag = ""
    utm_medium: Tag = ""
    utm_campaign: Tag = ""
    utm_term: Tag = ""
    utm_content: Tag = ""


class TargetChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: TargetKind
    target_id: str


class NewLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: TargetKind
    target_id: str
    at_s: Annotated[int, Meta(ge=0, le=172_800)] = 0
    """Seconds from the show's start at which it is to begin."""
    code: Code | None = None
    """A name of one's own in place of a random code: letters, digits and hyphens, no matter in which case."""
    expires_at_ms: int | None = None
    is_direct: bool = False
    """Whether people are sent on at once, without seeing the preview."""
    tags: Tags = Tags()
    by_language: Annotated[dict[Language, TargetChoice], Meta(max_length=20)] = {}
    """Other targets of the same brand, for people whose browser asks for these languages."""


class LinkChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    expires_at_ms: int | UnsetType | None = UNSET
    is_direct: bool | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET


class Funnel(Struct, frozen=True, kw_only=True):
    """How many of a link's clicks led so far. Each click counts once in each."""

    clicks: int = 0
    joined: int = 0
    watched: int = 0
    claimed: int = 0
    bought: int = 0


class LinkView(Struct, frozen=True, kw_only=True):
    code: str
    url: str
    qr_url: str
    picture_url: str
    """The picture that chat apps show, as a PNG."""
    kind: TargetKind
    target_id: str
    show_id: str | None
    """None where the link leads to a product or a brand."""
    leads_to: str
    """The page that it opens, as a path."""
    at_s: int
    title: str
    image_url: str
    brand_id: str
    brand_slug: str
    brand_name: str
    currency: str
    tier_name: str
    """The sharer's tier with the brand now; empty if they have not joined, and then the rate is 0."""
    rate_bp: int
    """What a click made now would earn. Each click keeps the promise of its moment."""
    reward_kind: RewardKind = "rate"
    reward_amount: int = 0
    """In place of the rate: minor units of a fixed reward, or points."""
    clicks: int
    orders: int
    pending_minor: int
    funnel: Funnel
    is_tailored: bool
    """Whether it was made with a name, an end, tags or the like; else it is the one that sharing gives each time."""
    is_direct: bool
    expires_at_ms: int | None
    tags: Tags
    languages: list[str]
    """Those that lead elsewhere."""
    created_at_ms: int
    version: int
    """Grows with each change of the link itself."""


class LinkPreview(Struct, frozen=True, kw_only=True):
    """A link as the friend who opens it sees it."""

    code: str
    kind: TargetKind
    target_id: str
    show_id: str | None
    leads_to: str
    """The page that it opens, as a path, with the moment and the tags."""
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
    status: RewardStatus
    """A reward is cancelled when its order was refunded whole or it was refused on review, and owed if it was paid out by then."""
    is_held: bool
    """Whether somebody of the brand looks at it before it can be paid."""
    earned_at_ms: int
    kind: RewardKind = "rate"
    points: int = 0
    cut_by: CutBy | None = None
    full_amount: int = 0
    """What it would have been without the limit, in minor units or points."""
    settled_minor: int = 0
    """What payouts have taken for it."""
    due_at_ms: int = 0
    """When its return window is over."""
    version: int = 1


class DeskView(Struct, frozen=True, kw_only=True):
    """Everything a sharer sees of their links, newest first."""

    links: list[LinkView]
    rewards: list[RewardView]


class TermsView(Struct, frozen=True, kw_only=True):
    """How a brand credits orders to links."""

    model: Model
    """Which of a buyer's clicks counts, of those that may."""
    window_days: int
    """How long after a click an order counts. Each click keeps the window of its moment."""
    offers: dict[int, OfferView] = {}
    """What links of a tier's members earn in place of its rate, by rank."""


class NewTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    model: Model
    window_days: Annotated[int, Meta(ge=1, le=365)]


class TouchView(Struct, frozen=True, kw_only=True):
    """A click that came before an order, and what was decided about it."""

    link_code: str
    sharer_handle: str
    clicked_at_ms: int
    rate_bp: int
    window_days: int
    verdict: Verdict
    reward_kind: RewardKind = "rate"
    reward_amount: int = 0


class AttributionView(Struct, frozen=True, kw_only=True):
    """Why an order was, or was not, credited to a link."""

    order_id: str
    outcome: Verdict
    """Of the order: `no_click` if the buyer came by no link."""
    model: Model
    decided_at_ms: int | None
    """None until the order is paid, and if there was no click to decide about."""
    reward_minor: int
    currency: str
    """Empty without a reward."""
    reward_points: int
    reward_status: RewardStatus | None
    cut_by: CutBy | None
    """The limit that made the reward smaller."""
    full_amount: int
    """What it would have been, in minor units or points."""
    touches: list[TouchView]
    """Oldest first, at most 20."""


class LinkOrderView(Struct, frozen=True, kw_only=True):
    """An order that one of a link's clicks came before, as the link's sharer sees it."""

    order_number: str
    verdict: Verdict
    clicked_at_ms: int
    decided_at_ms: int
    reward_minor: int
    currency: str
    reward_points: int = 0
    cut_by: CutBy | None = None
