"""What segments ask of a member: one row each, always as it is now, so that a rule is a condition on rows."""

from dataclasses import dataclass
from datetime import datetime

from kit.money import BASIS_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What someone bought at a brand and kept."""

    orders: int
    spend_minor: int
    green_bp: int
    """The part of the spend that went to green products."""
    last_bought_at: datetime
    categories: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The brand's shows that someone watched."""

    shows: int
    last_watched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    tier_rank: int
    joined_at: datetime
    orders: int = 0
    spend_minor: int = 0
    green_bp: int = 0
    last_bought_at: datetime | None = None
    categories: frozenset[str] = frozenset()
    shows_watched: int = 0
    last_watched_at: datetime | None = None


def facts_of(
    tier_rank: int, joined_at: datetime, bought: Bought | None, watched: Watched | None
) -> Facts:
    return Facts(
        tier_rank=tier_rank,
        joined_at=joined_at,
        orders=bought.orders if bought else 0,
        spend_minor=bought.spend_minor if bought else 0,
        green_bp=bought.green_bp if bought else 0,
        last_bought_at=bought.last_bought_at if bought else None,
        categories=bought.categories if bought else frozenset(),
        shows_watched=watched.shows if watched else 0,
        last_watched_at=watched.last_watched_at if watched else None,
    )


def share_bp(part: int, whole: int) -> int:
    """The part in basis points, rounded down; 0 of nothing."""
    return part * BASIS_POINTS // whole if whole > 0 else 0
