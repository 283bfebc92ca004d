"""What happens to points by themselves: they mature, pay what is owed, expire, and their owners are told in time."""

from kit.unit_of_work import UnitOfWork
from membership.points import store
from membership.points.booking import close_book
from membership.tiers.store import members as store_members

BATCH = 200


class Tending:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def tend(self) -> int:
        """Do what is due for the next members, one after the other; how many lots were due."""
        async with self._work.read() as tx:
            due = await store.due_members(tx, BATCH)
        for brand_id, account_id in dict.fromkeys(due):
            await self._tend(brand_id, account_id)
        return len(due)

    async def _tend(self, brand_id: str, account_id: str) -> None:
        async with self._work.write() as tx:
            member = await store_members.lock_member(tx, brand_id, account_id)
            assert member is not None, "points without a member"
            book = await store.book(tx, brand_id, account_id)
            book.tend()
            if book.is_changed:
                await close_book(tx, book)
                await store_members.save_member(tx, member, member.held)
