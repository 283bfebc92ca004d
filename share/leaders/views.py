"""What the leaderboard says and takes on the wire."""

from msgspec import Struct


class LeaderView(Struct, frozen=True, kw_only=True):
    place: int
    handle: str
    friends: int
    """How many came to the show by their links."""


class LeadView(Struct, frozen=True, kw_only=True):
    """Where someone stands themselves."""

    show_id: str
    place: int | None
    """From 1; null before their first friend has come, and for who is not shown."""
    friends: int
    is_listed: bool


class LeadersView(Struct, frozen=True, kw_only=True):
    top: list[LeaderView]
    mine: LeadView | None
    """Null for guests."""


class NewListing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    is_listed: bool
    """Whether one is shown on leaderboards."""
