"""Points that take something off an order: taken when it goes to payment, and given back when it is not paid or refunded.

All of it happens in the transaction that moves the order, which is locked. Members are locked after everything else.
"""

from collections.abc import Collection

from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.points import store
from membership.points.booking import close_book
from membership.points.errors import NotEnoughPoints
from membership.points.store import Spending
from membership.tiers.member import Member
from membership.tiers.store import members as store_members


async def spend(
    tx: Tx, brand_id: str, account_id: str, order_id: str, points: int, title: str
) -> None:
    """Take the points for the order, which has none of them yet.

    Raises:
        NotEnoughPoints
    """
    member = await store_members.lock_member(tx, brand_id, account_id)
    if member is None:
        raise NotEnoughPoints("You are no member of the brand.")
    spending = Spending(new_id(), brand_id, account_id, order_id, title, points)
    await store.add_spending(tx, spending)
    book = await store.book(tx, brand_id, account_id)
    book.tend()
    if refusal := book.use(points, spending.id, title):
        raise refusal
    await close_book(tx, book)
    await store_members.save_member(tx, member, member.held)


async def give_back(tx: Tx, order_ids: Collection[str], points: int | None = None) -> None:
    """What is left of the points that were spent on these orders, or so many of them. With nothing left nothing happens."""
    for seen in await store.open_spendings(tx, order_ids):
        member = await store_members.lock_member(tx, seen.brand_id, seen.account_id)
        assert member is not None, "points were spent by somebody who is no member"
        await _give_back(tx, member, seen, seen.left if points is None else points)


async def _give_back(tx: Tx, member: Member, spending: Spending, points: int) -> None:
    parts = await store.used_for(tx, spending.id)
    await store.note_returned(tx, spending, points)
    book = await store.book(tx, spending.brand_id, spending.account_id, lot_ids=parts.keys())
    book.return_used(parts, points, spending.id, spending.title)
    await close_book(tx, book)
    await store_members.save_member(tx, member, member.held)
