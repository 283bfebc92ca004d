"""The room as chat needs it: which brand's it is, and whether the show is on."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from chat.errors import NoSuchRoom
from kit.unit_of_work import Tx


class Venue(Protocol):
    @property
    def brand_id(self) -> str: ...

    @property
    def is_live(self) -> bool: ...


FindVenue = Callable[[Tx, str], Awaitable[Venue | None]]


async def venue_of(tx: Tx, find_venue: FindVenue, show_id: str) -> Venue:
    """The show's room.

    Raises:
        NoSuchRoom
    """
    venue = await find_venue(tx, show_id)
    if venue is None:
        raise NoSuchRoom("The link may be old. The festival page lists all shows.")
    return venue
