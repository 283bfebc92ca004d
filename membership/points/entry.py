"""A line of the points ledger: points of one lot go from one state to another, and why."""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from membership.points.lot import State


class Reason(StrEnum):
    BOUGHT = "bought"
    GIVEN = "given"
    MATURED = "matured"
    REDEEMED = "redeemed"
    GIVEN_BACK = "given_back"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    USED = "used"
    """They took something off an order."""
    RETURNED = "returned"
    """The order that they were used for was not paid, or refunded."""
    SETTLED = "settled"
    """They paid for points that were spent before a refund took them back."""


class SpentOn(Struct, frozen=True, gc=False):
    """A voucher that is handed out, or an order of which points take something off."""

    title: str
    handout_id: str | None = None
    spending_id: str | None = None


class Entry(Struct, frozen=True, gc=False):
    id: str
    lot_id: str
    taken_from: State | None
    """None: they are new."""
    put_into: State
    points: int
    reason: Reason
    title: str
    """What it is about, for people: an order, a voucher."""
    handout_id: str | None = None
    spending_id: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What someone has of a brand's points."""

    pending: int = 0
    active: int = 0
    """What can be spent; below zero what is owed."""
    spent: int = 0
    expired: int = 0
    reversed: int = 0


def balance_of(sums: dict[State, int]) -> Balance:
    """The balance of what is in each state."""
    return Balance(
        pending=sums.get(State.PENDING, 0),
        active=sums.get(State.ACTIVE, 0) + sums.get(State.OWED, 0),
        spent=sums.get(State.SPENT, 0),
        expired=sums.get(State.EXPIRED, 0),
        reversed=sums.get(State.REVERSED, 0),
    )
