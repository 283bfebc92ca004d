"""Which tier someone is on after what has happened (docs/membership.md). Pure.

    purchase    up at once, if what counts now reaches a higher tier
    refund      down at once, if the brand's rules say so and neither what counts now nor what counted when the tier
                was given reaches it any more
    period end  the tier that the period reached, or what counts now if that is more
    new rules   up at once; down only when the period ends

Nobody falls below their floor: the tier on which they joined, or on which they were before there were rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from membership.people import Tier
from membership.tiers.rules import Downgrade, Rules, Totals, next_review, rank_for

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A member's tier, and since when and until when they have it."""

    rank: int
    floor_rank: int
    judged_at: datetime
    """The purchases that counted at this moment gave them the tier."""
    review_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether the period for which the tier was given has ended."""
        return self.review_at is not None and self.review_at <= now

    def given_at(self, now: datetime) -> datetime:
        """The moment whose purchases decide whether the tier is kept: of a period that has ended, its last."""
        if self.review_at is not None and self.is_over(now):
            return self.review_at - INSTANT
        return self.judged_at


def judge(
    rules: Rules,
    tiers: Sequence[Tier],
    held: Held,
    current: Totals,
    given: Totals,
    now: datetime,
    *,
    is_refund: bool = False,
) -> Held:
    """The tier after a look at what counts now (`current`) and what counted at `held.given_at(now)`."""
    risen = rank_for(tiers, current)
    if risen > held.rank or (risen == held.rank and held.is_over(now)):
        return _given(rules, held, risen, judged_at=now, since=now)
    kept = max(risen, rank_for(tiers, given), min(held.floor_rank, tiers[-1].rank))
    if held.review_at is not None and next_review(rules, now) is None:
        held = replace(held, review_at=None)  # its end was that of older rules
    if held.review_at is not None and held.is_over(now):
        return _given(rules, held, kept, judged_at=held.given_at(now), since=held.review_at)
    if is_refund and rules.downgrade is Downgrade.REFUND and kept < held.rank:
        return replace(held, rank=kept)
    return held


def under_new_rules(rules: Rules, held: Held, now: datetime) -> Held:
    """The same tier with the end of its period by these rules, which is still to come: no rule takes it at once."""
    review_at = next_review(rules, held.judged_at)
    if review_at is not None and review_at <= now:
        review_at = next_review(rules, now)
    return replace(held, review_at=review_at)


def _given(rules: Rules, held: Held, rank: int, *, judged_at: datetime, since: datetime) -> Held:
    return replace(
        held, rank=rank, judged_at=judged_at, review_at=next_review(rules, max(since, judged_at))
    )
