"""Booking the points of opened shares: soon after, and once each by the opening's id.

A thousand shares may be opened within a second, and each is a purse of its own to be locked; so who opens does not wait for it.
"""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership.points.gift import Gift
from membership.points.gifts import give
from share.packets import store

BATCH = 200
AT_ONCE = 20
"""In one transaction, which keeps their members locked."""


class Giving:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._due = OneByOne[str]("give_packets")

    async def give_due(self) -> int:
        """Book what is due; how many. For the worker."""
        async with self._work.read() as tx:
            rows = await store.due_openings(tx, self._due.reach(BATCH))
        due = {row["id"]: row for row in rows}
        ids = self._due.awake(due)
        given = 0
        for first in range(0, len(ids), AT_ONCE):
            given += await self._due.together(
                ids[first : first + AT_ONCE], lambda some: self._give([due[id] for id in some])
            )
        return given

    async def _give(self, due: Sequence[RowMapping]) -> int:
        async with self._work.write() as tx:
            await _give(tx, due)
        return len(due)


async def _give(tx: Tx, due: Sequence[RowMapping]) -> None:
    # In the order of the members, whom others may lock as well.
    for row in sorted(due, key=lambda row: (row["brand_id"], row["account_id"])):
        is_given = await give(tx, _gift(row))
        if await store.settle_opening(tx, row["id"], is_given=is_given) and not is_given:
            await store.spend(tx, row["show_id"], -row["points"])


def _gift(row: RowMapping) -> Gift:
    return Gift(
        id=row["id"],
        brand_id=row["brand_id"],
        account_id=row["account_id"],
        points=row["points"],
        title=row["greeting"],
    )
