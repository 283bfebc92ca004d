"""Time as an argument.

Everything that needs the time is given a `Clock`; only the composition root chooses `utc_now`.
All times inside Dealcast are aware and in UTC; on the wire they are integer milliseconds (`_ms`).
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_ms(at: datetime) -> int:
    """Milliseconds since the epoch, as JavaScript's `Date.now()` counts them."""
    return int(at.timestamp() * 1000)


def from_ms(at_ms: int) -> datetime:
    """The time that `to_ms` made this of, but for what is below a millisecond."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)
