"""How far someone is from the next tier that can be reached. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from membership.people import Tier
from membership.tiers.rules import Totals


@dataclass(frozen=True, slots=True)
class Progress:
    tier: Tier
    totals: Totals
    points_missing: int
    spend_missing_minor: int


def progress_of(tiers: Sequence[Tier], rank: int, totals: Totals) -> Progress | None:
    """Towards the lowest tier above `rank` that asks for something; None if there is none."""
    above = (tier for tier in tiers if tier.rank > rank and tier.has_threshold)
    tier = next(above, None)
    if tier is None:
        return None
    return Progress(
        tier,
        totals,
        max((tier.points_from or 0) - totals.points, 0),
        max((tier.spend_from_minor or 0) - totals.spend_minor, 0),
    )
