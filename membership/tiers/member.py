"""A member of a brand, as a transaction has locked or read them."""

from dataclasses import dataclass
from datetime import datetime

from membership.tiers.judging import Held


@dataclass(frozen=True, slots=True)
class Member:
    brand_id: str
    account_id: str
    joined_at: datetime
    held: Held
    version: int
    """Grows whenever their tier or their points change."""
