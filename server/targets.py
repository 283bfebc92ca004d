"""What share links lead to, as the slices that own it describe it."""

from commerce.presenting import deal_view
from commerce.store import deals as store_deals
from kit.unit_of_work import Tx
from share.links import Target
from share.views import TargetKind
from streams import store as store_shows


async def find_target(tx: Tx, kind: TargetKind, target_id: str) -> Target | None:
    """The show or deal behind an id, or None if there is none (any more)."""
    return await (_show(tx, target_id) if kind == "show" else _deal(tx, target_id))


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
