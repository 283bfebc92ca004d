"""What becomes of rewards when their return window is over: money is payable, points are given. For the worker."""

from kit.unit_of_work import UnitOfWork
from membership.points.gifts import give
from share.rewards.correcting import gift_of
from share.rewards.offer import Unit
from share.rewards.reward import matured, refused
from share.rewards.store import rewards as store_rewards
from share.rewards.store import terms as store_terms

BATCH = 500
MOST_BATCHES = 50
"""That one beat goes through."""


class Maturing:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def mature_all(self) -> None:
        """Batch after batch while they are full, as after a festival."""
        for _ in range(MOST_BATCHES):
            if await self.mature() < BATCH:
                break

    async def mature(self) -> int:
        """Let the rewards go on that are due; how many were looked at."""
        async with self._work.read() as tx:
            due = await store_rewards.due(tx, BATCH)
        money = [reward_id for reward_id, unit in due if unit is Unit.MONEY]
        if money:
            async with self._work.write() as tx:
                found = await store_rewards.lock_due(tx, money)
                store_rewards.save(tx, [matured(reward) for reward in found])
        for reward_id, unit in due:
            if unit is Unit.POINTS:
                await self._give(reward_id)
        return len(due)

    async def _give(self, reward_id: str) -> None:
        """One at a time, since each has a member to lock."""
        async with self._work.write() as tx:
            for reward in await store_rewards.lock_due(tx, [reward_id]):
                is_given = await give(tx, gift_of(reward))
                # Who is no member any more has no wallet to put them in.
                change = matured(reward) if is_given else refused(reward)
                store_rewards.save(tx, [change])
                if reward.is_budgeted and change.lost:
                    await store_terms.refill(tx, reward.brand_id, Unit.POINTS, change.lost)
