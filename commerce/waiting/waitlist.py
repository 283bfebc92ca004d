"""Standing in line: joining, leaving, and closing what has no hope any more.

When a deal sells out, thousands press at once: who joins together is settled in one transaction, under the locks of the
deals, in order of arrival.
"""

from collections.abc import Mapping, Sequence

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal
from commerce.buyer_ranks import ranks_of_buyers
from commerce.deals import Deal
from commerce.early_places import early_places
from commerce.store import deals as store_deals
from commerce.venue import FindVenue, doors_of, venue_of
from commerce.waiting import store
from commerce.waiting.joining import Known, Settled, Wish, no_such_deal, settle
from commerce.waiting.line import MOST_IN_LINE, Waiter
from commerce.waiting.views import NewWaiter, WaiterView
from kit.auth import Principal
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import is_id
from kit.one_by_one import OneByOne
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork

JOINS = Rule("waitlist", "30/minute", "You joined waitlists too often.")
MOST_AT_ONCE = 500
BATCH = 200


class Waitlist:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue, limiter: RateLimiter) -> None:
        self._work = work
        self._find_venue = find_venue
        self._limiter = limiter
        self._hopeless = OneByOne[str]("close_lines")
        self._commits = GroupCommit(
            work, self._settle, most_waiting=MOST_IN_LINE, most_at_once=MOST_AT_ONCE
        )

    async def join(
        self, principal: Principal, deal_id: str, new: NewWaiter, referral_token: str | None
    ) -> WaiterView:
        """Wait in line for units of a deal that is sold out. Who is in it keeps the place, and may wait for another number.

        Raises:
            NotSignedIn, TooMany, NoSuchDeal, ShowNotLive, NotOpen, DealEnded, TierTooLow, OverBuyerLimit,
            NotSoldOut, WaitlistFull, Unavailable
        """
        await self._limiter.hit(JOINS, principal.account())
        wish = Wish(principal, principal.account(), deal_id, new.quantity, referral_token)
        return await self._commits.submit(wish)

    async def leave(self, principal: Principal, deal_id: str) -> None:
        """Go from the line; who is not in it need not.

        Raises:
            NotSignedIn, NoSuchDeal
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            if deal is None:
                raise no_such_deal()
            if await store.remove_waiter(tx, deal_id, account_id):
                await save_deal(tx, rules.change_line(deal, -1), events.WaitlistChanged)

    async def places(self, principal: Principal, show_id: str) -> list[WaiterView]:
        """The caller's places in the lines of a show.

        Raises:
            NotSignedIn, NoSuchShow
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            await venue_of(tx, self._find_venue, show_id)
            found = await store.waiters_of(tx, account_id, show_id)
            deals = await store_deals.deals_by_id(tx, {waiter.deal_id for waiter in found})
            by_id = {deal.id: deal for deal in deals}
            places = [await store.count_until(tx, waiter) for waiter in found]
        # Whoever was served between these reads has no place any more.
        return [
            _view(by_id[waiter.deal_id], waiter, place)
            for waiter, place in zip(found, places, strict=True)
            if place
        ]

    async def close_lines(self) -> int:
        """Send those away who wait for a deal that is over and of which nothing can come back by itself; how many deals.
        For the worker."""
        async with self._work.read() as tx:
            deal_ids = await store.deals_without_hope(tx, self._hopeless.reach(BATCH))
        return sum(await self._hopeless.each(deal_ids, self._close_line))

    async def close(self) -> None:
        """Settle those who join, and take no more."""
        await self._commits.close()

    async def _close_line(self, deal_id: str) -> bool:
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            if deal is None or not await store.is_without_hope(tx, deal_id):
                return False
            await save_deal(tx, await close_line(tx, deal), events.DealChanged)
        return True

    async def _settle(self, tx: Tx, wishes: Sequence[Wish]) -> list[WaiterView | Refusal]:
        deal_ids = {wish.deal_id for wish in wishes if is_id(wish.deal_id)}
        deals = {deal.id: deal for deal in await store_deals.lock_deals(tx, deal_ids)}
        settled = settle(wishes, await self._known(tx, wishes, deals), tx.now)
        await store.add_waiters(tx, settled.joined)
        for waiter in settled.changed:
            await store.save_quantity(tx, waiter)
        for deal in settled.deals:
            await save_deal(tx, deal, events.WaitlistChanged)
        return await _answers(tx, deals, settled)

    async def _known(self, tx: Tx, wishes: Sequence[Wish], deals: Mapping[str, Deal]) -> Known:
        places = {(wish.deal_id, wish.account_id) for wish in wishes if wish.deal_id in deals}
        show_ids = {deal.show_id for deal in deals.values()}
        found = {show_id: await self._find_venue(tx, show_id) for show_id in show_ids}
        venues = {show_id: venue for show_id, venue in found.items() if venue}
        doors = doors_of(venues, tx.now)
        return Known(
            deals=deals,
            live_shows={show_id for show_id, venue in venues.items() if venue.is_live},
            doors=doors,
            early=await early_places(tx, deals.values(), {wish.account_id for wish in wishes}),
            ranks=await ranks_of_buyers(tx, wishes, deals, doors),
            held=await store_deals.held_slots(tx, places),
            lines=await store.waiters_at(tx, places),
            numbers=await store.last_numbers(tx, deals),
        )


async def close_line(tx: Tx, deal: Deal) -> Deal:
    """The locked deal with nobody in line, which the caller saves."""
    if deal.waiting:
        await store.remove_line(tx, deal.id)
    return rules.close_line(deal)


async def _answers(
    tx: Tx, before: Mapping[str, Deal], settled: Settled
) -> list[WaiterView | Refusal]:
    """Who has just joined stands behind those who waited; of who stood there before the place is counted."""
    after = {**before, **{deal.id: deal for deal in settled.deals}}
    places = {
        waiter: before[waiter.deal_id].waiting + place
        for deal_id in before
        for place, waiter in enumerate(
            (waiter for waiter in settled.joined if waiter.deal_id == deal_id), start=1
        )
    }
    answers: list[WaiterView | Refusal] = []
    for outcome in settled.outcomes:
        if isinstance(outcome, Refusal):
            answers.append(outcome)
        else:
            place = places.get(outcome) or await store.count_until(tx, outcome)
            answers.append(_view(after[outcome.deal_id], outcome, place))
    return answers


def _view(deal: Deal, waiter: Waiter, place: int) -> WaiterView:
    return WaiterView(
        deal_id=deal.id,
        quantity=waiter.quantity,
        number=waiter.number,
        place=place,
        version=deal.version,
    )
