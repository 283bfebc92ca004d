"""What a voucher is to one person, who has certain uses of it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from commerce.pricing.vouchers import Left
from commerce.vouchers.issued import How, Issued
from commerce.vouchers.uses import Use, UseStatus


class HoldingState(StrEnum):
    OPEN = "open"
    READY = "ready"
    WAITING = "waiting"
    RESERVED = "reserved"
    USED = "used"
    GONE = "gone"
    OVER = "over"


def left_for(issued: Issued, uses: Sequence[Use]) -> Left:
    """What is left of the voucher for this person."""
    if issued.has_copies:
        copies = sum(use.status is UseStatus.COLLECTED for use in uses)
        return Left(None, copies, issued.budget_left_minor)
    own = issued.per_person - len(uses)
    return Left(issued.places_left, own, issued.budget_left_minor)


def state_for(issued: Issued, uses: Sequence[Use], now: datetime) -> HoldingState:
    if issued.terms.is_over(now):
        return HoldingState.OVER
    left = left_for(issued, uses)
    has_budget = left.budget_minor != 0
    if left.own_uses and left.uses != 0 and has_budget:
        return HoldingState.READY if issued.terms.has_begun(now) else HoldingState.WAITING
    can_collect = issued.how is How.COLLECT and len(uses) < issued.per_person
    if can_collect and issued.places_left != 0 and has_budget:
        return HoldingState.OPEN
    if any(use.status is UseStatus.RESERVED for use in uses):
        return HoldingState.RESERVED
    return HoldingState.USED if uses and not left.own_uses else HoldingState.GONE
