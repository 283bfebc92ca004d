"""Reminding buyers of balances. An order is reminded under its lock, so that two workers never do it twice."""

from collections.abc import Sequence

from commerce import events
from commerce.announcing import tell_order
from commerce.presale.reminder import Reminder, remind
from commerce.store import orders as store_orders
from kit.one_by_one import OneByOne
from kit.unit_of_work import UnitOfWork

BATCH = 100


class Reminding:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._due = OneByOne[str]("remind_of_balances")

    async def remind(self) -> int:
        """Remind the buyers of one batch of orders; of how many orders. For the worker."""
        async with self._work.read() as tx:
            due = await store_orders.due_reminder_ids(tx, self._due.reach(BATCH))
        return await self._due.together(due, self._remind)

    async def _remind(self, order_ids: Sequence[str]) -> int:
        count = 0
        async with self._work.write() as tx:
            for order in await store_orders.lock_orders(tx, order_ids):
                if reminded := remind(order, tx.now):
                    after, reminder = reminded
                    await store_orders.save_order(tx, after)
                    is_closing = reminder is Reminder.CLOSING
                    tell_order(tx, events.BalanceReminded, after, is_closing=is_closing)
                    count += 1
        return count
