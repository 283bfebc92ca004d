"""Notices in people's inboxes: what they need to know of a brand, once, and not what it has to say to them."""

from collections.abc import Collection

from kit.unit_of_work import Tx
from membership.campaigns.events import NoticesArrived
from membership.campaigns.store import inbox as store
from membership.campaigns.views import NoticeName


async def notify(tx: Tx, brand_id: str, notice: NoticeName, account_ids: Collection[str]) -> None:
    """Tell those of these people who were not told before."""
    if not account_ids:
        return
    new = await store.add_notice(tx, brand_id, notice, account_ids)
    if new:
        tx.emit(NoticesArrived(brand_id=brand_id, notice=notice, account_ids=new))
