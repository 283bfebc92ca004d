"""What membership says and takes on the wire. Times are in milliseconds since the epoch, rates in basis points."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

# Not `$`, which in Python also stands before a line break at the end.
Handle = Annotated[str, Meta(min_length=3, max_length=24, pattern=r"^[A-Za-z0-9_]+(?![\s\S])")]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=8, max_length=128)]


class TierView(Struct, frozen=True, kw_only=True):
    rank: int
    """1 is the first tier; 0 stands for someone who has not joined."""
    name: str
    share_rate_bp: int
    """What a sharer on this tier earns of an order that came by their link."""
    perk: str
    points_from: int | None = None
    """Points with which it is reached, within the time that counts; null if it asks for none."""
    spend_from_minor: int | None = None
    multiplier_bp: int = 10_000
    """Of the points that its members earn."""
    early_access_s: int = 0
    """So long before the public its members see deals that drop to the tiers first."""
    has_free_shipping: bool = False
    """Whether its members pay none of what the brand charges for shipping."""


class BrandView(Struct, frozen=True, kw_only=True):
    id: str
    slug: str
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    currency: str
    locale: str
    tagline: str
    hue: int
    """The brand's colour, as an angle from 0 to 359."""
    tiers: list[TierView]


class MembershipView(Struct, frozen=True, kw_only=True):
    brand_id: str
    brand_slug: str
    brand_name: str
    tier: TierView
    joined_at_ms: int


class RoleView(Struct, frozen=True, kw_only=True):
    brand_id: str
    brand_slug: str
    brand_name: str
    role: str
    """`moderator`, `host` or `manager`."""


class MeView(Struct, frozen=True, kw_only=True):
    account_id: str
    handle: str
    email: str
    is_operator: bool
    roles: list[RoleView]
    memberships: list[MembershipView]


class NewAccount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    handle: Handle
    email: Email
    password: Password


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    login: Annotated[str, Meta(min_length=3, max_length=254)]
    """E-mail address or handle."""
    password: Annotated[str, Meta(min_length=1, max_length=128)]


class StaffView(Struct, frozen=True, kw_only=True):
    account_id: str
    handle: str
    role: str


class NewRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    role: Literal["moderator", "host", "manager"]
