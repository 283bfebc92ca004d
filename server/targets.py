"""What share links lead to, as the slices that own it describe it."""

from dataclasses import replace

from commerce.deals import DealStatus
from commerce.presenting import deal_view
from commerce.store import deals as store_deals
from kit.unit_of_work import Tx
from share.links import Target
from share.views import TargetKind
from streams import store as store_shows
from streams.errors import NoSuchClip
from streams.replay.cutting import found_clip


async def find_target(tx: Tx, kind: TargetKind, target_id: str) -> Target | None:
    """The show, deal or clip behind an id, or None if there is none (any more)."""
    return await {"show": _show, "deal": _deal, "clip": _clip}[kind](tx, target_id)


async def sold_products(tx: Tx, show_id: str) -> list[str]:
    """The products of the deals that were dropped in a show."""
    deals = await store_deals.deals_of_show(tx, show_id)
    return [deal.product_id for deal in deals if deal.status is not DealStatus.QUEUED]


async def _show(tx: Tx, show_id: str) -> Target | None:
    show = await store_shows.get(tx, show_id)
    if show is None or show.is_cancelled:
        return None
    return Target(show.brand_id, show.id, show.title, f"/pictures/shows/{show.id}.svg", True)


async def _deal(tx: Tx, deal_id: str) -> Target | None:
    found = await store_deals.deal(tx, deal_id)
    if found is None:
        return None
    deal = await deal_view(tx, found)
    is_public = deal.status != "queued" and deal.min_tier_rank == 0
    return Target(deal.brand_id, deal.show_id, deal.title, deal.image_url, is_public)


async def _clip(tx: Tx, clip_id: str) -> Target | None:
    try:
        clip = await found_clip(tx, clip_id)
    except NoSuchClip:
        return None
    show = await _show(tx, clip.show_id)
    return replace(show, title=clip.title) if show else None
