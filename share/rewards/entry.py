"""A line of the ledger of a sharer's money: an amount goes from one state to another, and why. Pure.

Entries are only added. All entries of a reward sum to where its money is; those of a sharer to their balance with the brand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    PENDING = "pending"
    PAYABLE = "payable"
    IN_PAYOUT = "in_payout"
    PAID = "paid"
    REVERSED = "reversed"
    OWED = "owed"
    """Below zero: paid, or on its way, and then taken back by a refund. The next payout takes it into account."""


class Reason(StrEnum):
    EARNED = "earned"
    MATURED = "matured"
    REFUNDED = "refunded"
    REFUSED = "refused"
    """It was held for review, and refused."""
    BATCHED = "batched"
    FREED = "freed"
    """The payout was rejected."""
    SETTLED = "settled"
    """What a rejected payout set free pays for what a refund had taken meanwhile."""
    PAID = "paid"


class Entry(Struct, frozen=True, gc=False):
    reward_id: str
    taken_from: State | None
    """None: it is new."""
    put_into: State
    amount_minor: int
    reason: Reason
    payout_id: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What a sharer has with a brand in one currency."""

    pending_minor: int = 0
    payable_minor: int = 0
    in_payout_minor: int = 0
    paid_minor: int = 0
    owed_minor: int = 0
    """What the next payout takes back."""


def sums(entries: Iterable[Entry]) -> dict[State, int]:
    found = dict.fromkeys(State, 0)
    for entry in entries:
        if entry.taken_from is not None:
            found[entry.taken_from] -= entry.amount_minor
        found[entry.put_into] += entry.amount_minor
    return found


def balance_of(sums: dict[State, int]) -> Balance:
    return Balance(
        pending_minor=sums.get(State.PENDING, 0),
        payable_minor=sums.get(State.PAYABLE, 0),
        in_payout_minor=sums.get(State.IN_PAYOUT, 0),
        paid_minor=sums.get(State.PAID, 0),
        owed_minor=-sums.get(State.OWED, 0),
    )
