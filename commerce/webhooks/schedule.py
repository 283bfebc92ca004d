"""When a delivery that failed is tried again.

After 5 s, 20 s, 80 s … four times as long each time, at most a day, and a tenth more or less by chance, so that what
failed together does not come back together. After eleven tries, over three days and some hours, it is given up.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST = timedelta(seconds=5)
FACTOR = 4
LONGEST = timedelta(days=1)
MAX_TRIES = 11
SPREAD = 0.1


def next_delay(tries: int, asked_for: timedelta | None, chance: float) -> timedelta | None:
    """How long to wait after so many tries have failed; None if that were enough.

    Args:
        asked_for: what the receiver asked for (Retry-After); it can make the wait longer, up to `LONGEST`
        chance: a random number from 0 to 1
    """
    if tries >= MAX_TRIES:
        return None
    steps: int = FACTOR ** (tries - 1)
    delay = min(FIRST * steps, LONGEST) * (1 - SPREAD + 2 * SPREAD * chance)
    return max(delay, min(asked_for or timedelta(), LONGEST))


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for: seconds, or a date of HTTP (RFC 9110, 10.2.3). None if it is neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(LONGEST.total_seconds())))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(at.replace(tzinfo=at.tzinfo or UTC) - now, timedelta())
