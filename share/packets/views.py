"""What packets say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

MOST_POINTS = 100_000
"""In one packet."""
MOST_SHARES = 1_000
"""Their list is published, and everyone who checks the packet loads it."""


class NewPacket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    points: Annotated[int, Meta(ge=1, le=MOST_POINTS)]
    """In all; at least one for each share."""
    shares: Annotated[int, Meta(ge=1, le=MOST_SHARES)]
    greeting: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
    split: Literal["lucky", "equal"] = "lucky"
    open_for_s: Annotated[int, Meta(ge=10, le=3600)] = 60
    min_tier_rank: Annotated[int, Meta(ge=1, le=9)] = 1


class LuckView(Struct, frozen=True, kw_only=True):
    """Someone who got much."""

    place: int
    """As the how-manieth they opened, from 1."""
    handle: str
    points: int


class PacketView(Struct, frozen=True, kw_only=True):
    id: str
    show_id: str
    greeting: str
    points: int
    shares: int
    split: Literal["lucky", "equal"]
    min_tier_rank: int
    status: Literal["open", "ended"]
    dropped_at_ms: int
    closes_at_ms: int
    opened: int
    opened_points: int
    seed_hash: str
    """SHA-256 of the seed, published when the packet was dropped."""
    seed: str | None
    """Published when it has ended, as is all that follows."""
    arrivals_hash: str | None
    """SHA-256 of all arrivals in their order: ticket, space, points, line feed."""
    luckiest: list[LuckView]
    """Of a packet that was split by chance: the ten who got most, the first who came first among equals."""
    version: int


class OpeningView(Struct, frozen=True, kw_only=True):
    """What someone got."""

    packet_id: str
    place: int
    ticket: str
    points: int


class BudgetView(Struct, frozen=True, kw_only=True):
    """Points that may leave in one show's packets."""

    points: int
    spent: int
    """In packets that are open, and opened in those that have ended."""


class NewBudget(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    points: Annotated[int, Meta(ge=0, le=10_000_000)]
