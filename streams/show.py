"""A show and the moves that it can make.

scheduled ──start──▶ live ──end──▶ ended
    └────cancel────▶ cancelled
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kit.words import Text
from streams.access import EVERYBODY, Access
from streams.errors import BadShowTime, IllegalShowMove

EARLIEST = timedelta(minutes=-5)
"""How far in the past a start may lie, so that "now" still counts when the form arrives."""
LATEST = timedelta(days=366)


class ShowStatus(StrEnum):
    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"


_SPOKEN = {
    ShowStatus.SCHEDULED: Text("scheduled"),
    ShowStatus.LIVE: Text("live"),
    ShowStatus.ENDED: Text("ended"),
    ShowStatus.CANCELLED: Text("cancelled"),
}

MOVES = {
    (ShowStatus.SCHEDULED, ShowStatus.LIVE),
    (ShowStatus.SCHEDULED, ShowStatus.CANCELLED),
    (ShowStatus.LIVE, ShowStatus.ENDED),
}


@dataclass(frozen=True, slots=True)
class Show:
    id: str
    brand_id: str
    title: str
    description: str
    status: ShowStatus
    scheduled_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    version: int
    access: Access = EVERYBODY

    @property
    def is_live(self) -> bool:
        return self.status is ShowStatus.LIVE

    @property
    def has_ended(self) -> bool:
        return self.status is ShowStatus.ENDED

    @property
    def is_cancelled(self) -> bool:
        return self.status is ShowStatus.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether it will never be live again."""
        return self.status in {ShowStatus.ENDED, ShowStatus.CANCELLED}

    @property
    def is_for_everybody(self) -> bool:
        return self.access == EVERYBODY

    @property
    def min_tier_rank(self) -> int:
        return self.access.min_tier_rank

    def rank_needed(self, now: datetime) -> int:
        """From which rank on people may come in at this moment. Before it begins, those who come first wait there."""
        needed = self.access.min_tier_rank
        if self.is_over or not self.access.head_start_s:
            return needed
        head_start = timedelta(seconds=self.access.head_start_s)
        is_open = self.started_at is not None and now >= self.started_at + head_start
        return needed if is_open else self.access.first_tier_rank


def moved(show: Show, to: ShowStatus, now: datetime) -> Show | IllegalShowMove:
    """The show after the move, if it can make it."""
    if (show.status, to) not in MOVES:
        return IllegalShowMove(
            "The show is {status}; it cannot become {to}.",
            status=_SPOKEN[show.status],
            to=_SPOKEN[to],
        )
    return replace(
        show,
        status=to,
        started_at=now if to is ShowStatus.LIVE else show.started_at,
        ended_at=now if to is ShowStatus.ENDED else show.ended_at,
        version=show.version + 1,
    )


def checked_start(scheduled_at_ms: int, now: datetime) -> datetime | BadShowTime:
    """The time to start at, if a show can be scheduled for it."""
    try:
        at = datetime.fromtimestamp(scheduled_at_ms / 1000, now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return _bad_time("This is not a time that the calendar knows.")
    if at < now + EARLIEST:
        return _bad_time("Choose a time that is not in the past.")
    if at > now + LATEST:
        return _bad_time("Choose a time within the next 12 months.")
    return at


def _bad_time(message: str) -> BadShowTime:
    return BadShowTime(message, fields={"scheduled_at_ms": message})
