"""What streams says and takes on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Title = Annotated[str, Meta(min_length=3, max_length=120)]
Description = Annotated[str, Meta(max_length=2000)]
ShowStatus = Literal["scheduled", "live", "ended", "cancelled"]


Rank = Annotated[int, Meta(ge=0, le=9)]


class AccessView(Struct, frozen=True, kw_only=True):
    """To whom a show is open."""

    min_tier_rank: int = 0
    """From which of the brand's tiers on people may watch; 0 is everybody."""
    min_tier_name: str = ""
    """Empty if everybody may."""
    first_tier_rank: int = 0
    """From which tier on they come in before the others; 0 if nobody does."""
    first_tier_name: str = ""
    head_start_s: int = 0
    """How long before the others, from the show's beginning."""


class AccessTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom a show is to be open."""

    min_tier_rank: Rank = 0
    first_tier_rank: Rank = 0
    head_start_s: Annotated[int, Meta(ge=0, le=3600)] = 0


class ShowView(Struct, frozen=True, kw_only=True):
    id: str
    brand_id: str
    brand_slug: str
    brand_name: str
    hue: int
    title: str
    description: str
    status: ShowStatus
    scheduled_at_ms: int
    started_at_ms: int | None
    ended_at_ms: int | None
    poster_url: str
    access: AccessView = AccessView()
    version: int
    """Grows with each change: of two states of one show the higher version is the newer."""


class NewShow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    brand_id: str
    title: Title
    description: Description = ""
    scheduled_at_ms: int
    access: AccessTerms = AccessTerms()


class ShowChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    scheduled_at_ms: int | UnsetType = UNSET
    access: AccessTerms | UnsetType = UNSET
