"""Noting friends as they come into a show. Those who come in the same moment are noted together (`kit/group_commit.py`)."""

from collections.abc import Sequence

import structlog

from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.unit_of_work import Tx, UnitOfWork
from share.leaders import store
from share.leaders.brought import Arrival, brought
from share.leaders.events import FriendsCame
from share.venue import FindVenue

log = structlog.get_logger()


class Bringing:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._find_venue = find_venue
        self._commits = GroupCommit[Arrival, None](work, self._settle)

    async def come(self, referral_token: str, account_id: str | None, show_id: str) -> None:
        """Count who came by a link for its sharer, once. It never keeps anyone out: if it cannot be noted, it is not."""
        try:
            await self._commits.submit(Arrival(show_id, referral_token, account_id))
        except Refusal as refusal:
            log.info("leaders.not_noted", code=refusal.code)

    async def close(self) -> None:
        """Note what waits, and take nothing more."""
        await self._commits.close()

    async def _settle(self, tx: Tx, arrivals: Sequence[Arrival]) -> list[Refusal | None]:
        origins = await store.origins(tx, {arrival.click_id for arrival in arrivals})
        found = [brought(arrival, origins.get(arrival.click_id)) for arrival in arrivals]
        open_shows = await self._open(tx, {one.show_id for one in found if one})
        added = await store.add_friends(
            tx, [one for one in found if one and one.show_id in open_shows]
        )
        if added:
            await store.count_friends(tx, added)
        for show_id in sorted({show_id for show_id, _ in added}):
            sharers = sorted(sharer for show, sharer in added if show == show_id)
            tx.emit(FriendsCame(show_id=show_id, account_ids=sharers))
        return [None] * len(arrivals)

    async def _open(self, tx: Tx, show_ids: set[str]) -> set[str]:
        """Those that are not over: what was reached then stays."""
        venues = {show_id: await self._find_venue(tx, show_id) for show_id in show_ids}
        return {show_id for show_id, venue in venues.items() if venue and not venue.is_over}
