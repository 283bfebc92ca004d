"""The room as a packet needs it."""

from kit.ids import is_id
from kit.unit_of_work import Tx
from share.draws.venue import FindVenue, Venue
from share.packets.errors import NoRoom

__all__ = ["FindVenue", "Venue", "venue_of"]


async def venue_of(find_venue: FindVenue, tx: Tx, show_id: str) -> Venue:
    """Raises: NoRoom."""
    venue = await find_venue(tx, show_id) if is_id(show_id) else None
    if venue is None:
        raise NoRoom("The link may be old. The festival page lists all shows.")
    return venue
