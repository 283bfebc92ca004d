"""Links of someone who leaves Dealcast stop."""

from kit.ids import new_code
from kit.unit_of_work import Tx
from share.events import LinkStopped
from share.rewards.holding import cancel_rewards_of
from share.store import links as store_links


async def stop_links(tx: Tx, account_id: str) -> None:
    """End the person's links and take their names away, which may say who made them; and cancel what they had not been paid of
    their rewards. A second time nothing changes."""
    for link in await store_links.lock_links_to_stop(tx, account_id):
        await store_links.stop_link(tx, link.id, new_code())
        tx.emit(LinkStopped(link_code=link.code))
    await cancel_rewards_of(tx, account_id)
