"""Products and deals as someone may see them now: what they cost, where they are sold, and when the brand is on air next.

A deal that is not for this person's tier is not shown to them, whoever kept or shared it: they see the product.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commerce.claims import rank_at
from commerce.deals import Deal, DealStatus
from commerce.early_places import early_ids
from commerce.errors import NoSuchDeal, NoSuchProduct
from commerce.presenting import deal_views
from commerce.products import Product
from commerce.store import deals as store_deals
from commerce.store import products as store_products
from commerce.venue import FindVenue, Venue
from commerce.views import DealView
from commerce.wishes.item import Item
from commerce.wishes.views import ItemKind, ItemView, NextShowView
from kit.auth import Principal
from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import Brand
from membership.ranks import rank_of


@dataclass(frozen=True, slots=True)
class NextShow:
    id: str
    title: str
    is_live: bool
    scheduled_at: datetime


FindNextShows = Callable[[Tx, Collection[str]], Awaitable[Mapping[str, NextShow]]]
"""Of brands: the show that is on air, or else the next one."""


class Showing:
    def __init__(self, find_venue: FindVenue, find_next_shows: FindNextShows) -> None:
        self._find_venue = find_venue
        self._find_next_shows = find_next_shows

    async def find(self, tx: Tx, principal: Principal, kind: ItemKind, item_id: str) -> Item:
        """The item, if the caller may see it.

        Raises:
            NoSuchProduct, NoSuchDeal
        """
        if kind == "product":
            product = await store_products.product(tx, item_id)
            if product is None:
                raise NoSuchProduct("Look for it among the brand's products.")
            return Item(product.id)
        deal = await store_deals.deal(tx, item_id)
        venue = await self._find_venue(tx, deal.show_id) if deal else None
        rank = await rank_of(tx, principal, deal.brand_id) if deal else 0
        early = await early_ids(tx, principal, [deal], rank) if deal else ()
        if deal is None or not is_shown(deal, rank, venue, tx.now, early):
            raise NoSuchDeal("The link may be old. The show's page lists its deals.")
        return Item(deal.product_id, deal.id)

    async def views(
        self, tx: Tx, principal: Principal, items: Sequence[Item]
    ) -> dict[str, ItemView]:
        """The items by id, as the caller may see them."""
        products = await store_products.products_by_id(tx, {item.product_id for item in items})
        brand_ids = {product.brand_id for product in products.values()}
        brands = await directory.brands_by_id(tx, brand_ids)
        shows = await self._find_next_shows(tx, brand_ids)
        offers, early = await self._offers(tx, principal, items, brand_ids)
        views = {view.id: view for view in await deal_views(tx, list(offers.values()), early)}
        return {
            item.id: _view(
                item,
                products[item.product_id],
                brands[products[item.product_id].brand_id],
                views[offers[item.id].id] if item.id in offers else None,
                shows.get(products[item.product_id].brand_id),
            )
            for item in items
        }

    async def _offers(
        self, tx: Tx, principal: Principal, items: Sequence[Item], brand_ids: Collection[str]
    ) -> tuple[dict[str, Deal], frozenset[str]]:
        """The deal of each item that has one, and which of these the caller sees before others."""
        deals = await store_deals.live_deals_of(tx, {item.product_id for item in items})
        ranks = {brand_id: await rank_of(tx, principal, brand_id) for brand_id in brand_ids}
        venues = {
            show_id: await self._find_venue(tx, show_id)
            for show_id in {deal.show_id for deal in deals}
        }
        early = frozenset[str]()
        for brand_id, rank in ranks.items():
            of_brand = [deal for deal in deals if deal.brand_id == brand_id]
            early |= await early_ids(tx, principal, of_brand, rank)
        open_deals = [
            deal
            for deal in deals
            if is_open(deal, ranks[deal.brand_id], venues[deal.show_id], tx.now, early)
        ]
        found = {item.id: best_offer(item, open_deals) for item in items}
        return {item_id: deal for item_id, deal in found.items() if deal}, early


def is_shown(
    deal: Deal, rank: int, venue: Venue | None, now: datetime, early: Collection[str] = ()
) -> bool:
    """Whether someone of this rank, who was given early access to some deals, may know of the deal."""
    if deal.status is DealStatus.QUEUED or venue is None or rank < venue.rank_needed(now):
        return False
    return rank_at(deal, rank, is_early=deal.id in early) >= deal.min_tier_rank


def is_open(
    deal: Deal, rank: int, venue: Venue | None, now: datetime, early: Collection[str] = ()
) -> bool:
    """Whether it takes claims of theirs, however many units are left."""
    is_on = deal.status is DealStatus.LIVE and not deal.is_lapsed(now)
    is_sold = venue is not None and (venue.is_live or deal.sells_on)
    return is_on and is_sold and is_shown(deal, rank, venue, now, early)


def best_offer(item: Item, deals: Sequence[Deal]) -> Deal | None:
    """Its own deal, if that is among them; else the cheapest of the product that has units left, or any."""
    of_product = [deal for deal in deals if deal.product_id == item.product_id]
    return min(of_product, key=lambda deal: _preference(item, deal), default=None)


def _preference(item: Item, deal: Deal) -> tuple[bool, bool, int, str]:
    return deal.id != item.deal_id, deal.stock_left == 0, deal.cost_minor, deal.id


def _view(
    item: Item, product: Product, brand: Brand, offer: DealView | None, show: NextShow | None
) -> ItemView:
    return ItemView(
        kind=item.kind,
        id=item.id,
        product=product.view(brand.currency),
        brand_slug=brand.slug,
        brand_name=brand.name,
        offer=offer,
        next_show=_show_view(show) if show else None,
    )


def _show_view(show: NextShow) -> NextShowView:
    return NextShowView(
        id=show.id,
        title=show.title,
        is_live=show.is_live,
        scheduled_at_ms=to_ms(show.scheduled_at),
    )
