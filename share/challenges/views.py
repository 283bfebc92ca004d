"""What challenges say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class NewChallenge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
    pot: Annotated[int, Meta(ge=10, le=1_000_000)] = 1_000
    """Points that the best teams share."""
    winners: Annotated[int, Meta(ge=1, le=10)] = 3
    """How many teams share it."""
    minutes: Annotated[int, Meta(ge=1, le=1_440)] = 30


class NewChallengeTeam(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\S")]


class TeamMemberView(Struct, frozen=True, kw_only=True):
    handle: str
    points: int
    """What they were given of the pot."""


class ChallengeTeamView(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    rank: int
    score: int
    members: list[TeamMemberView]


class ChallengeView(Struct, frozen=True, kw_only=True):
    id: str
    show_id: str
    brand_id: str
    title: str
    pot: int
    winners: int
    status: Literal["open", "settled", "cancelled"]
    started_at_ms: int
    ends_at_ms: int
    teams: list[ChallengeTeamView]
    """The best, the first rank first: 10 at most."""
    team_count: int
    version: int
    """Grows with each change, of the scores too."""


class MyChallengeView(Struct, frozen=True, kw_only=True):
    """What a challenge is to the caller."""

    challenge_id: str
    team: ChallengeTeamView | None
    is_member: bool
    """Whether they are a member of the brand: nobody else can be given points."""
