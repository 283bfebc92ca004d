"""A payout: what a brand pays its sharers together. Pure.

draft ──approve──▶ approved ──pay──▶ paid
  └──────reject───────┴──▶ rejected: what it took is payable again
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from share.rewards.reward import Reward


class PayoutStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PAID = "paid"
    REJECTED = "rejected"


NEXT: Mapping[PayoutStatus, frozenset[PayoutStatus]] = {
    PayoutStatus.DRAFT: frozenset({PayoutStatus.APPROVED, PayoutStatus.REJECTED}),
    PayoutStatus.APPROVED: frozenset({PayoutStatus.PAID, PayoutStatus.REJECTED}),
    PayoutStatus.PAID: frozenset(),
    PayoutStatus.REJECTED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    id: str
    brand_id: str
    currency: str
    made_by: str
    made_at: datetime
    status: PayoutStatus = PayoutStatus.DRAFT
    total_minor: int
    sharers: int

    def may_become(self, status: PayoutStatus) -> bool:
        return status in NEXT[self.status]

    def become(self, status: PayoutStatus) -> "Payout":
        assert self.may_become(status), f"a payout that is {self.status} cannot become {status}"
        return replace(self, status=status)


def totals(rewards: Iterable[Reward]) -> dict[str, int]:
    """What each sharer is to get, less what they owe."""
    found: dict[str, int] = {}
    for reward in rewards:
        found[reward.account_id] = found.get(reward.account_id, 0) + reward.due_minor
    return found


def at_once(rewards: Mapping[str, int], most: int) -> list[str]:
    """The first of these sharers, who together have at most so many rewards; or the first alone."""
    sums = accumulate(rewards.values())
    fitting = sum(total <= most for total in sums)
    return list(rewards)[: max(1, fitting)]


def payable(rewards: Sequence[Reward], least_minor: int) -> list[Reward]:
    """Those of sharers who get at least so much, and anything at all."""
    due = totals(rewards)
    return [each for each in rewards if due[each.account_id] >= max(1, least_minor)]
