"""Links and rewards as their sharer sees them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import RowMapping

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import Brand, Standing
from share import store
from share.links import Link, Tally
from share.views import LinkView, RewardView


async def link_view(tx: Tx, link: Link, base_url: str) -> LinkView:
    return (await link_views(tx, [link], base_url))[0]


async def link_views(tx: Tx, links: Sequence[Link], base_url: str) -> list[LinkView]:
    """Views of links that belong to one person."""
    if not links:
        return []
    brands = await _brands(tx, (link.brand_id for link in links))
    standings = {
        brand_id: await directory.standing(tx, brand_id, links[0].account_id) for brand_id in brands
    }
    tallies = await store.tallies(tx, [link.id for link in links])
    return [
        _link_view(
            link, brands[link.brand_id], standings[link.brand_id], tallies[link.id], base_url
        )
        for link in links
    ]


async def reward_views(tx: Tx, rows: Sequence[RowMapping]) -> list[RewardView]:
    """Views of rows of `store.last_rewards`."""
    brands = await _brands(tx, (row["brand_id"] for row in rows))
    return [
        RewardView(
            id=row["id"],
            link_code=row["code"],
            title=row["title"],
            brand_name=brands[row["brand_id"]].name,
            order_number=row["order_number"],
            rate_bp=row["rate_bp"],
            amount_minor=row["amount_minor"],
            currency=row["currency"],
            status=row["status"],
            earned_at_ms=to_ms(row["earned_at"]),
        )
        for row in rows
    ]


async def _brands(tx: Tx, brand_ids: Iterable[str]) -> dict[str, Brand]:
    brands: dict[str, Brand] = {}
    for brand_id in dict.fromkeys(brand_ids):
        brand = await directory.brand(tx, brand_id)
        assert brand is not None, "a link without its brand"
        brands[brand_id] = brand
    return brands


def _link_view(
    link: Link, brand: Brand, standing: Standing, tally: Tally, base_url: str
) -> LinkView:
    return LinkView(
        code=link.code,
        url=base_url + link.path,
        qr_url=f"{link.path}/qr.svg",
        kind=link.kind,
        target_id=link.target_id,
        show_id=link.show_id,
        title=link.title,
        image_url=link.image_url,
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        currency=brand.currency,
        tier_name=standing.tier_name,
        rate_bp=standing.share_rate_bp,
        clicks=tally.clicks,
        orders=tally.orders,
        pending_minor=tally.pending_minor,
        created_at_ms=to_ms(link.created_at),
    )
