"""A manager's verbs on campaigns: writing one, scheduling it, taking it back, stopping it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kit.auth import Principal, Role
from kit.clock import from_ms
from kit.errors import Refusal
from kit.ids import is_id, new_id
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.access import managed_brand
from membership.campaigns.campaign import Campaign, Channel, Status, Step, stepped
from membership.campaigns.errors import BadCampaign, NoSuchCampaign, NotNow, TooManyCampaigns
from membership.campaigns.presenting import campaign_view, campaign_views
from membership.campaigns.store import campaigns as store
from membership.campaigns.store import people as store_people
from membership.campaigns.views import CampaignView, NewCampaign, NewSchedule, QuietLimit
from membership.people import Brand
from membership.segments.store import segments as store_segments

MOST_SHOWN = 100
MOST_NOT_STARTED = 50
"""Of a brand."""
FURTHEST = timedelta(days=365)
FindTitle = Callable[[Tx, str, str], Awaitable[str | None]]
"""The title of a brand's show or voucher, or of a show's deal, if it can be named in a campaign."""


class Planning:
    def __init__(
        self, work: UnitOfWork, find_show: FindTitle, find_deal: FindTitle, find_voucher: FindTitle
    ) -> None:
        self._work = work
        self._find_show = find_show
        self._find_deal = find_deal
        self._find_voucher = find_voucher

    async def all(self, principal: Principal, slug: str) -> list[CampaignView]:
        """The brand's newest campaigns, the newest first.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return await campaign_views(tx, await store.of_brand(tx, brand.id, MOST_SHOWN))

    async def create(self, principal: Principal, slug: str, new: NewCampaign) -> CampaignView:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadCampaign, TooManyCampaigns
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            if await store.number_not_started(tx, brand.id) >= MOST_NOT_STARTED:
                raise TooManyCampaigns("Remove one that you do not need any more.")
            campaign = await self._drafted(tx, brand, new_id(), new)
            await store.add(tx, campaign)
            return await campaign_view(tx, campaign)

    async def change(
        self, principal: Principal, campaign_id: str, new: NewCampaign
    ) -> CampaignView:
        """Only of a draft.

        Raises:
            NotSignedIn, Forbidden, NoSuchCampaign, BadCampaign, NotNow
        """
        async with self._work.write() as tx:
            before = await _draft(tx, principal, campaign_id)
            brand = await _brand(tx, before)
            after = await self._drafted(tx, brand, before.id, new)
            await store.save(tx, replace(after, version=before.version + 1))
            return await campaign_view(tx, after)

    async def remove(self, principal: Principal, campaign_id: str) -> None:
        """Only a draft.

        Raises:
            NotSignedIn, Forbidden, NoSuchCampaign, NotNow
        """
        async with self._work.write() as tx:
            await store.remove(tx, (await _draft(tx, principal, campaign_id)).id)

    async def schedule(
        self, principal: Principal, campaign_id: str, new: NewSchedule
    ) -> CampaignView:
        """Have it start at a time; a time that has passed is at once.

        Raises:
            NotSignedIn, Forbidden, NoSuchCampaign, BadCampaign, NotNow
        """
        async with self._work.write() as tx:
            before = await _locked(tx, principal, campaign_id)
            starts_at = _start(new, tx.now)
            if before.voucher_id is not None:
                await self._voucher(tx, before.brand_id, before.voucher_id)
            after = replace(_stepped(before, Step.SCHEDULE), starts_at=starts_at)
            await store.save(tx, after)
            return await campaign_view(tx, after)

    async def withdraw(self, principal: Principal, campaign_id: str) -> CampaignView:
        """Make it a draft again, before it starts.

        Raises:
            NotSignedIn, Forbidden, NoSuchCampaign, NotNow
        """
        async with self._work.write() as tx:
            before = await _locked(tx, principal, campaign_id)
            after = replace(_stepped(before, Step.WITHDRAW), starts_at=None)
            await store.save(tx, after)
            return await campaign_view(tx, after)

    async def stop(self, principal: Principal, campaign_id: str) -> CampaignView:
        """Reach nobody more than those who were reached.

        Raises:
            NotSignedIn, Forbidden, NoSuchCampaign, NotNow
        """
        async with self._work.write() as tx:
            before = await _locked(tx, principal, campaign_id)
            after = replace(_stepped(before, Step.STOP), ended_at=tx.now)
            await store.save(tx, after)
            await store_people.drop_mails(tx, after.id)
            return await campaign_view(tx, after)

    async def quiet_limit(self, principal: Principal, slug: str) -> QuietLimit:
        """
        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return QuietLimit(most_a_week=await store.most_a_week(tx, brand.id))

    async def keep_quiet(self, principal: Principal, slug: str, limit: QuietLimit) -> QuietLimit:
        """Choose how many messages a week a person has at most. Campaigns that run follow it too.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            await store.save_most_a_week(tx, brand.id, limit.most_a_week)
        return limit

    async def _drafted(self, tx: Tx, brand: Brand, campaign_id: str, new: NewCampaign) -> Campaign:
        segment = await store_segments.segment(tx, new.segment_id)
        if segment is None or segment.brand_id != brand.id:
            raise _bad("segment_id", "Choose one of the brand's segments.")
        show, voucher = new.show_id, new.voucher_id
        _check_early_access(new)
        return Campaign(
            id=campaign_id,
            brand_id=brand.id,
            segment_id=segment.id,
            name=new.name.strip(),
            channel=Channel(new.channel),
            subject=new.subject.strip(),
            body=new.body.strip(),
            show_id=show,
            show_title=await self._show(tx, brand.id, show) if show else None,
            early_access_s=new.early_access_s,
            early_deal_id=new.early_deal_id,
            early_deal_title=await self._deal(tx, show, new.early_deal_id),
            voucher_id=voucher,
            voucher_title=await self._voucher(tx, brand.id, voucher) if voucher else None,
            holdout_percent=new.holdout_percent,
            measure_days=new.measure_days,
        )

    async def _show(self, tx: Tx, brand_id: str, show_id: str) -> str:
        title = await self._find_show(tx, brand_id, show_id)
        if title is None:
            raise _bad("show_id", "Choose a show of the brand that is not over.")
        return title

    async def _deal(self, tx: Tx, show_id: str | None, deal_id: str | None) -> str | None:
        if deal_id is None or show_id is None:
            return None
        title = await self._find_deal(tx, show_id, deal_id)
        if title is None:
            raise _bad("early_deal_id", "Choose a deal of the show that has not dropped yet.")
        return title

    async def _voucher(self, tx: Tx, brand_id: str, voucher_id: str) -> str:
        title = await self._find_voucher(tx, brand_id, voucher_id)
        if title is None:
            raise _bad("voucher_id", "Choose a voucher that people get from you by name, and that is not over.")  # fmt: skip
        return title


def _check_early_access(new: NewCampaign) -> None:
    if new.early_access_s and new.show_id is None:
        raise _bad("early_access_s", "Choose the show whose deals they see early.")
    if new.early_deal_id is not None and not new.early_access_s:
        raise _bad("early_access_s", "Say how many seconds before others they see the deal.")


async def managed_campaign(tx: Tx, principal: Principal, campaign_id: str) -> Campaign:
    """Raises: NotSignedIn, Forbidden, NoSuchCampaign."""
    campaign = await store.campaign(tx, campaign_id) if is_id(campaign_id) else None
    return _managed(principal, campaign)


async def _locked(tx: Tx, principal: Principal, campaign_id: str) -> Campaign:
    return _managed(principal, await store.lock(tx, campaign_id) if is_id(campaign_id) else None)


async def _draft(tx: Tx, principal: Principal, campaign_id: str) -> Campaign:
    campaign = await _locked(tx, principal, campaign_id)
    if not campaign.is_draft:
        raise NotNow(
            "Take it back to a draft first."
            if campaign.status is Status.SCHEDULED
            else "It has started. Write a new one."
        )
    return campaign


def _managed(principal: Principal, campaign: Campaign | None) -> Campaign:
    if campaign is None:
        raise NoSuchCampaign("It may have been removed. Reload the page.")
    principal.require(Role.MANAGER, campaign.brand_id)
    return campaign


async def _brand(tx: Tx, campaign: Campaign) -> Brand:
    brand = await directory.brand(tx, campaign.brand_id)
    assert brand is not None, "a campaign of a brand that is not there"
    return brand


def _stepped(campaign: Campaign, step: Step) -> Campaign:
    after = stepped(campaign, step)
    if isinstance(after, Refusal):
        raise after
    return after


def _start(new: NewSchedule, now: datetime) -> datetime:
    if new.starts_at_ms is None:
        return now
    starts_at = from_ms(new.starts_at_ms)
    if starts_at > now + FURTHEST:
        raise _bad("starts_at_ms", "Choose a time within a year.")
    return max(starts_at, now)


def _bad(field: str, message: str) -> BadCampaign:
    return BadCampaign(message, fields={field: message})
