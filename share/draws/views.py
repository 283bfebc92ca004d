"""What draws say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class NewDraw(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    prize: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
    places: Annotated[int, Meta(ge=1, le=100)] = 1
    """How many people win."""
    open_for_s: Annotated[int, Meta(ge=10, le=3600)] = 60
    min_tier_rank: Annotated[int, Meta(ge=0, le=9)] = 0


class WinnerView(Struct, frozen=True, kw_only=True):
    place: int
    ticket: str
    handle: str


class DrawView(Struct, frozen=True, kw_only=True):
    id: str
    show_id: str
    prize: str
    places: int
    min_tier_rank: int
    status: Literal["open", "decided"]
    opened_at_ms: int
    closes_at_ms: int
    entrants: int
    seed_hash: str
    """SHA-256 of the seed, published when the draw opened."""
    seed: str | None
    """Published when it is decided, as is all that follows."""
    entrants_hash: str | None
    """SHA-256 of the tickets in the order of their letters, each followed by a line feed."""
    winners: list[WinnerView]
    version: int


class TicketView(Struct, frozen=True, kw_only=True):
    draw_id: str
    ticket: str
    place: int | None
    """From 1; null if it has not won, or not yet."""
