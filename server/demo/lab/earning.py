"""What the lab's sharer earned, in all the states in which that can be, and what managers did about it."""

from datetime import timedelta

from server.demo.people import LAB, LAB_MANAGER, LAB_SHARER
from server.demo.populating import Cast
from server.demo.staged import StagedWork
from share.payees import store as payees
from share.payees.bank_account import BankAccount
from share.payees.sealing import Sealing
from share.review.marks import Visit
from share.review.reviewing import Reviewing
from share.review.traces import Traces
from share.review.views import NewDecision
from share.rewards.maturing import Maturing
from share.rewards.offering import Offering
from share.rewards.paying import Paying
from share.rewards.views import NewLimits, NewRewardTerms, NewTierReward

RETURN_DAYS = 7


class Earning:
    """The desks of the brand's managers: `sora` makes payouts, the other one approves them and reviews."""

    def __init__(self, work: StagedWork, cast: Cast, offering: Offering, sealing: Sealing) -> None:
        self._work = work
        self._maker, self._approver = cast["sora"], cast[LAB_MANAGER]
        self._cast = cast
        self._offering = offering
        self._maturing = Maturing(work, sealing.key_id)
        self._paying = Paying(work, sealing)
        self._sealing = sealing
        self._reviewing = Reviewing(work)
        self._traces = Traces(work, "the demo's traces")

    async def set_terms(self) -> None:
        """Each tier earns in another way, and all of them within a budget."""
        terms = NewRewardTerms(
            tiers=[
                NewTierReward(rank=2, kind="fixed", amount=2_000),
                NewTierReward(rank=4, kind="points", amount=200),
            ],
            return_days=RETURN_DAYS,
            least_payout_minor=500,
            money=NewLimits(per_day=100_000, budget=2_000_000),
        )
        await self._offering.set_terms(self._maker, LAB, terms)

    async def say_where_to(self) -> None:
        """The sharer has an account at a bank whose country has no IBAN."""
        bank_account = BankAccount(holder="Sunny Han", number="110234567890", bic="CZNBKRSE")
        async with self._work.write() as tx:
            await payees.save(tx, self._cast[LAB_SHARER].account(), bank_account, self._sealing)

    async def share_a_tablet(self, *handles: str) -> None:
        """Have these people be seen in one browser."""
        for handle in handles:
            account_id = self._cast[handle].account()
            await self._traces.note(Visit(account_id, "the tablet in the kitchen", "", ""))

    async def pay_out(self) -> None:
        """What is payable, to the end."""
        await self._maturing.mature()
        payout_id = await self.propose()
        self._work.time += timedelta(hours=3)
        await self._paying.approve(self._approver, LAB, payout_id)
        self._work.time += timedelta(hours=20)
        await self._paying.pay(self._approver, LAB, payout_id, "Transferred with the week's run")

    async def propose(self) -> str:
        """A payout of what is payable, for the other manager to approve; its id."""
        await self._maturing.mature()
        return (await self._paying.make(self._maker, LAB)).id

    async def decide(self, friend: str, new: NewDecision) -> None:
        page = await self._reviewing.cases(self._approver, LAB)
        [case] = [case for case in page.cases if case.friend_handle == friend]
        await self._reviewing.decide(self._approver, case.reward_id, new)
        await self._maturing.mature()
