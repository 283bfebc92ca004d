"""The room as a draw needs it: which brand's it is, whether the show is on, and for whom."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from kit.ids import is_id
from kit.unit_of_work import Tx
from share.draws.errors import NoRoom


class Venue(Protocol):
    @property
    def brand_id(self) -> str: ...

    @property
    def is_live(self) -> bool: ...

    @property
    def min_tier_rank(self) -> int:
        """From which rank on people may come in at all."""


FindVenue = Callable[[Tx, str], Awaitable[Venue | None]]


async def venue_of(find_venue: FindVenue, tx: Tx, show_id: str) -> Venue:
    """Raises: NoRoom."""
    venue = await find_venue(tx, show_id) if is_id(show_id) else None
    if venue is None:
        raise NoRoom("The link may be old. The festival page lists all shows.")
    return venue
