"""Looking at rewards by the rules when they were earned: those that were earned together are screened together, and earning
them waits for nothing."""

import asyncio
from collections.abc import Collection, Sequence
from functools import partial

from kit.overtaking import looking_again
from kit.unit_of_work import Tx, UnitOfWork
from share.events import RewardCorrected
from share.review.events import RewardHeld, RewardsScreened
from share.review.gathering import Dossier, FindSharedCards, gather
from share.review.reward import Earned, Screened
from share.review.rules import Rulebook, Verdict, judge
from share.review.store import cases, rulebooks, screenings
from share.rewards.holding import hold_rewards, refuse_rewards


class Screening:
    """`disposable_too` are domains of throw-away e-mail addresses, beside those that are known."""

    def __init__(
        self,
        work: UnitOfWork,
        find_shared_cards: FindSharedCards,
        disposable_too: Collection[str] = (),
    ) -> None:
        self._work = work
        self._find_shared_cards = find_shared_cards
        self._disposable_too = disposable_too
        # What this process screens at the same moment sees each other: rings and rushes are of one moment.
        self._turn = asyncio.Lock()

    async def screen(self, reward_ids: Collection[str]) -> None:
        """Look at these rewards, each once: it is let pass, held for review, or refused."""
        async with self._turn:
            await looking_again(partial(self._screen, reward_ids))

    async def _screen(self, reward_ids: Collection[str]) -> None:
        async with self._work.write() as tx:
            earned = await screenings.lock_unscreened(tx, reward_ids)
            if earned:
                facts = await gather(tx, earned, self._find_shared_cards, self._disposable_too)
                books = await rulebooks.rulebooks_of(tx, {one.brand_id for one in earned})
                dossier = Dossier(facts)
                await _write(tx, [_screened(one, dossier, books[one.brand_id]) for one in earned])


def _screened(one: Earned, dossier: Dossier, rulebook: Rulebook) -> Screened:
    evidence = dossier.evidence(one)
    judgement = judge(evidence, rulebook)
    place = None if judgement.verdict is Verdict.REFUSE else dossier.count(one)
    is_new = dossier.is_new_friend(one)
    return Screened(one, evidence, judgement, rulebook.version, place, is_new)


async def _write(tx: Tx, screened: Sequence[Screened]) -> None:
    held = [one.earned for one in screened if one.judgement.verdict is Verdict.HOLD]
    refused = [one.earned for one in screened if one.judgement.verdict is Verdict.REFUSE]
    await hold_rewards(tx, [one.reward_id for one in held])
    await refuse_rewards(tx, [one.reward_id for one in refused])
    tx.add(*screenings.new_screenings(tx, screened))
    tx.add(cases.new_decisions(tx, [one.reward_id for one in refused], cases.REFUSED))
    tx.emit(RewardsScreened(reward_ids=[one.earned.reward_id for one in screened]))
    for one in held:
        tx.emit(
            RewardHeld(
                reward_id=one.reward_id,
                link_code=one.link_code,
                account_id=one.sharer_id,
                order_id=one.order_id,
            )
        )
    for one in refused:
        tx.emit(
            RewardCorrected(
                reward_id=one.reward_id,
                link_code=one.link_code,
                account_id=one.sharer_id,
                order_id=one.order_id,
            )
        )
