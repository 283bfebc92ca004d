"""Opening deals that dropped to the tiers first to those who come next, when their time has come."""

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal
from commerce.protection.recording import record_drop
from commerce.store import deals as store_deals
from kit.one_by_one import OneByOne
from kit.unit_of_work import UnitOfWork

BATCH = 200


class Opening:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._due = OneByOne[str]("open_deals_further")

    async def due_in_s(self) -> float | None:
        """How long it is until the next deal opens further, below zero if it is late; None if none does."""
        async with self._work.read() as tx:
            at = await store_deals.next_step_at(tx)
            return None if at is None else (at - tx.now).total_seconds()

    async def open_due(self) -> int:
        """Open what is due; of how many deals. Again, or in another process at the same time, it changes nothing."""
        async with self._work.read() as tx:
            deal_ids = await store_deals.due_step_ids(tx, self._due.reach(BATCH))
        return sum(await self._due.each(deal_ids, self._open))

    async def _open(self, deal_id: str) -> bool:
        async with self._work.write() as tx:
            deal = await store_deals.lock_deal(tx, deal_id)
            opened = deal and rules.open_further(deal, tx.now)
            if opened is None or opened is deal:
                return False
            await save_deal(tx, opened, events.DealOpened)
            await record_drop(tx, opened)
        return True
