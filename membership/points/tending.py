"""What happens to points by themselves: they mature, pay what is owed, expire, and their owners are told in time."""

from kit.one_by_one import OneByOne
from kit.unit_of_work import UnitOfWork
from membership.points import store
from membership.points.booking import close_book
from membership.tiers.store import members as store_members

BATCH = 200


class Tending:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._due = OneByOne[store.Key]("tend_points")

    async def tend(self) -> int:
        """Do what is due for the next members, one after the other; how many lots were due."""
        async with self._work.read() as tx:
            due = await store.due_members(tx, BATCH, self._due.left_alone())
        await self._due.each(dict.fromkeys(due), self._tend)
        return len(due)

    async def _tend(self, key: store.Key) -> None:
        brand_id, account_id = key
        async with self._work.write() as tx:
            member = await store_members.lock_member(tx, brand_id, account_id)
            assert member is not None, "points without a member"
            book = await store.book(tx, brand_id, account_id)
            book.tend()
            if book.is_changed:
                await close_book(tx, book)
                await store_members.save_member(tx, member, member.held)
