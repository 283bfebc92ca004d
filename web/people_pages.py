"""The person's own page, and the brand's pages about its members."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from membership.brands import Brands
from membership.consents.choosing import Choosing
from membership.privacy.exporting import Exporting
from membership.profiles.telling import Profiles
from membership.relations.filter import parsed
from membership.relations.members import Members
from membership.relations.timeline import kinds_in
from membership.relations.timelines import Timelines
from web.page import Page
from web.rendering import Rendering

FILTERS = ("text", "tier")


class PeoplePages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        profiles: Profiles,
        choosing: Choosing,
        exporting: Exporting,
        members: Members,
        timelines: Timelines,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._profiles = profiles
        self._choosing = choosing
        self._exporting = exporting
        self._members = members
        self._timelines = timelines

    def pages(self) -> list[Page]:
        members = "/host/brands/{slug}/members"
        return [
            Page("/profile", Role.MEMBER, self.profile),
            Page(members, Role.HOST, self.members),
            Page(f"{members}/{{handle}}", Role.HOST, self.member),
        ]

    async def profile(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "profile.html",
            entries=("profile",),
            profile=await self._profiles.mine(principal),
            brands=await self._choosing.mine(principal),
            export=(await self._exporting.mine(principal)).export,
            looks=await self._members.looks_at(principal),
        )

    async def members(self, request: Request, principal: Principal) -> Response:
        slug, query = request.path_params["slug"], request.query_params
        page = await self._members.page(principal, slug, parsed(query), query.get("after"))
        chosen = {name: query.get(name, "") for name in FILTERS}
        asked = {name: value for name, value in chosen.items() if value}
        brand = await self._brands.by_slug(slug)
        return self._rendering.page(
            request,
            "members.html",
            entries=("members",),
            brand=brand,
            is_manager=principal.role_for(brand.id) >= Role.MANAGER,
            members=page.members,
            chosen=chosen,
            is_first="after" not in query,
            newest=urlencode(asked),
            older=urlencode({**asked, "after": page.next}) if page.next else None,
        )

    async def member(self, request: Request, principal: Principal) -> Response:
        slug, handle = request.path_params["slug"], request.path_params["handle"]
        query = request.query_params
        kind, before = query.get("kind", ""), query.get("before")
        member = await self._members.one(principal, slug, handle)
        timeline = await self._timelines.page(principal, slug, handle, kinds_in(kind), before)
        brand = await self._brands.by_slug(slug)
        chosen = {"kind": kind} if kind else {}
        return self._rendering.page(
            request,
            "member.html",
            entries=("members",),
            brand=brand,
            is_manager=principal.role_for(brand.id) >= Role.MANAGER,
            member=member,
            happened=timeline.entries,
            kind=kind,
            is_first=before is None,
            older=urlencode({**chosen, "before": timeline.next}) if timeline.next else None,
        )
