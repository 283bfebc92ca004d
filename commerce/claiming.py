"""Claiming units of deals: what many claim at once is settled in one transaction.

The deals of a batch are locked first, in the order of their ids, and everything that decides is read by later statements: on
PostgreSQL a statement sees what was committed before it began, so one that waits for a lock would decide on the past.
Whether someone has the units already, or has used the key, is not asked as long as nobody of the last batches had: if all of a
batch win on that assumption, the constraints say whether it was right, and if it was not, the batch is settled again and asks.
What this process has sold of a deal it remembers. As long as all of a batch win by that, it is written without a look: by one
statement, which fails if a deal asks another price by now, is not live for everyone or has not so many units left, or its show is not open
to everybody any more. What other processes sell meanwhile does not disturb it.
A deal that was sold out a moment ago is looked at before it is locked. While it still is, its claims are answered without
a lock and without a write, so that those who come too late cost little and slow nobody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from msgspec import Struct, structs

from commerce.deals import Deal, DealStatus
from commerce.early_places import early_places
from commerce.orders import Order
from commerce.placing import place_orders
from commerce.presenting import MoneyViews, money_views, view_of_order
from commerce.settling import Claim, Known, Place, Repeated, Settled, Won, settle
from commerce.store import claims as store_claims
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.venue import FindVenue, IsOpen, Venue, doors_of
from commerce.views import OrderView
from kit.auth import Principal
from kit.errors import Refusal
from kit.group_commit import GroupCommit
from kit.ids import is_id, new_id
from kit.remembered import Remembered
from kit.unit_of_work import Draft, Tx, UnitOfWork
from membership import directory
from membership.people import Brand
from membership.ranks import ranks_of

MOST_WAITING = 20_000
MOST_AT_ONCE = 1_000
MOST_REMEMBERED = 10_000
NOTHING_PAID: Mapping[str, MoneyViews] = MappingProxyType({})


class Placed(Struct, gc=False):
    """The order of a claim. Its view is made by whoever asks first, while the next batch is written."""

    order: Order
    handle: str
    views: "Views"
    made: OrderView | None = None

    def view(self) -> OrderView:
        if self.made is None:
            self.made = self.views.of(self.order, self.handle)
        return self.made


class Views:
    """Of the orders of one batch: new ones, and those of which `money` tells what became."""

    def __init__(
        self, brands: Mapping[str, Brand], money: Mapping[str, MoneyViews] = NOTHING_PAID
    ) -> None:
        self._brands = brands
        self._money = money
        self._new: dict[tuple[str, int], OrderView] = {}

    def of(self, order: Order, handle: str) -> OrderView:
        if money := self._money.get(order.id):
            return view_of_order(order, self._brands[order.brand_id], handle, money)
        return structs.replace(
            self._like(order), id=order.id, number=order.number, buyer_handle=handle
        )

    def _like(self, order: Order) -> OrderView:
        """Of a new order of the same units of a deal: it differs in nothing but its number and its buyer."""
        line = order.lines[0]
        units = line.deal_id, line.quantity
        like = self._new.get(units)
        if like is None:
            like = self._new[units] = view_of_order(order, self._brands[order.brand_id], "")
        return like


class Claiming:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue, is_open: IsOpen) -> None:
        self._find_venue = find_venue
        self._for_sale = store_deals.for_sale(is_open)
        self._left: dict[str, Deal] = {}
        """Live deals for everyone, as this process saw or left them. Others may have sold more of them."""
        self._sold_out: set[str] = set()
        """Deals that had nothing left when this process last looked: a hint where to look before locking."""
        self._placed: dict[str, Placed] = {}
        """By order, until those who react to it have taken them."""
        self._are_new = True
        """Whether nobody of the last batch that was asked about had claimed before."""
        self._products = Remembered(store_products.products_by_id, MOST_REMEMBERED)
        self._brands = Remembered(directory.brands_by_id, MOST_REMEMBERED)
        """For their names. Their tiers may have changed."""
        self._commits = GroupCommit(
            work,
            self._settle,
            self._guess,
            most_waiting=MOST_WAITING,
            most_at_once=MOST_AT_ONCE,
        )

    async def claim(
        self,
        buyer: Principal,
        deal_id: str,
        quantity: int,
        key: str | None,
        referral_token: str | None,
        seen_minor: int | None = None,
    ) -> OrderView:
        """The order of the claim, once it is committed.

        Raises:
            Refusal: what the rules say, or that too much waits.
        """
        account_id = buyer.account()
        claim = Claim(
            new_id(), buyer, account_id, deal_id, quantity, key, referral_token, seen_minor
        )
        return (await self._commits.submit(claim)).view()

    def take_placed(self, order_ids: Collection[str]) -> list[Placed] | None:
        """What won with these orders, if all of them won here and were not taken yet."""
        if not self._placed.keys() >= set(order_ids):
            return None
        return [self._placed.pop(order_id) for order_id in order_ids]

    def forget_product(self, product_id: str) -> None:
        """It is described otherwise now."""
        self._products.forget(product_id)

    def forget_brand(self, brand_id: str) -> None:
        """It is called otherwise now."""
        self._brands.forget(brand_id)

    async def close(self) -> None:
        """Settle what waits, and take nothing more."""
        await self._commits.close()

    def _guess(self, draft: Draft, claims: Sequence[Claim]) -> list[Placed] | None:
        """If all win, as far as is known here: what they won, to be written if that was right."""
        deals = {deal_id: self._left.get(deal_id) for deal_id in {each.deal_id for each in claims}}
        known = {deal_id: deal for deal_id, deal in deals.items() if deal}
        if not (self._are_new and len(known) == len(deals)):
            return None
        settled = settle(claims, Known(known, {each.show_id for each in known.values()}), draft.now)
        products = self._products.here(deal.product_id for deal in settled.deals)
        brands = self._brands.here(deal.brand_id for deal in settled.deals)
        if not settled.have_all_won or products is None or brands is None:
            return None
        orders = place_orders(draft, settled, products)
        # Last, since PostgreSQL begins with it: nothing is written of a deal before it is locked.
        store_deals.sell(draft, settled.deals, settled.units, self._for_sale)
        views = Views(brands)
        placed = [_placed(claim, orders[claim.order_id], views) for claim in claims]
        self._note(settled.deals)
        draft.after(lambda: self._keep(placed))
        return placed

    async def _settle(self, tx: Tx, claims: Sequence[Claim]) -> list[Placed | Refusal]:
        deals = await self._deals(tx, set(filter(is_id, {claim.deal_id for claim in claims})))
        venues = await self._venues(tx, {deal.show_id for deal in deals.values()})
        settled = await self._settled(tx, claims, deals, venues)
        products = await self._products.of(tx, {deal.product_id for deal in settled.deals})
        orders = place_orders(tx, settled, products)
        store_deals.save_sold(tx, settled.deals)
        now = deals | {deal.id: deal for deal in settled.deals}
        tx.after(lambda: self._note(now.values(), venues))
        answers = await self._answers(tx, claims, settled.outcomes, orders)
        tx.after(lambda: self._keep(each for each in answers if isinstance(each, Placed)))
        return answers

    async def _settled(
        self,
        tx: Tx,
        claims: Sequence[Claim],
        deals: Mapping[str, Deal],
        venues: Mapping[str, Venue],
    ) -> Settled:
        found = [claim for claim in claims if claim.deal_id in deals]
        live_shows = {show_id for show_id, venue in venues.items() if venue.is_live}
        doors = doors_of(venues, tx.now)
        ranks = await _ranks(tx, found, deals, doors)
        early = await early_places(tx, deals.values(), {claim.account_id for claim in found})
        known = Known(deals, live_shows, ranks, doors=doors, early=early)
        if self._are_new and not tx.is_second_look and not self._sold_out & deals.keys():
            settled = settle(claims, known, tx.now)
            if settled.have_all_won:
                return settled
        known = await _with_earlier(tx, known, found)
        self._are_new = not known.held and not known.kept
        return settle(claims, known, tx.now)

    async def _deals(self, tx: Tx, deal_ids: set[str]) -> dict[str, Deal]:
        """Locked, but for those that are still sold out."""
        suspects = deal_ids & self._sold_out
        seen = await store_deals.deals_by_id(tx, suspects) if suspects else []
        gone = {deal.id: deal for deal in seen if deal.stock_left == 0}
        open_ids = deal_ids - gone.keys()
        locked = await store_deals.lock_deals(tx, open_ids) if open_ids else []
        self._sold_out -= open_ids
        return gone | {deal.id: deal for deal in locked}

    def _keep(self, placed: Iterable[Placed]) -> None:
        if len(self._placed) > MOST_WAITING:
            self._placed.clear()
        self._placed.update((each.order.id, each) for each in placed)

    def _note(self, deals: Iterable[Deal], venues: Mapping[str, Venue] | None = None) -> None:
        """What is committed. `venues` are the deals' shows, None if all are open."""
        if len(self._left) > MOST_REMEMBERED:
            self._left.clear()
            self._sold_out.clear()
        for deal in deals:
            is_open = venues is None or _is_open(venues.get(deal.show_id))
            if is_open and deal.status is DealStatus.LIVE and deal.min_tier_rank == 0:
                self._left[deal.id] = deal
            else:
                self._left.pop(deal.id, None)
            if deal.stock_left == 0:
                self._sold_out.add(deal.id)

    async def _venues(self, tx: Tx, show_ids: Collection[str]) -> dict[str, Venue]:
        venues = {show_id: await self._find_venue(tx, show_id) for show_id in show_ids}
        return {show_id: venue for show_id, venue in venues.items() if venue}

    async def _answers(
        self,
        tx: Tx,
        claims: Sequence[Claim],
        outcomes: Sequence[Won | Repeated | Refusal],
        placed: Mapping[str, Order],
    ) -> list[Placed | Refusal]:
        again = [outcome.order_id for outcome in outcomes if isinstance(outcome, Repeated)]
        before = await store_orders.orders_by_id(tx, again) if again else []
        orders = {**{order.id: order for order in before}, **placed}
        brands = await self._brands.of(tx, {order.brand_id for order in orders.values()})
        views = Views(brands, await money_views(tx, before))
        answers: list[Placed | Refusal] = []
        for claim, outcome in zip(claims, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                answers.append(outcome)
            else:
                order = orders[claim.order_id if isinstance(outcome, Won) else outcome.order_id]
                answers.append(_placed(claim, order, views))
        return answers


def _is_open(venue: Venue | None) -> bool:
    return venue is not None and venue.is_live and venue.is_for_everybody


def _placed(claim: Claim, order: Order, views: Views) -> Placed:
    return Placed(order, claim.buyer.handle or "", views)


async def _with_earlier(tx: Tx, known: Known, claims: Sequence[Claim]) -> Known:
    """With what these buyers hold and claimed before."""
    attempts = {attempt for claim in claims if (attempt := claim.attempt)}
    places = {(claim.deal_id, claim.account_id) for claim in claims}
    held = await store_deals.held_slots(tx, places)
    return replace(known, held=held, kept=await store_claims.kept_under(tx, attempts))


async def _ranks(
    tx: Tx, claims: Sequence[Claim], deals: Mapping[str, Deal], doors: Mapping[str, int]
) -> dict[Place, int]:
    """The ranks of those who claim what is not for everyone."""
    ranks: dict[Place, int] = {}
    buyers: dict[str, dict[str, Principal]] = defaultdict(dict)
    for claim in claims:
        if (deal := deals[claim.deal_id]).min_tier_rank > 0 or deal.show_id in doors:
            buyers[deal.brand_id][claim.account_id] = claim.buyer
    for brand_id, of_brand in buyers.items():
        found = await ranks_of(tx, of_brand.values(), brand_id)
        ranks |= {(brand_id, account_id): rank for account_id, rank in found.items()}
    return ranks
