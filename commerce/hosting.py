"""The host's verbs: from adding a deal to ending it, and seeing what it sells."""

from collections.abc import Mapping
from dataclasses import replace

from msgspec import UNSET, structs

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal, tell_deal
from commerce.deals import MAX_PER_SHOW, Deal, DealStatus
from commerce.early_access import steps_of
from commerce.errors import NoSuchDeal, NoSuchProduct, ShowNotLive, ShowOver, TooManyDeals
from commerce.live_terms import change_live_deal
from commerce.presale.scheduling import presale_of
from commerce.presale.terms import Presale, refuse_presale
from commerce.presenting import board_view, board_views, deal_view, order_views
from commerce.products import Product
from commerce.protection.announcing_lowest import refuse_unless_lowest
from commerce.protection.recording import record_drop, record_end
from commerce.refusing import allowed, refuse
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.teams.terms import TeamTerms, refuse_team_terms
from commerce.teams.views import NewTeamTerms
from commerce.terms import refuse_product, refuse_terms
from commerce.venue import FindVenue, venue_of
from commerce.views import BoardView, DealChange, DealView, NewDeal, OrderView
from commerce.waiting.waitlist import close_line
from kit.auth import Principal, Role
from kit.ids import new_id
from kit.money import Money
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.campaigns.early_access import head_start_s
from membership.people import Brand

BATCH = 200


class Hosting:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue
        self._lapsed = OneByOne[str]("close_lapsed_deals")

    async def add_deal(self, principal: Principal, show_id: str, new: NewDeal) -> DealView:
        """Queue a deal behind the show's others.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow, ShowOver, NoSuchProduct, ForeignProduct, NotListed, PriceAboveList,
            NoSuchTier, BadPresale, BadTeamTerms, NotLowestPrice, TooManyDeals
        """
        async with self._work.write() as tx:
            brand = await self._hosted_brand(tx, principal, show_id)
            if (await venue_of(tx, self._find_venue, show_id)).is_over:
                raise ShowOver("Schedule another show and add the deal there.")
            product = await _product(tx, new.product_id)
            refuse(refuse_product(product, brand))
            refuse(refuse_terms(product, brand, new.price_minor, new.min_tier_rank))
            position = await _next_position(tx, show_id)
            presale = await presale_of(tx, brand, new.presale)
            deal = _new_deal(tx, show_id, brand, new, presale, position)
            _check_presale(tx, deal, brand)
            _check_team(deal, brand)
            await refuse_unless_lowest(tx, self._find_venue, deal, brand)
            await store_deals.add_deal(tx, deal)
            tell_deal(tx, events.DealAdded, deal)
            return await deal_view(tx, deal)

    async def change_deal(self, principal: Principal, deal_id: str, change: DealChange) -> DealView:
        """Give a queued deal other terms, or a live one another price or stock.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, NotQueued, DealEnded, StockBelowSold, PriceAboveList, NoSuchTier, BadPresale,
            BadTeamTerms, NotLowestPrice
        """
        terms = {name: to for name, to in structs.asdict(change).items() if to is not UNSET}
        async with self._work.write() as tx:
            deal = await _hosted_deal(tx, principal, deal_id)
            product, brand = await _product(tx, deal.product_id), await _brand(tx, deal.brand_id)
            if deal.status is not DealStatus.QUEUED:
                asked = replace(deal, price_minor=terms.get("price_minor", deal.price_minor))
                refuse(refuse_terms(product, brand, asked.price_minor, asked.for_rank))
                _check_presale(tx, asked, brand)
                _check_team(asked, brand)
                return await deal_view(tx, await change_live_deal(tx, deal, terms))
            if change.presale is not UNSET:
                terms["presale"] = await presale_of(tx, brand, change.presale)
            if change.team is not UNSET:
                terms["team"] = _team_terms(change.team)
            changed = allowed(rules.change(deal, **terms))
            _check_presale(tx, changed, brand)
            _check_team(changed, brand)
            refuse(refuse_terms(product, brand, changed.price_minor, changed.min_tier_rank))
            await refuse_unless_lowest(tx, self._find_venue, changed, brand)
            return await _saved(tx, deal, changed, events.DealChanged)

    async def remove_deal(self, principal: Principal, deal_id: str) -> None:
        """Take a queued deal out of the show.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, NotQueued
        """
        async with self._work.write() as tx:
            deal = await _hosted_deal(tx, principal, deal_id)
            refuse(rules.not_queued(deal))
            await store_deals.remove_deal(tx, deal.id)
            tell_deal(tx, events.DealRemoved, deal)

    async def drop_deal(self, principal: Principal, deal_id: str) -> DealView:
        """Open a queued deal to the room.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, ShowNotLive, AlreadyLive, DealEnded, DepositsClosed, NotLowestPrice
        """
        async with self._work.write() as tx:
            deal = await _hosted_deal(tx, principal, deal_id)
            venue = await venue_of(tx, self._find_venue, deal.show_id)
            # What is sold to members only is for nobody else wherever it is met: in links, quotes and price lists.
            rank = max(deal.min_tier_rank, venue.min_tier_rank)
            brand = await _brand(tx, deal.brand_id)
            tiers = brand.tiers if deal.tiers_first else ()
            steps = steps_of(tiers, rank, tx.now, await head_start_s(tx, deal.show_id, deal.id))
            dropped = allowed(rules.drop(replace(deal, min_tier_rank=rank), tx.now, steps))
            if not venue.is_live:
                raise ShowNotLive("Start the show, then drop the deal.")
            await refuse_unless_lowest(tx, self._find_venue, dropped, brand)
            await record_drop(tx, dropped)
            return await _saved(tx, deal, dropped, events.DealDropped)

    async def pin_deal(self, principal: Principal, deal_id: str) -> DealView:
        """Put a live deal before the others, in place of the one that was there.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, NotOpen, DealEnded
        """
        async with self._work.write() as tx:
            # All at once, so that of two pins at the same time the later sees the earlier.
            deal, others = await _hosted_deal_and_others(tx, principal, deal_id)
            pinned = allowed(rules.pin(deal, tx.now))
            for other in others:
                if other.is_pinned:
                    await save_deal(tx, rules.unpin(other), events.DealUnpinned)
            return await _saved(tx, deal, pinned, events.DealPinned)

    async def unpin_deal(self, principal: Principal, deal_id: str) -> DealView:
        """Put the deal back among the others.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal
        """
        async with self._work.write() as tx:
            deal = await _hosted_deal(tx, principal, deal_id)
            return await _saved(tx, deal, rules.unpin(deal), events.DealUnpinned)

    async def end_deal(self, principal: Principal, deal_id: str) -> DealView:
        """Close a live deal before its time. Nobody waits in line for it any more.

        Raises:
            NotSignedIn, Forbidden, NoSuchDeal, NotOpen, DealEnded
        """
        async with self._work.write() as tx:
            deal = await _hosted_deal(tx, principal, deal_id)
            return await deal_view(tx, await end(tx, await close_line(tx, deal)))

    async def board(self, principal: Principal, show_id: str) -> BoardView:
        """The show's sales so far.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow
        """
        async with self._work.read() as tx:
            brand = await self._hosted_brand(tx, principal, show_id)
            return await board_view(tx, show_id, brand.currency)

    async def boards_of(self, brand_ids: Mapping[str, str]) -> dict[str, BoardView]:
        """The same of many shows, given with their brands, for whoever tells the hosts, with nobody to ask for their role."""
        async with self._work.read() as tx:
            brands = await directory.brands_by_id(tx, set(brand_ids.values()))
            currencies = {show_id: brands[each].currency for show_id, each in brand_ids.items()}
            return await board_views(tx, currencies)

    async def orders(self, principal: Principal, show_id: str) -> list[OrderView]:
        """The show's newest 50 orders.

        Raises:
            NotSignedIn, Forbidden, NoSuchShow
        """
        async with self._work.read() as tx:
            await self._hosted_brand(tx, principal, show_id)
            return await order_views(tx, await store_orders.orders_of_show(tx, show_id))

    async def end_deals_of(self, show_id: str) -> int:
        """The show is over: end its live deals but for those that sell on, and the lines of all that end; how many there were.
        Queued ones stay queued."""
        async with self._work.write() as tx:
            found = await store_deals.lock_open_deals(tx, show_id)
            open_deals = [deal for deal in found if not deal.outlasts_show(tx.now)]
            for deal in open_deals:
                closed = await close_line(tx, deal)
                if deal.status is DealStatus.LIVE:
                    await end(tx, closed)
                else:
                    await save_deal(tx, closed, events.DealChanged)
        return len(open_deals)

    async def close_lapsed(self) -> int:
        """End the deals whose time is over; how many. Their lines stay while units may come back. For the worker."""
        async with self._work.read() as tx:
            deal_ids = await store_deals.lapsed_deal_ids(tx, self._lapsed.reach(BATCH))
        return sum(await self._lapsed.each(deal_ids, self._close))

    async def _close(self, deal_id: str) -> bool:
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            if deal is None or not deal.is_lapsed(tx.now):
                return False
            await end(tx, deal)
        return True

    async def _hosted_brand(self, tx: Tx, principal: Principal, show_id: str) -> Brand:
        venue = await venue_of(tx, self._find_venue, show_id)
        principal.require(Role.HOST, venue.brand_id)
        return await _brand(tx, venue.brand_id)


async def _hosted_deal(tx: Tx, principal: Principal, deal_id: str) -> Deal:
    """The deal, locked."""
    deal = await store_deals.lock_deal(tx, deal_id)
    if deal is None:
        raise _no_such_deal()
    principal.require(Role.HOST, deal.brand_id)
    return deal


async def _hosted_deal_and_others(
    tx: Tx, principal: Principal, deal_id: str
) -> tuple[Deal, list[Deal]]:
    """The deal and the other deals of its show, locked."""
    found = await store_deals.deal(tx, deal_id)
    if found is None:
        raise _no_such_deal()
    principal.require(Role.HOST, found.brand_id)
    locked = {deal.id: deal for deal in await store_deals.lock_deals_of_show(tx, found.show_id)}
    deal = locked.pop(deal_id, None)
    if deal is None:
        raise _no_such_deal()
    return deal, list(locked.values())


async def _saved(tx: Tx, before: Deal, after: Deal, kind: type[events.DealEvent]) -> DealView:
    if after is not before:
        await save_deal(tx, after, kind)
    return await deal_view(tx, after)


async def end(tx: Tx, deal: Deal) -> Deal:
    """End a locked deal that is live."""
    ended = allowed(rules.end(deal, tx.now))
    await save_deal(tx, ended, events.DealEnded)
    await record_end(tx, ended)
    return ended


async def _product(tx: Tx, product_id: str) -> Product:
    product = await store_products.product(tx, product_id)
    if product is None:
        message = "Choose a product from the brand's catalogue."
        raise NoSuchProduct(message, fields={"product_id": message})
    return product


async def _brand(tx: Tx, brand_id: str) -> Brand:
    brand = await directory.brand(tx, brand_id)
    assert brand is not None, "a show or deal without its brand"
    return brand


async def _next_position(tx: Tx, show_id: str) -> int:
    position = await store_deals.next_position(tx, show_id)
    if position is None:
        raise TooManyDeals(
            "A show holds {most} deals. Remove one that is queued first.", most=MAX_PER_SHOW
        )
    return position


def _check_presale(tx: Tx, deal: Deal, brand: Brand) -> None:
    if deal.presale is not None:
        price = Money(deal.price_minor, deal.currency)
        refuse(refuse_presale(deal.presale, price, tx.now))


def _check_team(deal: Deal, brand: Brand) -> None:
    if deal.team is not None:
        price = Money(deal.price_minor, deal.currency)
        is_presale = deal.presale is not None
        refuse(refuse_team_terms(deal.team, price, deal.stock, is_presale=is_presale))


def _team_terms(new: NewTeamTerms | None) -> TeamTerms | None:
    return None if new is None else TeamTerms(**structs.asdict(new))


def _new_deal(
    tx: Tx, show_id: str, brand: Brand, new: NewDeal, presale: Presale | None, position: int
) -> Deal:
    return Deal(
        id=new_id(),
        show_id=show_id,
        brand_id=brand.id,
        position=position,
        currency=brand.currency,
        created_at=tx.now,
        **{**structs.asdict(new), "presale": presale, "team": _team_terms(new.team)},
    )


def _no_such_deal() -> NoSuchDeal:
    return NoSuchDeal("It may have been removed from the show. Load the page again.")
