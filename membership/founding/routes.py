"""Founding brands, and changing what they are called, over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand, NoSuchPerson
from membership.founding.errors import SlugTaken
from membership.founding.founding import Founding
from membership.founding.rebranding import Rebranding
from membership.founding.views import BrandChange, NewBrand
from membership.views import BrandView


class FoundingRoutes:
    def __init__(self, founding: Founding, rebranding: Rebranding) -> None:
        self._founding = founding
        self._rebranding = rebranding

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", "/api/brands", Role.OPERATOR, self.found, "Found a brand",
                     body=NewBrand, returns=BrandView, status=201,
                     refusals=(NoSuchPerson, SlugTaken)),
            Endpoint("PUT", "/api/brands/{slug}", Role.MANAGER, self.rebrand,
                     "Change a brand's name, line and colour",
                     body=BrandChange, returns=BrandView, refusals=(NoSuchBrand,)),
        ]  # fmt: skip

    async def found(self, call: Call[NewBrand]) -> BrandView:
        return await self._founding.found(call.principal, call.body)

    async def rebrand(self, call: Call[BrandChange]) -> BrandView:
        return await self._rebranding.rebrand(call.principal, call.path("slug"), call.body)
