"""Looking at members without their doing: when their period or their tier by hand ends, and when their brand has new rules."""

from dataclasses import replace

from kit.one_by_one import OneByOne
from kit.unit_of_work import UnitOfWork
from membership import directory
from membership.tiers.climbing import look_at, settle_on
from membership.tiers.judging import under_new_rules
from membership.tiers.store import members as store_members
from membership.tiers.store import programmes as store_programmes
from membership.tiers.store.programmes import Walk

BATCH = 200


class Reviewing:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._due = OneByOne[store_members.Key]("review_tiers")
        self._walked = OneByOne[store_members.Key]("apply_programmes")

    async def review(self) -> int:
        """Look at the next members whose period or tier by hand has ended; how many."""
        async with self._work.read() as tx:
            due = await store_members.due_reviews(tx, self._due.reach(BATCH))
        return len(await self._due.each(due, lambda key: self._look(*key, are_new_rules=False)))

    async def apply_rules(self) -> int:
        """Take each brand's new rules on to its next members, and those with whom it failed; how many at most."""
        await self._walked.again(self._apply)
        async with self._work.read() as tx:
            walks = await store_programmes.walks(tx)
        return max([await self._walk(walk) for walk in walks], default=0)

    async def _walk(self, walk: Walk) -> int:
        async with self._work.read() as tx:
            accounts = await store_members.next_accounts(tx, walk.brand_id, walk.walked_to, BATCH)
        await self._walked.each(((walk.brand_id, one) for one in accounts), self._apply)
        async with self._work.write() as tx:
            is_done = len(accounts) < BATCH
            await store_programmes.note_walk(tx, walk, None if is_done else accounts[-1])
        return len(accounts)

    async def _apply(self, key: store_members.Key) -> None:
        await self._look(*key, are_new_rules=True)

    async def _look(self, brand_id: str, account_id: str, *, are_new_rules: bool) -> None:
        async with self._work.write() as tx:
            member = await store_members.lock_member(tx, brand_id, account_id)
            brand = await directory.brand(tx, brand_id)
            assert member is not None and brand is not None, "a member who is not there"  # noqa: PT018
            rules = await store_programmes.rules(tx, brand_id)
            seen = member
            if are_new_rules:
                seen = replace(member, held=under_new_rules(rules, member.held, tx.now))
            held = await look_at(tx, brand, rules, seen)
            by_hand = None if member.is_by_hand_over(tx.now) else member.by_hand
            if (held, by_hand) != (member.held, member.by_hand):
                await settle_on(tx, brand, replace(member, by_hand=by_hand), held)
