"""To whom a deal opens when, if it drops to the tiers first (docs/membership.md, T9) or a campaign gave early access to it
(docs/campaigns.md, C6). Pure.

steps_of(tiers with 0, 20 and 60 seconds, 0, now)
(Step(3, now), Step(2, now + 40 s), Step(0, now + 60 s))
steps_of((), 0, now, early_s=30)
(Step(EARLY_RANK, now), Step(0, now + 30 s))
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from membership.people import Tier

EARLY_RANK = 10
"""Above every tier: a deal is of this rank while only those see it whom a campaign gave early access."""


@dataclass(frozen=True, slots=True)
class Step:
    """A deal opens to everyone from this rank on."""

    min_tier_rank: int
    at: datetime


def steps_of(
    tiers: Iterable[Tier], min_tier_rank: int, now: datetime, early_s: int = 0
) -> tuple[Step, ...]:
    """In which steps a deal opens that is for everyone from `min_tier_rank` on: the first now, the last to all of them.

    Of those for whom it is, who has the longest early access sees it at once, and each other so much later as theirs is shorter.
    Whom a campaign gave early access sees it at once too, `early_s` before everyone at least.
    """
    head_starts = {tier.rank: tier.early_access_s for tier in tiers if tier.rank > min_tier_rank}
    own = {tier.rank: tier.early_access_s for tier in tiers}
    head_starts[min_tier_rank] = own.get(min_tier_rank, 0)
    longest_s = max(early_s, *head_starts.values())
    if early_s:
        head_starts[EARLY_RANK] = longest_s
    steps: list[Step] = []
    for rank in sorted(head_starts, reverse=True):
        at = now + timedelta(seconds=longest_s - head_starts[rank])
        if steps and steps[-1].at >= at:
            steps.pop()
        steps.append(Step(rank, at))
    return tuple(steps)
