"""What share links lead to, as the slices that own it describe it."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace

from commerce.deals import DealStatus
from commerce.presenting import deal_view
from commerce.shared_carts import store as store_shared_carts
from commerce.shared_carts.views import SharedCartKind
from commerce.store import deals as store_deals
from commerce.store import products as store_products
from commerce.teams import store as store_teams
from commerce.wishes.showing import NextShow
from kit.unit_of_work import Tx
from membership import directory
from share.links import Target
from share.views import TargetKind
from streams import store as store_shows
from streams.errors import NoSuchClip
from streams.replay.cutting import found_clip


async def find_target(tx: Tx, kind: TargetKind, target_id: str) -> Target | None:
    """What is behind an id, or None if there is nothing (any more)."""
    return await _FIND[kind](tx, target_id)


async def next_shows(tx: Tx, brand_ids: Collection[str]) -> Mapping[str, NextShow]:
    """Of brands: the show that is on air, or else the next one."""
    return {
        brand_id: NextShow(show.id, show.title, show.is_live, show.scheduled_at)
        for brand_id, show in (await store_shows.next_of(tx, brand_ids)).items()
    }


async def sold_products(tx: Tx, show_id: str) -> list[str]:
    """The products of the deals that were dropped in a show."""
    deals = await store_deals.deals_of_show(tx, show_id)
    return [deal.product_id for deal in deals if deal.status is not DealStatus.QUEUED]


async def _show(tx: Tx, show_id: str) -> Target | None:
    show = await store_shows.get(tx, show_id)
    if show is None or show.is_cancelled:
        return None
    return Target(
        brand_id=show.brand_id,
        show_id=show.id,
        title=show.title,
        image_url=f"/pictures/shows/{show.id}.svg",
        is_public=True,
        leads_to=f"/shows/{show.id}",
    )


async def _deal(tx: Tx, deal_id: str) -> Target | None:
    found = await store_deals.deal(tx, deal_id)
    if found is None:
        return None
    deal = await deal_view(tx, found)
    return Target(
        brand_id=deal.brand_id,
        show_id=deal.show_id,
        title=deal.title,
        image_url=deal.image_url,
        is_public=deal.status != "queued" and deal.min_tier_rank == 0,
        leads_to=f"/shows/{deal.show_id}#deal-{deal.id}",
    )


async def _team(tx: Tx, team_id: str) -> Target | None:
    team = await store_teams.team(tx, team_id)
    deal = await _deal(tx, team.deal_id) if team else None
    return replace(deal, leads_to=f"/t/{team_id}") if deal else None


async def _clip(tx: Tx, clip_id: str) -> Target | None:
    try:
        clip = await found_clip(tx, clip_id)
    except NoSuchClip:
        return None
    show = await _show(tx, clip.show_id)
    return replace(show, title=clip.title, leads_to=f"/clips/{clip.id}") if show else None


async def _product(tx: Tx, product_id: str) -> Target | None:
    product = await store_products.product(tx, product_id)
    brand = await directory.brand(tx, product.brand_id) if product else None
    if product is None or brand is None or not product.is_listed:
        return None
    view = product.view(brand.currency)
    return Target(
        brand_id=brand.id,
        show_id=None,
        title=view.title,
        image_url=view.image_url,
        is_public=True,
        leads_to=f"/brands/{brand.slug}#product-{product.id}",
    )


async def _brand(tx: Tx, brand_id: str) -> Target | None:
    brand = await directory.brand(tx, brand_id)
    if brand is None:
        return None
    return Target(
        brand_id=brand.id,
        show_id=None,
        title=brand.name,
        image_url=f"/pictures/brands/{brand.id}.svg",
        is_public=True,
        leads_to=f"/brands/{brand.slug}",
    )


async def _cart(tx: Tx, cart_id: str) -> Target | None:
    return await _shared(tx, "cart", cart_id)


async def _wishlist(tx: Tx, cart_id: str) -> Target | None:
    return await _shared(tx, "wishlist", cart_id)


async def _shared(tx: Tx, kind: SharedCartKind, cart_id: str) -> Target | None:
    """What is not shared any more says nothing of what it was."""
    cart = await store_shared_carts.shared_cart(tx, cart_id)
    brand = await directory.brand(tx, cart.brand_id) if cart else None
    if cart is None or brand is None or cart.kind != kind:
        return None
    lines = cart.shown_lines(tx.now)
    first = await store_products.product(tx, lines[0].item.product_id) if lines else None
    more = f" + {len(lines) - 1}" if len(lines) > 1 else ""
    return Target(
        brand_id=brand.id,
        show_id=None,
        title=f"{first.title}{more}" if first else brand.name,
        image_url=first.image_url if first else f"/pictures/brands/{brand.id}.svg",
        is_public=bool(lines),
        leads_to=f"/carts/{cart.id}",
        owner_id=cart.account_id,
    )


_FIND: Mapping[TargetKind, Callable[[Tx, str], Awaitable[Target | None]]] = {
    "show": _show,
    "deal": _deal,
    "clip": _clip,
    "product": _product,
    "brand": _brand,
    "cart": _cart,
    "wishlist": _wishlist,
    "team": _team,
}
