"""A brand's members over HTTP, for its hosts."""

from kit.auth import Role
from kit.errors import Invalid
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from membership.relations.errors import NoSuchMember
from membership.relations.members import Members
from membership.relations.store.members import MemberFilter
from membership.relations.timeline import Kind
from membership.relations.timelines import Timelines
from membership.relations.views import MemberPageView, MemberView, TimelineView

MOST_TEXT = 60


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
        ]  # fmt: skip

    async def page(self, call: Call[None]) -> MemberPageView:
        return await self._members.page(
            call.principal, call.path("slug"), filter_of(call), call.query("after")
        )

    async def one(self, call: Call[None]) -> MemberView:
        return await self._members.one(call.principal, call.path("slug"), call.path("handle"))

    async def timeline(self, call: Call[None]) -> TimelineView:
        return await self._timelines.page(
            call.principal,
            call.path("slug"),
            call.path("handle"),
            _kinds(call.query("kind")),
            call.query("before"),
        )


def filter_of(call: Call[None]) -> MemberFilter:
    """
    Raises:
        Invalid
    """
    text = (call.query("text") or "").strip()
    if len(text) > MOST_TEXT:
        raise Invalid.field("text", f"Use at most {MOST_TEXT} characters.")
    tier = call.query("tier") or None
    if tier is not None and not (tier.isascii() and tier.isdecimal() and len(tier) == 1):
        raise Invalid.field("tier", "This must be the rank of a tier, from 1 to 9.")
    return MemberFilter(text, int(tier) if tier else None)


def _kinds(text: str | None) -> tuple[Kind, ...]:
    if not text:
        return tuple(Kind)
    if text not in set(Kind):
        raise Invalid.field("kind", f"Use one of {', '.join(Kind)}.")
    return (Kind(text),)
