"""One use of a voucher, and what becomes of it (B3).

a copy:       collected ──reserve──▶ reserved ──use──▶ used
                  ▲─────────give back────┴───────────────┘
another use:             (reserve)──▶ reserved ──use──▶ used
                                         └──give back────┴──▶ returned
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from commerce.vouchers.issued import Issued


class UseStatus(StrEnum):
    COLLECTED = "collected"
    RESERVED = "reserved"
    USED = "used"
    RETURNED = "returned"


MOVES = {
    (UseStatus.COLLECTED, UseStatus.RESERVED),
    (UseStatus.RESERVED, UseStatus.USED),
    (UseStatus.RESERVED, UseStatus.COLLECTED),
    (UseStatus.USED, UseStatus.COLLECTED),
    (UseStatus.RESERVED, UseStatus.RETURNED),
    (UseStatus.USED, UseStatus.RETURNED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    id: str
    voucher_id: str
    account_id: str
    slot: int | None
    """Which of the person's places it takes; None once it was returned for good."""
    status: UseStatus
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """What one order takes of the budget with a use."""

    use_id: str
    order_id: str
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a budget's ledger."""

    voucher_id: str
    reason: str
    """`funded`, `reserved` or `returned`."""
    amount_minor: int
    use_id: str | None = None
    order_id: str | None = None


def reserve(use: Use) -> Use:
    return _moved(use, UseStatus.RESERVED)


def give_back(use: Use, issued: Issued) -> Use:
    """A copy is its holder's again; another use is nobody's."""
    if issued.has_copies:
        return _moved(use, UseStatus.COLLECTED)
    return replace(_moved(use, UseStatus.RETURNED), slot=None)


def _moved(use: Use, to: UseStatus) -> Use:
    assert (use.status, to) in MOVES, f"a use that is {use.status} cannot become {to}"
    return replace(use, status=to)
