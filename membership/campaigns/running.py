"""Running campaigns, for the worker: starting what is due, reaching its audience batch by batch, and ending it.

A batch is one transaction under the campaign's lock, and decides for each person once: a worker that dies leaves them waiting,
and two workers at once come one after the other.
"""

from collections.abc import Mapping
from dataclasses import replace

from kit.ids import new_id
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership.campaigns.campaign import Campaign, Channel, Status, Step, stepped
from membership.campaigns.errors import NotNow
from membership.campaigns.events import EarlyAccessGiven, MessagesArrived
from membership.campaigns.fate import TREATED, Fate, fate_of
from membership.campaigns.holdout import is_held_out
from membership.campaigns.store import campaigns as store
from membership.campaigns.store import inbox as store_inbox
from membership.campaigns.store import people as store_people
from membership.events import HandoutDue
from membership.handouts import store as store_handouts
from membership.handouts.handout import Handout
from membership.segments.store import segments as store_segments

BATCH = 500
MOST_BATCHES = 20
"""That one beat gives to one campaign."""
AT_ONCE = 50
"""Campaigns that one beat looks at."""


class Running:
    def __init__(self, work: UnitOfWork, batch: int = BATCH) -> None:
        self._work = work
        self._batch = batch
        self._under_way = OneByOne[str]("run_campaigns")

    async def go_on(self) -> int:
        """Start and go on with what is under way; how many people were decided upon."""
        async with self._work.read() as tx:
            campaign_ids = await store.under_way(tx, self._under_way.reach(AT_ONCE))
        return sum(await self._under_way.each(campaign_ids, self._run))

    async def start(self, campaign_id: str) -> None:
        """Freeze the segment's rule and who is in it. The second time nothing happens."""
        async with self._work.write() as tx:
            campaign = await store.lock(tx, campaign_id)
            if campaign is None or campaign.status is not Status.SCHEDULED:
                return
            segment = await store_segments.segment(tx, campaign.segment_id)
            assert segment is not None, "a campaign of a segment that is not there"
            started = _stepped(campaign, Step.START)
            started = replace(started, rule=segment.rule, started_at=tx.now)
            await store.save(tx, started)
            await store_people.add_audience(tx, started, segment.rule)

    async def reach(self, campaign_id: str) -> int:
        """Decide for a batch of the audience, and write to those who are to be written to; how many."""
        async with self._work.write() as tx:
            campaign = await store.lock(tx, campaign_id)
            if campaign is None or campaign.status is not Status.RUNNING:
                return 0
            fates = await self._fates(tx, campaign)
            if fates:
                await _reach(tx, campaign, fates)
            elif not await store_people.is_anything_left(tx, campaign.id):
                ended = replace(_stepped(campaign, Step.FINISH), ended_at=tx.now)
                await store.save(tx, ended)
            return len(fates)

    async def _run(self, campaign_id: str) -> int:
        await self.start(campaign_id)
        reached = 0
        for _ in range(MOST_BATCHES):
            count = await self.reach(campaign_id)
            reached += count
            if count == 0:
                break
        return reached

    async def _fates(self, tx: Tx, campaign: Campaign) -> dict[str, Fate]:
        most = await store.lock_most_a_week(tx, campaign.brand_id)
        waiting = await store_people.lock_waiting(tx, campaign.id, self._batch)
        channel = campaign.channel.value
        allowing = await store_people.who_allow(tx, campaign.brand_id, channel, waiting)
        had = await store_people.written_this_week(tx, campaign.brand_id, waiting)
        return {
            account_id: fate_of(
                allows=account_id in allowing,
                had_this_week=had.get(account_id, 0),
                most_a_week=most,
                held_out=is_held_out(campaign.id, account_id, campaign.holdout_percent),
                is_mail=campaign.channel is Channel.EMAIL,
            )
            for account_id in waiting
        }


async def _reach(tx: Tx, campaign: Campaign, fates: Mapping[str, Fate]) -> None:
    await store_people.save_fates(tx, campaign, fates, tx.now + campaign.measured_for)
    written_to = [account_id for account_id, fate in fates.items() if fate in TREATED]
    if campaign.channel is Channel.MESSAGE and written_to:
        await store_inbox.add(tx, campaign.id, written_to)
        tx.emit(MessagesArrived(campaign_id=campaign.id, account_ids=written_to))
    if campaign.early_access_s and campaign.show_id and written_to:
        tx.emit(
            EarlyAccessGiven(
                campaign_id=campaign.id,
                show_id=campaign.show_id,
                deal_id=campaign.early_deal_id,
                account_ids=written_to,
                brand_id=campaign.brand_id,
            )
        )
    if campaign.voucher_id is not None:
        await _hand_out(tx, campaign, written_to)


async def _hand_out(tx: Tx, campaign: Campaign, account_ids: list[str]) -> None:
    assert campaign.voucher_id is not None
    handouts = [
        Handout(
            id=new_id(),
            brand_id=campaign.brand_id,
            account_id=account_id,
            voucher_id=campaign.voucher_id,
            title=campaign.voucher_title or "",
            points=0,
            tier_rank=None,
            made_at=tx.now,
        )
        for account_id in account_ids
    ]
    await store_handouts.add_handouts(tx, handouts)
    for handout in handouts:
        tx.emit(HandoutDue(handout_id=handout.id))


def _stepped(campaign: Campaign, step: Step) -> Campaign:
    after = stepped(campaign, step)
    assert not isinstance(after, NotNow), f"a {campaign.status.value} campaign cannot {step.value}"
    return after
