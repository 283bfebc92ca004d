"""What is seen of a show's leaderboard, and who is not to be seen on any."""

from kit.auth import Principal
from kit.unit_of_work import UnitOfWork
from share.leaders import store
from share.leaders.errors import NoBoard
from share.leaders.events import ListingChanged
from share.leaders.views import LeadersView, LeaderView, LeadView, NewListing
from share.venue import FindVenue, venue_of

MOST_SHOWN = 10
MOST_SHOWS = 20
"""On whose boards someone appears or disappears at once; on others when they are looked at."""


class Showing:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue

    async def top(self, show_id: str) -> list[LeaderView]:
        """The ten who brought most friends.

        Raises:
            NoBoard
        """
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoBoard)
            return await store.top(tx, show_id, venue.brand_id, MOST_SHOWN)

    async def board(self, principal: Principal, show_id: str) -> LeadersView:
        """The same with the caller's own place.

        Raises:
            NoBoard
        """
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoBoard)
            top = await store.top(tx, show_id, venue.brand_id, MOST_SHOWN)
            mine = None
            if principal.account_id is not None:
                mine = await store.lead(tx, show_id, venue.brand_id, principal.account_id)
            return LeadersView(top=top, mine=mine)

    async def leads(self, show_id: str, account_ids: list[str]) -> dict[str, LeadView]:
        """Where these stand, by account.

        Raises:
            NoBoard
        """
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoBoard)
            return {
                account_id: await store.lead(tx, show_id, venue.brand_id, account_id)
                for account_id in account_ids
            }

    async def set_listed(self, principal: Principal, new: NewListing) -> NewListing:
        """Be shown on leaderboards, or not. What one brought is kept.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            if await store.set_listed(tx, account_id, is_listed=new.is_listed):
                show_ids = await store.shows_of(tx, account_id, MOST_SHOWS)
                tx.emit(ListingChanged(account_id=account_id, show_ids=show_ids))
        return new
