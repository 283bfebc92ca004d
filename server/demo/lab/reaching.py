"""How the lab knows its members and writes to them: profiles, visits, segments, and campaigns in each state."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from commerce.store.purchases import bought
from kit.clock import to_ms
from membership.attendance.attending import Attending
from membership.campaigns.holdout import is_held_out
from membership.campaigns.planning import Planning
from membership.campaigns.running import Running
from membership.campaigns.views import NewCampaign, NewSchedule
from membership.consents.choosing import Choosing
from membership.consents.views import ChannelName, ConsentChoice
from membership.profiles.telling import Profiles
from membership.profiles.views import NewProfile
from membership.segments.gathering import Gathering
from membership.segments.rule import Between, Group, InCategories, Rule
from membership.segments.segmenting import Segmenting
from membership.segments.views import NewSegment
from server.demo.people import LAB, LAB_FANS, LAB_FRIENDS, LAB_MANAGER, LAB_SHARER
from server.demo.populating import Cast
from server.demo.staged import StagedWork
from server.features.campaigns import find_deal, find_show
from server.handouts import find_voucher

HELD_OUT_PERCENT = 50
MEASURED_DAYS = 7
MOVED, ANYWAY = 11, 1
"""How many bought of those who were written to, and of those who were not."""

PROFILES = {
    LAB_SHARER: NewProfile(
        display_name="Sunny Han", language="en", time_zone="Asia/Seoul", birth_month=3, birth_day=9
    ),
    "jiwoo": NewProfile(display_name="Ji-woo", time_zone="Asia/Seoul", birth_month=11, birth_day=2),
    "mateo": NewProfile(display_name="Mateo", language="en", time_zone="Europe/Madrid"),
    "ines_p": NewProfile(
        display_name="Inês", time_zone="Europe/Lisbon", birth_month=6, birth_day=21
    ),
}


class Reaching:
    def __init__(self, work: StagedWork, cast: Cast) -> None:
        self._work = work
        self._cast = cast
        self._manager = cast[LAB_MANAGER]
        self._gathering = Gathering(work, bought)
        self._segmenting = Segmenting(work)
        self._planning = Planning(work, find_show, find_deal, find_voucher)

    async def introduce(self) -> None:
        """Some say who they are, and some allow the brand to write to them."""
        choosing, profiles = Choosing(self._work), Profiles(self._work)
        for handle, profile in PROFILES.items():
            await profiles.change(self._cast[handle], profile)
            await self._allow(choosing, handle, "profile")
        for handle in (LAB_SHARER, *LAB_FRIENDS[:5], *LAB_FANS[::8]):
            await self._allow(choosing, handle, "email")

    async def watch(
        self, show_id: str, brand_id: str, start: datetime, handles: Iterable[str]
    ) -> None:
        """People come to a show one after the other, and leave some time before its end."""
        attending = Attending(self._work)
        watching = list(handles)
        for place, handle in enumerate(watching):
            self._work.time = start + timedelta(seconds=10 * place)
            attending.come(self._cast[handle].account(), show_id, brand_id)
        for place, handle in enumerate(watching):
            self._work.time = start + timedelta(minutes=25, seconds=10 * place)
            attending.go(self._cast[handle].account(), show_id)
        await attending.close()

    async def know(self) -> None:
        """What the segments ask of, as it is now."""
        while await self._gathering.gather():
            pass
        await self._gathering.count_tiers()

    async def win_over(self) -> list[str]:
        """A campaign to those who watched and bought nothing; who buys after it. More of those who were written to do."""
        segment_id = await self._segment(
            "Watched, and bought nothing yet",
            Between(fact="shows_watched", at_least=1),
            Between(fact="orders", at_most=0),
        )
        campaign_id = await self._campaign(
            NewCampaign(
                name="Win over who only watched",
                segment_id=segment_id,
                subject="Refill night is for first jars too",
                body="You watched the perfumes with us. Tomorrow it is creams: Sora shows how little of it you need.",
                holdout_percent=HELD_OUT_PERCENT,
                measure_days=MEASURED_DAYS,
            )
        )
        await self._planning.schedule(self._manager, campaign_id, NewSchedule())
        await Running(self._work).go_on()
        held = [who for who in LAB_FANS if self._is_held_out(campaign_id, who)]
        told = [who for who in LAB_FANS if who not in held]
        return [*told[:MOVED], *held[:ANYWAY]]

    async def plan_ahead(self, show_id: str, now: datetime) -> None:
        """One campaign by e-mail that the worker finds due at once, one that is scheduled, and one that is a draft."""
        upper = await self._segment("Half Moon and above", Between(fact="tier_rank", at_least=3))
        jars = await self._segment("Bought creams or masks", InCategories(any_of=["jar"]))
        mail = await self._campaign(
            NewCampaign(
                name="Moonrise, by mail",
                segment_id=upper,
                channel="email",
                subject="Sora is on air: masks for three",
                body="Find two friends and pay less, each of you. The teams play for 3,000 points until morning.",
                show_id=show_id,
                holdout_percent=0,
            )
        )
        await self._planning.schedule(self._manager, mail, NewSchedule(starts_at_ms=to_ms(now)))
        later = await self._campaign(
            NewCampaign(
                name="The yearly box",
                segment_id=upper,
                subject="The yearly box is packed",
                body="Chosen by the lab, for Full Moon first. You see it a minute before everyone else.",
            )
        )
        at = NewSchedule(starts_at_ms=to_ms(now + timedelta(days=2)))
        await self._planning.schedule(self._manager, later, at)
        await self._campaign(
            NewCampaign(
                name="Refill instead of new",
                segment_id=jars,
                channel="email",
                subject="Send the jar back, get it filled",
                body="To be written: how it works, and what it saves.",
            )
        )

    async def _segment(self, name: str, *conditions: Between | InCategories) -> str:
        rule = Rule(groups=[Group(conditions=list(conditions))])
        new = NewSegment(name=name, rule=rule)
        return (await self._segmenting.create(self._manager, LAB, new)).id

    async def _campaign(self, new: NewCampaign) -> str:
        return (await self._planning.create(self._manager, LAB, new)).id

    def _is_held_out(self, campaign_id: str, handle: str) -> bool:
        return is_held_out(campaign_id, self._cast[handle].account(), HELD_OUT_PERCENT)

    async def _allow(self, choosing: Choosing, handle: str, channel: ChannelName) -> None:
        choice = ConsentChoice(channel=channel, is_given=True)
        await choosing.choose(self._cast[handle], LAB, choice)
