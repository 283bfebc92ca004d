"""Whom campaigns gave early access to which deals (docs/campaigns.md, C6)."""

from collections.abc import Collection, Iterable, Sequence

from commerce.claims import rank_at
from commerce.deals import Deal
from kit.auth import Principal
from kit.unit_of_work import Tx
from membership.campaigns.early_access import early_deals, is_among
from membership.ranks import rank_of

Place = tuple[str, str]
"""A deal and a person."""


async def early_places(
    tx: Tx, deals: Iterable[Deal], account_ids: Collection[str]
) -> frozenset[Place]:
    """Who of these people sees which of these deals before others; deals that are open to all are not asked about."""
    places: set[Place] = set()
    ahead = [deal for deal in deals if deal.is_early]
    for show_id in {deal.show_id for deal in ahead}:
        early = await early_deals(tx, show_id, account_ids)
        places |= {
            (deal.id, account_id)
            for deal in ahead
            if deal.show_id == show_id
            for account_id, deal_ids in early.items()
            if is_among(deal.id, deal_ids)
        }
    return frozenset(places)


async def early_ids(
    tx: Tx, principal: Principal, deals: Sequence[Deal], rank: int
) -> frozenset[str]:
    """Which of these deals of one brand someone of this rank sees only because a campaign gave them early access."""
    hidden = [deal for deal in deals if deal.for_rank <= rank < deal.min_tier_rank]
    if principal.account_id is None or not hidden:
        return frozenset()
    places = await early_places(tx, hidden, [principal.account_id])
    return frozenset(deal_id for deal_id, _ in places)


async def rank_for(tx: Tx, principal: Principal, deal: Deal, rank: int | None = None) -> int:
    """As of which rank someone meets a deal; `rank` is theirs with the brand, if it is known."""
    if rank is None:
        rank = await rank_of(tx, principal, deal.brand_id)
    return rank_at(deal, rank, is_early=deal.id in await early_ids(tx, principal, [deal], rank))
