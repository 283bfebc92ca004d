"""Campaigns and inboxes over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.campaigns.errors import BadCampaign, NoSuchCampaign, NotNow, TooManyCampaigns
from membership.campaigns.measuring import Measuring
from membership.campaigns.planning import Planning
from membership.campaigns.reading import Reading
from membership.campaigns.views import (
    CampaignView,
    InboxView,
    NewCampaign,
    NewReading,
    NewSchedule,
    QuietLimit,
    ResultsView,
    UnreadView,
)
from membership.errors import NoSuchBrand


class CampaignRoutes:
    def __init__(self, planning: Planning, measuring: Measuring, reading: Reading) -> None:
        self._planning = planning
        self._measuring = measuring
        self._reading = reading

    def endpoints(self) -> list[Endpoint]:
        of_brand, one = "/api/brands/{slug}/campaigns", "/api/campaigns/{campaign_id}"
        quiet = "/api/brands/{slug}/quiet-limit"
        return [
            Endpoint("GET", of_brand, Role.MANAGER, self.all, "A brand's newest campaigns",
                     returns=list[CampaignView], refusals=(NoSuchBrand,)),
            Endpoint("POST", of_brand, Role.MANAGER, self.create, "Draft a campaign",
                     body=NewCampaign, returns=CampaignView, status=201,
                     refusals=(NoSuchBrand, BadCampaign, TooManyCampaigns)),
            Endpoint("PUT", one, Role.MANAGER, self.change, "Change a draft",
                     body=NewCampaign, returns=CampaignView, refusals=(NoSuchCampaign, BadCampaign, NotNow)),
            Endpoint("DELETE", one, Role.MANAGER, self.remove, "Remove a draft",
                     status=204, refusals=(NoSuchCampaign, NotNow)),
            Endpoint("POST", f"{one}/schedule", Role.MANAGER, self.schedule, "Have a draft start, now or later",
                     body=NewSchedule, returns=CampaignView, refusals=(NoSuchCampaign, BadCampaign, NotNow)),
            Endpoint("DELETE", f"{one}/schedule", Role.MANAGER, self.withdraw, "Make it a draft again, before it starts",
                     returns=CampaignView, refusals=(NoSuchCampaign, NotNow)),
            Endpoint("POST", f"{one}/stop", Role.MANAGER, self.stop, "Reach nobody more",
                     returns=CampaignView, refusals=(NoSuchCampaign, NotNow)),
            Endpoint("GET", f"{one}/results", Role.MANAGER, self.results, "What came of a campaign",
                     returns=ResultsView, refusals=(NoSuchCampaign, NotNow)),
            Endpoint("GET", quiet, Role.MANAGER, self.quiet_limit, "How many messages a week a person has at most",
                     returns=QuietLimit, refusals=(NoSuchBrand,)),
            Endpoint("PUT", quiet, Role.MANAGER, self.keep_quiet, "Change it",
                     body=QuietLimit, returns=QuietLimit, refusals=(NoSuchBrand,)),
            Endpoint("GET", "/api/inbox", Role.MEMBER, self.inbox, "My newest messages from brands",
                     returns=InboxView, query={"before": "Only those before this message"}),
            Endpoint("GET", "/api/inbox/unread", Role.MEMBER, self.unread, "How many of them I have not read",
                     returns=UnreadView),
            Endpoint("POST", "/api/inbox/reading", Role.MEMBER, self.read, "Mark a message as read, and all before it",
                     body=NewReading, returns=UnreadView),
        ]  # fmt: skip

    async def all(self, call: Call[None]) -> list[CampaignView]:
        return await self._planning.all(call.principal, call.path("slug"))

    async def create(self, call: Call[NewCampaign]) -> CampaignView:
        return await self._planning.create(call.principal, call.path("slug"), call.body)

    async def change(self, call: Call[NewCampaign]) -> CampaignView:
        return await self._planning.change(call.principal, call.path("campaign_id"), call.body)

    async def remove(self, call: Call[None]) -> None:
        await self._planning.remove(call.principal, call.path("campaign_id"))

    async def schedule(self, call: Call[NewSchedule]) -> CampaignView:
        return await self._planning.schedule(call.principal, call.path("campaign_id"), call.body)

    async def withdraw(self, call: Call[None]) -> CampaignView:
        return await self._planning.withdraw(call.principal, call.path("campaign_id"))

    async def stop(self, call: Call[None]) -> CampaignView:
        return await self._planning.stop(call.principal, call.path("campaign_id"))

    async def results(self, call: Call[None]) -> ResultsView:
        return await self._measuring.results(call.principal, call.path("campaign_id"))

    async def quiet_limit(self, call: Call[None]) -> QuietLimit:
        return await self._planning.quiet_limit(call.principal, call.path("slug"))

    async def keep_quiet(self, call: Call[QuietLimit]) -> QuietLimit:
        return await self._planning.keep_quiet(call.principal, call.path("slug"), call.body)

    async def inbox(self, call: Call[None]) -> InboxView:
        return await self._reading.inbox(call.principal, call.query("before"))

    async def unread(self, call: Call[None]) -> UnreadView:
        return await self._reading.unread(call.principal)

    async def read(self, call: Call[NewReading]) -> UnreadView:
        return await self._reading.read(call.principal, call.body.up_to)
