"""What is said and taken of replays and clips on the wire. Positions count milliseconds from a replay's beginning."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from streams.replay.clip import MAX_PRODUCTS
from streams.views import Title

Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class StretchView(Struct, frozen=True, kw_only=True):
    """A part of a replay in which nothing is left out."""

    starts_ms: int
    began_at_ms: int
    """What time it was there."""
    lasts_ms: int


class ReplayView(Struct, frozen=True, kw_only=True):
    """How a show that has ended can be watched again."""

    status: Literal["none", "processing", "ready"]
    """`none`: it was not recorded, its recording was removed, or it has not ended. `processing`: soon."""
    hls_url: str | None
    """The first playlist, for players of HLS."""
    length_ms: int
    stretches: list[StretchView]
    kept_until_ms: int | None


class NewClip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Title
    starts_ms: Position
    ends_ms: Position
    product_ids: Annotated[list[str], Meta(max_length=MAX_PRODUCTS)] = []
    """What it is about."""


class ClipView(Struct, frozen=True, kw_only=True):
    id: str
    show_id: str
    title: str
    starts_ms: int
    ends_ms: int
    product_ids: list[str]
    cut_at_ms: int
