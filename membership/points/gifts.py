"""Giving points to members, within the transaction of who gives them."""

from kit.unit_of_work import Tx
from membership.points import store
from membership.points.booking import close_book
from membership.points.earning import lasting
from membership.points.gift import Gift
from membership.tiers.store import members as store_members
from membership.tiers.store import programmes as store_programmes


async def give(tx: Tx, gift: Gift) -> bool:
    """Book the gift, or take back what is not to be kept of it; False if they are no member of the brand.

    The same again changes nothing. Members are locked last, and several in the order of their ids.
    """
    member = await store_members.lock_member(tx, gift.brand_id, gift.account_id)
    if member is None:
        return False
    rules = await store_programmes.rules(tx, gift.brand_id)
    book = await store.book(tx, gift.brand_id, gift.account_id, source_id=gift.id)
    book.book_gift(gift, lasting(rules, gift.points, gift.matures_at or tx.now))
    if book.is_changed:
        await close_book(tx, book)
        await store_members.save_member(tx, member, member.held)
    return True
