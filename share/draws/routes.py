"""Draws over HTTP."""

from starlette.responses import PlainTextResponse

from kit.auth import Role
from kit.http import Call, Endpoint
from share.draws.drawing import Drawing
from share.draws.entering import Entering
from share.draws.errors import (
    DrawClosed,
    DrawFull,
    DrawRunning,
    DrawUndecided,
    ForMembers,
    NoLiveRoom,
    NoRoom,
    NoSuchDraw,
    StaffCannotWin,
)
from share.draws.views import DrawView, NewDraw, TicketView


class DrawRoutes:
    def __init__(self, drawing: Drawing, entering: Entering) -> None:
        self._drawing = drawing
        self._entering = entering

    def endpoints(self) -> list[Endpoint]:
        of_show, one = "/api/shows/{show_id}/draws", "/api/draws/{draw_id}"
        return [
            Endpoint("POST", of_show, Role.HOST, self.open, "Open a draw in a live room",
                     body=NewDraw, returns=DrawView, status=201,
                     refusals=(NoRoom, NoLiveRoom, DrawRunning)),
            Endpoint("GET", of_show, Role.GUEST, self.of_show, "A show's newest draws",
                     returns=list[DrawView], refusals=(NoRoom,)),
            Endpoint("GET", f"{of_show}/mine", Role.MEMBER, self.mine, "My entries in a show's draws",
                     returns=list[TicketView], refusals=(NoRoom,)),
            Endpoint("GET", one, Role.GUEST, self.get, "A draw, and once it is decided all it takes to check it",
                     returns=DrawView, refusals=(NoSuchDraw,)),
            Endpoint("GET", f"{one}/tickets", Role.GUEST, self.tickets, "All tickets of a decided draw, a line each",
                     returns=str, media_type="text/plain", refusals=(NoSuchDraw, DrawUndecided)),
            Endpoint("POST", f"{one}/entry", Role.MEMBER, self.enter, "Enter a draw: the same ticket each time",
                     returns=TicketView, status=201,
                     refusals=(NoSuchDraw, DrawClosed, StaffCannotWin, ForMembers, DrawFull)),
            Endpoint("POST", f"{one}/decision", Role.HOST, self.decide, "Close a draw and decide it now",
                     returns=DrawView, refusals=(NoSuchDraw,)),
        ]  # fmt: skip

    async def open(self, call: Call[NewDraw]) -> DrawView:
        return await self._drawing.open(call.principal, call.path("show_id"), call.body)

    async def of_show(self, call: Call[None]) -> list[DrawView]:
        return await self._drawing.of_show(call.path("show_id"))

    async def mine(self, call: Call[None]) -> list[TicketView]:
        return await self._drawing.mine(call.principal, call.path("show_id"))

    async def get(self, call: Call[None]) -> DrawView:
        return await self._drawing.get(call.path("draw_id"))

    async def tickets(self, call: Call[None]) -> PlainTextResponse:
        tickets = await self._drawing.tickets(call.path("draw_id"))
        return PlainTextResponse(
            "".join(f"{ticket}\n" for ticket in tickets),
            headers={"cache-control": "public, max-age=86400"},
        )

    async def enter(self, call: Call[None]) -> TicketView:
        return await self._entering.enter(call.principal, call.path("draw_id"))

    async def decide(self, call: Call[None]) -> DrawView:
        return await self._drawing.decide(call.principal, call.path("draw_id"))
