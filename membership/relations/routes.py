"""A brand's members over HTTP, for its hosts."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from membership.relations.errors import NoSuchMember
from membership.relations.filter import parsed
from membership.relations.members import Members
from membership.relations.timeline import Kind, kinds_in
from membership.relations.timelines import Timelines
from membership.relations.views import LookView, MemberPageView, MemberView, TimelineView


class RelationRoutes:
    def __init__(self, members: Members, timelines: Timelines) -> None:
        self._members = members
        self._timelines = timelines

    def endpoints(self) -> list[Endpoint]:
        members = "/api/brands/{slug}/members"
        one = f"{members}/{{handle}}"
        return [
            Endpoint("GET", members, Role.HOST, self.page, "A brand's members, 50 a page",
                     returns=MemberPageView, refusals=(NoSuchBrand,),
                     query={"text": "Part of a handle, or of a name that is shared with the brand.",
                            "tier": "The rank of a tier.",
                            "after": "The `next` of the page before."}),
            Endpoint("GET", one, Role.HOST, self.one, "One member; that you look is noted",
                     returns=MemberView, refusals=(NoSuchBrand, NoSuchMember)),
            Endpoint("GET", f"{one}/timeline", Role.HOST, self.timeline,
                     "What was between the brand and a member, 30 entries a page",
                     returns=TimelineView, refusals=(NoSuchBrand, NoSuchMember),
                     query={"kind": f"One of {', '.join(Kind)}; all of them without.",
                            "before": "The `next` of the page before."}),
            Endpoint("GET", "/api/me/looks", Role.MEMBER, self.looks,
                     "The last 50 times that a brand's staff looked at me as a member",
                     returns=list[LookView]),
        ]  # fmt: skip

    async def page(self, call: Call[None]) -> MemberPageView:
        return await self._members.page(
            call.principal,
            call.path("slug"),
            parsed(call.request.query_params),
            call.query("after"),
        )

    async def one(self, call: Call[None]) -> MemberView:
        return await self._members.one(call.principal, call.path("slug"), call.path("handle"))

    async def timeline(self, call: Call[None]) -> TimelineView:
        return await self._timelines.page(
            call.principal,
            call.path("slug"),
            call.path("handle"),
            kinds_in(call.query("kind")),
            call.query("before"),
        )

    async def looks(self, call: Call[None]) -> list[LookView]:
        return await self._members.looks_at(call.principal)
