"""Points of someone who leaves Dealcast lapse: nobody is left who could spend them."""

from kit.unit_of_work import Tx
from membership.points import store
from membership.points.booking import close_book
from membership.tiers.store import members as store_members


async def lapse_points(tx: Tx, account_id: str) -> None:
    """Let all points that are pending or active expire now. Where there are none nothing changes."""
    for seen in await store_members.memberships(tx, account_id):
        member = await store_members.lock_member(tx, seen.brand_id, account_id)
        assert member is not None, "a member who was there"
        if not await store.end_lots(tx, member.brand_id, account_id):
            continue
        book = await store.book(tx, member.brand_id, account_id)
        book.tend()
        if book.is_changed:
            await close_book(tx, book)
            await store_members.save_member(tx, member, member.held)
