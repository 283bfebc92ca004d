"""The host's verbs: opening a draw and deciding it; and what anyone sees of it."""

from datetime import timedelta

from kit.auth import Principal, Role
from kit.ids import new_id
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from share.draws import store
from share.draws.draw import Draw, decided
from share.draws.errors import DrawRunning, DrawUndecided, NoLiveRoom, NoRoom, NoSuchDraw
from share.draws.events import DrawDecided, DrawOpened
from share.draws.lot import new_seed, winning
from share.draws.presenting import draw_view, draw_views
from share.draws.views import DrawView, NewDraw, TicketView
from share.venue import FindVenue, venue_of

MOST_SHOWN = 20
BATCH = 50


class Drawing:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue
        self._due = OneByOne[str]("decide_draws")

    async def open(self, principal: Principal, show_id: str, new: NewDraw) -> DrawView:
        """Open a draw in the room. The hash of its seed can be seen from this moment on.

        Raises:
            NotSignedIn, Forbidden, NoRoom, NoLiveRoom, DrawRunning
        """
        async with self._work.write() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoRoom)
            principal.require(Role.HOST, venue.brand_id)
            if not venue.is_live:
                raise NoLiveRoom("Start the show first.")
            draw = Draw(
                id=new_id(),
                show_id=show_id,
                brand_id=venue.brand_id,
                prize=new.prize.strip(),
                places=new.places,
                min_tier_rank=max(new.min_tier_rank, venue.min_tier_rank),
                seed=new_seed(),
                opened_at=tx.now,
                closes_at=tx.now + timedelta(seconds=new.open_for_s),
            )
            if not await store.add_draw(tx, draw):
                raise DrawRunning("Wait until it is decided, or decide it now.")
            tx.emit(DrawOpened(draw_id=draw.id, show_id=show_id))
            return await draw_view(tx, draw)

    async def decide(self, principal: Principal, draw_id: str) -> DrawView:
        """Close the draw and find who won. A draw that is decided stays as it is.

        Raises:
            NotSignedIn, Forbidden, NoSuchDraw
        """
        async with self._work.write() as tx:
            draw = await _locked(tx, draw_id)
            principal.require(Role.HOST, draw.brand_id)
            return await draw_view(tx, await _decided(tx, draw))

    async def decide_due(self) -> int:
        """Decide the draws whose time is over; how many. For the worker."""
        async with self._work.read() as tx:
            draw_ids = await store.due_draw_ids(tx, self._due.reach(BATCH))
        return len(await self._due.each(draw_ids, self._decide))

    async def get(self, draw_id: str) -> DrawView:
        """Raises: NoSuchDraw."""
        async with self._work.read() as tx:
            return await draw_view(tx, await _found(tx, draw_id))

    async def of_show(self, show_id: str) -> list[DrawView]:
        """The newest draws of the show, the newest first.

        Raises:
            NoRoom
        """
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id, NoRoom)
            return await draw_views(tx, await store.draws_of_show(tx, show_id, MOST_SHOWN))

    async def mine(self, principal: Principal, show_id: str) -> list[TicketView]:
        """The caller's entries in the show's newest draws, the newest draw first.

        Raises:
            NotSignedIn, NoRoom
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id, NoRoom)
            return await store.entries_of_show(tx, show_id, account_id, MOST_SHOWN)

    async def newest(self, show_id: str) -> DrawView | None:
        """The draw that the room shows."""
        async with self._work.read() as tx:
            found = await store.draws_of_show(tx, show_id, 1)
            return await draw_view(tx, found[0]) if found else None

    async def tickets(self, draw_id: str) -> list[str]:
        """All tickets of a decided draw, in the order of their letters.

        Raises:
            NoSuchDraw, DrawUndecided
        """
        async with self._work.read() as tx:
            draw = await _found(tx, draw_id)
            if not draw.is_decided:
                raise DrawUndecided("The list is published with the result.")
            return sorted(await store.accounts_by_ticket(tx, draw_id))

    async def _decide(self, draw_id: str) -> None:
        async with self._work.write() as tx:
            await _decided(tx, await _locked(tx, draw_id))


async def _found(tx: Tx, draw_id: str) -> Draw:
    draw = await store.draw(tx, draw_id)
    if draw is None:
        raise _no_such_draw()
    return draw


async def _locked(tx: Tx, draw_id: str) -> Draw:
    draw = (await store.lock_draws(tx, [draw_id])).get(draw_id)
    if draw is None:
        raise _no_such_draw()
    return draw


async def _decided(tx: Tx, draw: Draw) -> Draw:
    if draw.is_decided:
        return draw
    accounts = await store.accounts_by_ticket(tx, draw.id)
    after = decided(draw, accounts, tx.now)
    won = winning(draw.seed, accounts, draw.places)
    await store.save_draw(tx, after)
    await store.save_places(tx, draw.id, won)
    winners = [accounts[ticket] for ticket in won]
    tx.emit(DrawDecided(draw_id=draw.id, show_id=draw.show_id, account_ids=winners))
    return after


def _no_such_draw() -> NoSuchDraw:
    return NoSuchDraw("The link may be old. The show's room has its draws.")
