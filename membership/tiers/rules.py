"""The rules of a brand's programme: what buyers earn, over which time purchases count, and how tiers are lost. Pure.

A tier is reached with all that it asks for: points, spend, or both. The first one asks for nothing, and who joins is
on it; another that asks for nothing is not reached by buying. A brand without rules of its own has `NO_RULES`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kit.money import BASIS_POINTS
from membership.people import Tier


class Window(StrEnum):
    LIFETIME = "lifetime"
    YEAR = "year"
    """The calendar year, in UTC."""
    ROLLING = "rolling"
    """The last so many days."""


class Downgrade(StrEnum):
    NEVER = "never"
    PERIOD_END = "period_end"
    REFUND = "refund"
    """At the end of the period, and at once when a refund takes away what the tier was reached by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    window: Window = Window.LIFETIME
    window_days: int = 365
    """Of a rolling window."""
    downgrade: Downgrade = Downgrade.NEVER
    earn_points: int = 0
    """So many points for each `earn_step_minor` that is paid."""
    earn_step_minor: int = 100
    return_days: int = 14
    """After a purchase its points are pending for so long."""
    expires_after_days: int | None = None
    """From when they are active."""
    notice_days: int = 14
    """So long before points expire their owner is told."""
    off_points: int = 0
    """So many points take `off_minor` off an order; 0: points take nothing off."""
    off_minor: int = 100
    off_from_points: int = 1
    """So many are used at least."""
    off_most_bp: int = BASIS_POINTS
    """So much of an order they pay at most."""
    version: int = 0


NO_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Totals:
    """What someone has bought within a time, less what was refunded."""

    points: int
    spend_minor: int


def rank_for(tiers: Sequence[Tier], totals: Totals) -> int:
    """The highest tier that these purchases reach; `tiers` are by rank, lowest first."""
    reached = [tier.rank for tier in tiers[1:] if is_reached(tier, totals)]
    return max((tiers[0].rank, *reached))


def is_reached(tier: Tier, totals: Totals) -> bool:
    if not tier.has_threshold:
        return False
    return totals.points >= (tier.points_from or 0) and totals.spend_minor >= (
        tier.spend_from_minor or 0
    )


Period = tuple[datetime | None, datetime | None]
"""From when, and before when; None is open."""


def current_period(rules: Rules, now: datetime) -> Period:
    """What counts for someone's progress now."""
    return period_at(rules, now)[0], None


def period_at(rules: Rules, at: datetime) -> Period:
    """What counted at a moment: of a year all of it, else what was until then."""
    match rules.window:
        case Window.LIFETIME:
            return None, None
        case Window.YEAR:
            return datetime(at.year, 1, 1, tzinfo=UTC), datetime(at.year + 1, 1, 1, tzinfo=UTC)
        case Window.ROLLING:
            return at - timedelta(days=rules.window_days), at + timedelta(microseconds=1)


def next_review(rules: Rules, since: datetime) -> datetime | None:
    """When a tier that is held since then is looked at again, so that it may be lost; None is never."""
    if rules.downgrade is Downgrade.NEVER or rules.window is Window.LIFETIME:
        return None
    if rules.window is Window.YEAR:
        return datetime(since.year + 1, 1, 1, tzinfo=UTC)
    return since + timedelta(days=rules.window_days)
