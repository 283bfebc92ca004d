"""What streams says and takes on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Title = Annotated[str, Meta(min_length=3, max_length=120)]
Description = Annotated[str, Meta(max_length=2000)]
ShowStatus = Literal["scheduled", "live", "ended", "cancelled"]


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
    version: int
    """Grows with each change: of two states of one show the higher version is the newer."""


class NewShow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    brand_id: str
    title: Title
    description: Description = ""
    scheduled_at_ms: int


class ShowChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    scheduled_at_ms: int | UnsetType = UNSET
