"""What rules would do to the members, before they are saved. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from membership.people import Tier
from membership.tiers.rules import Rules, next_review


@dataclass(frozen=True, slots=True)
class Group:
    """So many members who have one tier and one floor, and reach one tier by what counts now."""

    tier_rank: int
    floor_rank: int
    reached: int
    members: int


@dataclass(frozen=True, slots=True)
class Change:
    """Someone for whom the rules change something."""

    handle: str
    was_rank: int
    rank: int


@dataclass(frozen=True, slots=True)
class Effect:
    now: Counter[int]
    """Members by the rank of their tier."""
    then: Counter[int]
    rising: int
    at_risk: int
    """Who does not reach their tier by what counts now, and loses it when their period ends if they buy no more."""


def effect_of(rules: Rules, tiers: Sequence[Tier], groups: Iterable[Group], at: datetime) -> Effect:
    now: Counter[int] = Counter()
    then: Counter[int] = Counter()
    rising = at_risk = 0
    for group in groups:
        has = min(group.tier_rank, tiers[-1].rank)
        now[group.tier_rank] += group.members
        then[max(has, group.reached)] += group.members
        rising += group.members if group.reached > has else 0
        at_risk += group.members if max(group.reached, group.floor_rank) < has else 0
    has_end = next_review(rules, at) is not None
    return Effect(now, then, rising, at_risk if has_end else 0)
