"""Points that are no purchase: a prize, a share of a packet, a reward. They do not count towards a tier."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    id: str
    """Each is given once, however often it is said."""
    brand_id: str
    account_id: str
    points: int
    title: str
    """What it is for, as its owner reads it."""
    kept: int | None = None
    """How many of them are not taken back again; None is all."""
    matures_at: datetime | None = None
    """When they become active; None is at once."""
