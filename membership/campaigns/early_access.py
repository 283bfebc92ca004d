"""Early access that campaigns give: who sees which deals of a show before others, and by how much (docs/campaigns.md, C6).

early_deals(tx, show_id, {"ann", "ben"})        {"ann": {None}, "ben": {deal_id}}: Ann all deals of the show, Ben one
"""

from collections.abc import Collection, Mapping

from kit.unit_of_work import Tx
from membership.campaigns.store import early_access as store

Early = frozenset[str | None]
"""The deals that someone sees early; None is all of the show."""
NONE: Early = frozenset()


def is_among(deal_id: str, early: Early) -> bool:
    return None in early or deal_id in early


async def early_deals(tx: Tx, show_id: str, account_ids: Collection[str]) -> Mapping[str, Early]:
    """What each of these people sees early in a show; who sees nothing early is not there."""
    campaigns = await store.campaigns_of_show(tx, show_id) if account_ids else {}
    if not campaigns:
        return {}
    found: dict[str, Early] = {}
    for campaign_id, account_id in await store.reached(tx, campaigns, account_ids):
        found[account_id] = found.get(account_id, NONE) | {campaigns[campaign_id]}
    return found


async def head_start_s(tx: Tx, show_id: str, deal_id: str) -> int:
    """By how many seconds the first see a deal of the show before others; 0 if nobody was given early access."""
    return await store.longest_head_start_s(tx, show_id, deal_id)
