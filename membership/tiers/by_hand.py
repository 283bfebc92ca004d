"""A tier that a manager gave by hand. While it lasts no rule takes it; the rules may lift above it. Pure.

Whoever decides writes why. A decision without a tier takes back the one before.
"""

from dataclasses import dataclass
from datetime import datetime

from kit.words import Sayable, Text
from membership.people import Brand, Tier
from membership.tiers.errors import BadTierByHand
from membership.tiers.member import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    id: str
    brand_id: str
    account_id: str
    rank: int | None
    """None: the rules decide again."""
    tier_name: str
    """As it was called then; empty without a tier."""
    until: datetime | None
    reason: str
    decided_by: str
    decided_at: datetime


def refuse_tier(
    brand: Brand, member: Member, rank: int, until: datetime | None, now: datetime
) -> BadTierByHand | None:
    """Why the member cannot be put on this tier, if so."""
    if brand.tier(rank) is None:
        return _bad("rank", Text("{name} has no tier {rank}.", name=brand.name, rank=rank))
    ruled = brand.tier(member.held.rank)
    if ruled is not None and rank < ruled.rank:
        return _bad("rank", _too_low(ruled))
    if until is not None and until <= now:
        return _bad("until_ms", "Choose a day that is still to come, or none.")
    return None


def _too_low(ruled: Tier) -> Text:
    return Text("They are {name} by the rules. Choose that or a higher tier.", name=ruled.name)


def _bad(field: str, message: Sayable) -> BadTierByHand:
    return BadTierByHand(message, fields={field: message})
