"""The room in which sharers play, as far as draws, packets, challenges and leaderboards need to know it: a show."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from kit.errors import NotFound
from kit.ids import is_id
from kit.unit_of_work import Tx


class Venue(Protocol):
    @property
    def brand_id(self) -> str: ...

    @property
    def is_live(self) -> bool: ...

    @property
    def is_over(self) -> bool: ...

    @property
    def min_tier_rank(self) -> int:
        """From which rank on people may come in at all."""


FindVenue = Callable[[Tx, str], Awaitable[Venue | None]]


async def venue_of(tx: Tx, find_venue: FindVenue, show_id: str, missing: type[NotFound]) -> Venue:
    """Raises: what is `missing` if there is no such show."""
    venue = await find_venue(tx, show_id) if is_id(show_id) else None
    if venue is None:
        raise missing("The link may be old. The festival page lists all shows.")
    return venue
