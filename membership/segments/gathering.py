"""Keeping members' facts as they are: whatever changes them makes them stale, and the worker makes stale ones anew from
their sources. So an event that comes twice, late or out of order changes nothing."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from kit.group_commit import is_transient
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership.segments.facts import Bought, facts_of
from membership.segments.store import facts as store_facts
from membership.segments.store import tier_counts as store_counts
from membership.segments.store import visits as store_visits
from membership.tiers.store import members as store_members

BATCH = 500
FindBought = Callable[[Tx, Sequence[tuple[str, str]]], Awaitable[Mapping[tuple[str, str], Bought]]]
"""What each of these people bought at each of these brands. Who bought nothing is left out."""


class Gathering:
    def __init__(self, work: UnitOfWork, find_bought: FindBought) -> None:
        self._work = work
        self._find_bought = find_bought
        self._stale = OneByOne[store_facts.Key]("gather_facts")

    async def note(self, keys: Sequence[tuple[str, str]]) -> None:
        """Something of these people, each with the brand, has changed."""
        async with self._work.read() as tx:
            of_members = await store_members.among(tx, keys)
        if of_members:
            async with self._work.write() as tx:
                await store_facts.make_stale(tx, of_members)

    async def note_those(self, brand_id: str, account_ids: Sequence[str]) -> None:
        """The same of many."""
        async with self._work.write() as tx:
            await store_facts.make_all_stale(tx, brand_id, account_ids)

    async def note_show(self, brand_id: str, show_id: str) -> None:
        """The show is over: who watched it has watched one more."""
        async with self._work.write() as tx:
            await store_visits.make_watchers_stale(tx, brand_id, show_id)

    async def gather(self) -> int:
        """Make a batch of stale facts anew; how many."""
        try:
            return await self._gather_next(self._stale.left_alone())
        except Exception as error:
            if is_transient(error):
                raise
        # Somebody's facts cannot be made: they are found, so that the next batch is without them.
        async with self._work.read() as tx:
            keys = await store_facts.stale(tx, BATCH, self._stale.left_alone())
        return len(await self._stale.each(keys, self._gather_one))

    async def count_tiers(self) -> None:
        """Write down how many members the tiers have today."""
        async with self._work.write() as tx:
            await store_counts.count_today(tx)

    async def _gather_next(self, without: Collection[store_facts.Key]) -> int:
        async with self._work.write() as tx:
            keys = await store_facts.lock_stale(tx, BATCH, without)
            if keys:
                await self._gather(tx, keys)
        return len(keys)

    async def _gather_one(self, key: store_facts.Key) -> None:
        async with self._work.write() as tx:
            if await store_facts.lock_if_stale(tx, key):
                await self._gather(tx, [key])

    async def _gather(self, tx: Tx, keys: Sequence[tuple[str, str]]) -> None:
        members = await store_facts.memberships(tx, keys)
        bought = await self._find_bought(tx, keys)
        watched = await store_visits.watched(tx, keys)
        made = {
            key: facts_of(rank, joined_at, bought.get(key), watched.get(key))
            for key, (rank, joined_at) in members.items()
        }
        await store_facts.save_facts(tx, made)
