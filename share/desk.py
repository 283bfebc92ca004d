"""Links and rewards as their sharer sees them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import NOT_JOINED, Brand, Standing
from share.links import Link, Tally
from share.rewards.offer import Kind, Offer
from share.rewards.store import terms as store_terms
from share.rewards.terms import BY_RATE, TierReward
from share.store import links as store_links
from share.views import Funnel, LinkView, RewardView, Tags


async def link_view(tx: Tx, link: Link, base_url: str) -> LinkView:
    return (await link_views(tx, [link], base_url))[0]


async def link_views(tx: Tx, links: Sequence[Link], base_url: str) -> list[LinkView]:
    if not links:
        return []
    brands = await directory.brands_by_id(tx, {link.brand_id for link in links})
    standings = await directory.standings_at(
        tx, {(link.brand_id, link.account_id) for link in links}
    )
    by_rank = await store_terms.by_rank(tx, set(brands))
    ids = [link.id for link in links]
    tallies = await store_links.tallies(tx, ids)
    places = await store_links.places(tx, [link.id for link in links if link.is_tailored])
    return [
        _link_view(
            link,
            brands[link.brand_id],
            standings.get((link.brand_id, link.account_id), NOT_JOINED),
            by_rank[link.brand_id],
            tallies[link.id],
            list(places.get(link.id, ())),
            base_url,
        )
        for link in links
    ]


async def reward_views(tx: Tx, rows: Sequence[RowMapping]) -> list[RewardView]:
    """Views of rows of `store.credits.last_rewards`."""
    brands = await directory.brands_by_id(tx, {row["brand_id"] for row in rows})
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
            is_held=row["is_held"],
            earned_at_ms=to_ms(row["earned_at"]),
            kind=row["kind"],
            points=row["points"],
            cut_by=row["cut_by"],
            full_amount=full_amount(row),
            settled_minor=row["settled_minor"],
            due_at_ms=to_ms(row["due_at"]),
            version=row["version"],
        )
        for row in rows
    ]


def full_amount(row: RowMapping) -> int:
    """What a reward would have been if nothing had limited it."""
    offer = Offer(Kind(row["kind"]), row["rate_bp"], row["offer_amount"])
    return offer.worth(row["order_total_minor"], row["order_total_minor"])


def _link_view(
    link: Link,
    brand: Brand,
    standing: Standing,
    by_rank: Mapping[int, TierReward],
    tally: Tally,
    languages: list[str],
    base_url: str,
) -> LinkView:
    offer = by_rank.get(standing.rank, BY_RATE).offer(standing.share_rate_bp)
    return LinkView(
        code=link.code,
        url=base_url + link.path,
        qr_url=f"{link.path}/qr.svg",
        picture_url=f"{link.path}/card.png",
        kind=link.kind,
        target_id=link.target_id,
        show_id=link.show_id,
        leads_to=link.leads_to,
        at_s=link.at_s,
        title=link.title,
        image_url=link.image_url,
        brand_id=brand.id,
        brand_slug=brand.slug,
        brand_name=brand.name,
        currency=brand.currency,
        tier_name=standing.tier_name,
        rate_bp=offer.rate_bp,
        reward_kind=offer.kind.value,
        reward_amount=offer.amount,
        clicks=tally.clicks,
        orders=tally.orders,
        pending_minor=tally.pending_minor,
        funnel=Funnel(
            clicks=tally.clicks,
            joined=tally.joined,
            watched=tally.watched,
            claimed=tally.claimed,
            bought=tally.bought,
        ),
        is_tailored=link.is_tailored,
        is_direct=link.is_direct,
        expires_at_ms=to_ms(link.expires_at) if link.expires_at else None,
        tags=Tags(**link.tags),
        languages=languages,
        created_at_ms=to_ms(link.created_at),
        version=link.version,
    )
