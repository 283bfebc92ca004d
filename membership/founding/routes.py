"""Founding brands over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchPerson
from membership.founding.errors import SlugTaken
from membership.founding.founding import Founding
from membership.founding.views import NewBrand
from membership.views import BrandView


class FoundingRoutes:
    def __init__(self, founding: Founding) -> None:
        self._founding = founding

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("POST", "/api/brands", Role.OPERATOR, self.found, "Found a brand",
                     body=NewBrand, returns=BrandView, status=201,
                     refusals=(NoSuchPerson, SlugTaken)),
        ]  # fmt: skip

    async def found(self, call: Call[NewBrand]) -> BrandView:
        return await self._founding.found(call.principal, call.body)
