"""Segments over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from membership.segments.errors import NoSuchSegment, SegmentInUse, TooManySegments
from membership.segments.rule import Rule
from membership.segments.segmenting import Segmenting
from membership.segments.views import NewSegment, SegmentCountView, SegmentView


class SegmentRoutes:
    def __init__(self, segmenting: Segmenting) -> None:
        self._segmenting = segmenting

    def endpoints(self) -> list[Endpoint]:
        of_brand, one = "/api/brands/{slug}/segments", "/api/segments/{segment_id}"
        return [
            Endpoint("GET", of_brand, Role.MANAGER, self.all, "A brand's segments, with how many members are in each",
                     returns=list[SegmentView], refusals=(NoSuchBrand,)),
            Endpoint("POST", of_brand, Role.MANAGER, self.create, "Give a rule a name",
                     body=NewSegment, returns=SegmentView, status=201,
                     refusals=(NoSuchBrand, TooManySegments)),
            Endpoint("POST", f"{of_brand}/count", Role.MANAGER, self.count, "Count the members who fit a rule",
                     body=Rule, returns=SegmentCountView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", one, Role.MANAGER, self.change, "Change a segment",
                     body=NewSegment, returns=SegmentView, refusals=(NoSuchSegment,)),
            Endpoint("DELETE", one, Role.MANAGER, self.remove, "Remove a segment",
                     status=204, refusals=(NoSuchSegment, SegmentInUse)),
        ]  # fmt: skip

    async def all(self, call: Call[None]) -> list[SegmentView]:
        return await self._segmenting.all(call.principal, call.path("slug"))

    async def create(self, call: Call[NewSegment]) -> SegmentView:
        return await self._segmenting.create(call.principal, call.path("slug"), call.body)

    async def count(self, call: Call[Rule]) -> SegmentCountView:
        return await self._segmenting.count(call.principal, call.path("slug"), call.body)

    async def change(self, call: Call[NewSegment]) -> SegmentView:
        return await self._segmenting.change(call.principal, call.path("segment_id"), call.body)

    async def remove(self, call: Call[None]) -> None:
        await self._segmenting.remove(call.principal, call.path("segment_id"))
