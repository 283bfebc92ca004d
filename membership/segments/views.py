"""What segments say and take on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from membership.segments.rule import Rule

SegmentName = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]


class NewSegment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: SegmentName
    rule: Rule


class SegmentView(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    rule: Rule
    members: int
    """How many fit it now."""


class SegmentMemberView(Struct, frozen=True, kw_only=True):
    handle: str
    tier_rank: int
    orders: int
    spend_minor: int
    last_bought_at_ms: int | None
    shows_watched: int


class SegmentCountView(Struct, frozen=True, kw_only=True):
    members: int
    examples: list[SegmentMemberView]
    """The first of them."""


class TierDayView(Struct, frozen=True, kw_only=True):
    """How many members the brand's tiers had at the end of a day, or have now."""

    day_ms: int
    """When the day began, in UTC."""
    members: list[int]
    """By rank, lowest first."""
