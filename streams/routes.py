"""Shows over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from streams.errors import BadAccess, BadShowTime, IllegalShowMove, NoSuchShow
from streams.shows import Shows
from streams.views import NewShow, ShowChange, ShowView


class StreamsRoutes:
    def __init__(self, shows: Shows) -> None:
        self._shows = shows

    def endpoints(self) -> list[Endpoint]:
        show = "/api/shows/{show_id}"
        moves = (NoSuchShow, IllegalShowMove)
        return [
            Endpoint("GET", "/api/shows", Role.GUEST, self.find, "Shows",
                     returns=list[ShowView], refusals=(NoSuchBrand,),
                     query={"status": "scheduled, live, ended or cancelled", "brand": "A brand's slug",
                            "q": "A part of the title or of the brand's name",
                            "after": "The id of the last show of the page before"}),
            Endpoint("POST", "/api/shows", Role.HOST, self.schedule, "Schedule a show",
                     body=NewShow, returns=ShowView, status=201, refusals=(NoSuchBrand, BadShowTime, BadAccess)),
            Endpoint("GET", show, Role.GUEST, self.get, "One show",
                     returns=ShowView, refusals=(NoSuchShow,)),
            Endpoint("PATCH", show, Role.HOST, self.change, "Change a show's words, time, or to whom it is open",
                     body=ShowChange, returns=ShowView, refusals=(*moves, BadShowTime, BadAccess)),
            Endpoint("DELETE", show, Role.HOST, self.cancel, "Cancel a scheduled show",
                     returns=ShowView, refusals=moves),
            Endpoint("POST", f"{show}/start", Role.HOST, self.start, "Go live",
                     returns=ShowView, refusals=moves),
            Endpoint("POST", f"{show}/end", Role.HOST, self.end, "End a live show",
                     returns=ShowView, refusals=moves),
        ]  # fmt: skip

    async def find(self, call: Call[None]) -> list[ShowView]:
        query = call.query
        return await self._shows.find(
            query("status"), query("brand"), query("q") or "", query("after")
        )

    async def get(self, call: Call[None]) -> ShowView:
        return await self._shows.get(call.path("show_id"))

    async def schedule(self, call: Call[NewShow]) -> ShowView:
        return await self._shows.schedule(call.principal, call.body)

    async def change(self, call: Call[ShowChange]) -> ShowView:
        return await self._shows.change(call.principal, call.path("show_id"), call.body)

    async def cancel(self, call: Call[None]) -> ShowView:
        return await self._shows.cancel(call.principal, call.path("show_id"))

    async def start(self, call: Call[None]) -> ShowView:
        return await self._shows.start(call.principal, call.path("show_id"))

    async def end(self, call: Call[None]) -> ShowView:
        return await self._shows.end(call.principal, call.path("show_id"))
