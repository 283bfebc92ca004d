"""Packets over HTTP."""

from starlette.responses import PlainTextResponse

from kit.auth import Role
from kit.http import Call, Endpoint
from share.packets.budgeting import Budgeting
from share.packets.dropping import Dropping
from share.packets.errors import (
    AllOpened,
    ForHigherTiers,
    MembersOnly,
    NoLiveRoom,
    NoRoom,
    NoSuchPacket,
    OverBudget,
    PacketOpen,
    PacketOver,
    PacketRunning,
    StaffCannotOpen,
)
from share.packets.finding import Finding
from share.packets.opening import Opening
from share.packets.views import BudgetView, NewBudget, NewPacket, OpeningView, PacketView


class PacketRoutes:
    def __init__(
        self, dropping: Dropping, opening: Opening, finding: Finding, budgeting: Budgeting
    ) -> None:
        self._dropping = dropping
        self._opening = opening
        self._finding = finding
        self._budgeting = budgeting

    def endpoints(self) -> list[Endpoint]:
        of_show, one = "/api/shows/{show_id}/packets", "/api/packets/{packet_id}"
        budget = "/api/shows/{show_id}/packet-budget"
        return [
            Endpoint("POST", of_show, Role.HOST, self.drop, "Drop a packet of points into a live room",
                     body=NewPacket, returns=PacketView, status=201,
                     refusals=(NoRoom, NoLiveRoom, PacketRunning, OverBudget)),
            Endpoint("GET", of_show, Role.GUEST, self.of_show, "A show's newest packets",
                     returns=list[PacketView], refusals=(NoRoom,)),
            Endpoint("GET", f"{of_show}/mine", Role.MEMBER, self.mine, "What I got from a show's packets",
                     returns=list[OpeningView], refusals=(NoRoom,)),
            Endpoint("GET", budget, Role.HOST, self.budget, "What a show's packets may give away",
                     returns=BudgetView, refusals=(NoRoom,)),
            Endpoint("PUT", budget, Role.MANAGER, self.set_budget,
                     "Let a show's packets give away more or less",
                     body=NewBudget, returns=BudgetView, refusals=(NoRoom,)),
            Endpoint("GET", one, Role.GUEST, self.get,
                     "A packet, and once it has ended all it takes to check it",
                     returns=PacketView, refusals=(NoSuchPacket,)),
            Endpoint("GET", f"{one}/arrivals", Role.GUEST, self.arrivals,
                     "Who opened an ended packet: tickets with their points, in order of arrival",
                     returns=str, media_type="text/plain", refusals=(NoSuchPacket, PacketOpen)),
            Endpoint("POST", f"{one}/opening", Role.MEMBER, self.open,
                     "Open a share of a packet: the same one each time",
                     returns=OpeningView, status=201,
                     refusals=(NoSuchPacket, AllOpened, PacketOver, StaffCannotOpen, MembersOnly,
                               ForHigherTiers)),
            Endpoint("POST", f"{one}/end", Role.HOST, self.end, "End a packet now",
                     returns=PacketView, refusals=(NoSuchPacket,)),
        ]  # fmt: skip

    async def drop(self, call: Call[NewPacket]) -> PacketView:
        return await self._dropping.drop(call.principal, call.path("show_id"), call.body)

    async def of_show(self, call: Call[None]) -> list[PacketView]:
        return await self._finding.of_show(call.path("show_id"))

    async def mine(self, call: Call[None]) -> list[OpeningView]:
        return await self._finding.mine(call.principal, call.path("show_id"))

    async def budget(self, call: Call[None]) -> BudgetView:
        return await self._budgeting.budget(call.principal, call.path("show_id"))

    async def set_budget(self, call: Call[NewBudget]) -> BudgetView:
        return await self._budgeting.set_budget(call.principal, call.path("show_id"), call.body)

    async def get(self, call: Call[None]) -> PacketView:
        return await self._finding.get(call.path("packet_id"))

    async def arrivals(self, call: Call[None]) -> PlainTextResponse:
        return PlainTextResponse(
            await self._finding.arrivals(call.path("packet_id")),
            headers={"cache-control": "public, max-age=86400"},
        )

    async def open(self, call: Call[None]) -> OpeningView:
        return await self._opening.open(call.principal, call.path("packet_id"))

    async def end(self, call: Call[None]) -> PacketView:
        return await self._dropping.end(call.principal, call.path("packet_id"))
