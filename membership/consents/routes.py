"""Consents over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.consents.choosing import Choosing
from membership.consents.views import BrandConsentsView, ConsentChoice
from membership.errors import NoSuchBrand
from membership.points.errors import NotAMember


class ConsentRoutes:
    def __init__(self, choosing: Choosing) -> None:
        self._choosing = choosing

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", "/api/me/consents", Role.MEMBER, self.mine,
                     "What I allow the brands that I joined", returns=list[BrandConsentsView]),
            Endpoint("PUT", "/api/me/consents/{slug}", Role.MEMBER, self.choose,
                     "Allow a brand something, or no longer", body=ConsentChoice,
                     returns=BrandConsentsView, refusals=(NoSuchBrand, NotAMember)),
        ]  # fmt: skip

    async def mine(self, call: Call[None]) -> list[BrandConsentsView]:
        return await self._choosing.mine(call.principal)

    async def choose(self, call: Call[ConsentChoice]) -> BrandConsentsView:
        return await self._choosing.choose(call.principal, call.path("slug"), call.body)
