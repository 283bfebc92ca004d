"""What teams say and take on the wire. Times are the server's, in milliseconds since 1970; amounts are minor units."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from commerce.teams.terms import LEAST_MINUTES, LEAST_SIZE, MOST_MINUTES, MOST_SIZE


class NewTeamTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To sell a deal to teams too."""

    price_minor: Annotated[int, Meta(ge=1, le=100_000_000_000)]
    """What each member pays for a unit: less than the deal's price."""
    size: Annotated[int, Meta(ge=LEAST_SIZE, le=MOST_SIZE)] = 2
    minutes: Annotated[int, Meta(ge=LEAST_MINUTES, le=MOST_MINUTES)] = 30
    """How long a team may take to fill; never longer than the deal is open."""


class TeamTermsView(Struct, frozen=True, kw_only=True):
    price_minor: int
    size: int
    minutes: int


class TeammateView(Struct, frozen=True, kw_only=True):
    handle: str
    is_leader: bool
    is_paid: bool


class TeamView(Struct, frozen=True, kw_only=True):
    id: str
    deal_id: str
    show_id: str
    brand_id: str
    title: str
    """Of what is bought."""
    status: Literal["forming", "complete", "ended"]
    size: int
    left: int
    """Places that nobody has taken."""
    members: list[TeammateView]
    """In the order in which they joined."""
    price_minor: int
    currency: str
    fills_by_ms: int
    version: int


class MyTeamView(Struct, frozen=True, kw_only=True):
    team: TeamView
    order_id: str
