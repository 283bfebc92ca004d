"""What becomes of rewards when their return window is over: money is payable, points are given. For the worker."""

from collections.abc import Sequence

from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership.campaigns.notifying import notify
from membership.points.gifts import give
from share.events import RewardsMatured
from share.payees.store import known
from share.rewards.correcting import gift_of
from share.rewards.offer import Unit
from share.rewards.reward import Reward, matured, refused
from share.rewards.store import rewards as store_rewards
from share.rewards.store import terms as store_terms

BATCH = 500
MOST_BATCHES = 50
"""That one beat goes through."""


class Maturing:
    def __init__(self, work: UnitOfWork, key_id: str) -> None:
        self._work = work
        self._key_id = key_id
        self._due = OneByOne[str]("mature_rewards")

    async def mature_all(self) -> None:
        """Batch after batch while they are full, as after a festival."""
        for _ in range(MOST_BATCHES):
            if await self.mature() < BATCH:
                break

    async def mature(self) -> int:
        """Let the rewards go on that are due; how many were looked at."""
        async with self._work.read() as tx:
            due = await store_rewards.due(tx, self._due.reach(BATCH))
        money = [reward_id for reward_id, unit in due if unit is Unit.MONEY]
        points = [reward_id for reward_id, unit in due if unit is Unit.POINTS]
        return await self._due.together(money, self._mature) + len(
            await self._due.each(points, self._give)
        )

    async def _mature(self, reward_ids: Sequence[str]) -> int:
        async with self._work.write() as tx:
            found = await store_rewards.lock_due(tx, reward_ids)
            store_rewards.save(tx, [matured(reward) for reward in found])
            await self._tell(tx, found)
        return len(reward_ids)

    async def _tell(self, tx: Tx, found: Sequence[Reward]) -> None:
        """Have desks show it, and let those know who have not said where their money is to go: each once by each brand."""
        sharers = {reward.account_id for reward in found}
        missing = sharers - await known(tx, sharers, self._key_id)
        for brand_id in sorted({reward.brand_id for reward in found}):
            of = {reward.account_id for reward in found if reward.brand_id == brand_id}
            await notify(tx, brand_id, "payout_details", of & missing)
            tx.emit(RewardsMatured(brand_id=brand_id))

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
