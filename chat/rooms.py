"""Rooms as the process knows them. That a show is live, and the rules of its chat, are remembered for a second: saying
something then asks the database for neither.

What another process changes counts here a second later at the latest; what this one changes, at once (`forget`).
"""

import time
from collections.abc import Collection

from chat import store
from chat.deciding import KnownRoom
from chat.venue import FindVenue
from kit.unit_of_work import Tx

FRESH_S = 1.0
MOST_REMEMBERED = 5_000


class Rooms:
    def __init__(self, find_venue: FindVenue) -> None:
        self._find_venue = find_venue
        self._remembered: dict[str, tuple[float, KnownRoom]] = {}

    async def known(self, tx: Tx, show_ids: Collection[str]) -> dict[str, KnownRoom]:
        """Those of these rooms that there are."""
        found = {show_id: await self._room(tx, show_id) for show_id in show_ids}
        return {show_id: room for show_id, room in found.items() if room is not None}

    def forget(self, show_id: str) -> None:
        """Something about it has changed."""
        self._remembered.pop(show_id, None)

    async def _room(self, tx: Tx, show_id: str) -> KnownRoom | None:
        now = time.monotonic()
        since, room = self._remembered.get(show_id, (0.0, None))
        if room is not None and now - since < FRESH_S:
            return room
        self.forget(show_id)
        venue = await self._find_venue(tx, show_id)
        if venue is None:
            return None
        room = KnownRoom(venue.brand_id, venue.is_live, await store.rules_of(tx, show_id))
        if room.is_live:  # who may not speak yet must not wait for a second more
            self._remember(show_id, now, room)
        return room

    def _remember(self, show_id: str, now: float, room: KnownRoom) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[show_id] = (now, room)
