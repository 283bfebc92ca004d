"""Where deals are sold, as far as commerce needs to know it: a show."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement

from commerce.errors import NoSuchShow
from kit.ids import is_id
from kit.unit_of_work import Tx


class Venue(Protocol):
    @property
    def brand_id(self) -> str: ...

    @property
    def scheduled_at(self) -> datetime: ...

    @property
    def is_live(self) -> bool: ...

    @property
    def is_over(self) -> bool: ...

    @property
    def is_for_everybody(self) -> bool: ...

    @property
    def min_tier_rank(self) -> int:
        """From which rank on people may come in at all."""

    def rank_needed(self, now: datetime) -> int:
        """From which rank on people may come in at this moment."""


FindVenue = Callable[[Tx, str], Awaitable[Venue | None]]
IsOpen = Callable[[ColumnElement[str]], ColumnElement[bool]]
"""A condition for a query: whether the show of this column is live, and for everybody."""


async def venue_of(tx: Tx, find_venue: FindVenue, show_id: str) -> Venue:
    """Raises: NoSuchShow."""
    venue = await find_venue(tx, show_id) if is_id(show_id) else None
    if venue is None:
        raise NoSuchShow("The link may be old. The festival page lists all shows.")
    return venue


def doors_of(venues: Mapping[str, Venue], now: datetime) -> dict[str, int]:
    """Which rank the venues ask for at this moment, of those that ask for one."""
    needed = {show_id: venue.rank_needed(now) for show_id, venue in venues.items()}
    return {show_id: rank for show_id, rank in needed.items() if rank}
