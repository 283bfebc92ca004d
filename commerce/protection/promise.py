"""What a brand promises: for how many days an order's price is protected.

A brand may change it at any time. An order keeps what was promised when it was placed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

USUAL_DAYS = 7
"""What holds for a brand that never said anything."""
MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Promise:
    """From when on a brand promises so many days; 0 is none."""

    since: datetime
    days: int


def days_at(promises: Sequence[Promise], at: datetime) -> int:
    """What was promised then. The oldest promise stands first."""
    held = [promise.days for promise in promises if promise.since <= at]
    return held[-1] if held else USUAL_DAYS


def most_days(promises: Sequence[Promise], now: datetime) -> int:
    """The most that any order was promised that may still be protected."""
    oldest = now - timedelta(days=MOST_DAYS)
    later = [promise.days for promise in promises if promise.since > oldest]
    return max([days_at(promises, oldest), *later])
