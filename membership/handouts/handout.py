"""A voucher that a member is due, and what became of it.

due ──give──▶ given
 └───refuse──▶ refused: what it cost is given back
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandoutStatus(StrEnum):
    DUE = "due"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    id: str
    brand_id: str
    account_id: str
    voucher_id: str
    title: str
    points: int
    """What it cost; 0 for a tier's."""
    tier_rank: int | None
    """Of the tier that it is for."""
    status: HandoutStatus = HandoutStatus.DUE
    made_at: datetime
