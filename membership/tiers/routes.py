"""Tiers by hand over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand, NoSuchPerson
from membership.points.errors import NotAMember
from membership.tiers.deciding import Deciding
from membership.tiers.errors import BadTierByHand
from membership.tiers.views import DecisionView, NewTierByHand, TakenBack


class TierRoutes:
    def __init__(self, deciding: Deciding) -> None:
        self._deciding = deciding

    def endpoints(self) -> list[Endpoint]:
        tier = "/api/brands/{slug}/members/{handle}/tier"
        nobody = (NoSuchBrand, NoSuchPerson, NotAMember)
        return [
            Endpoint("PUT", tier, Role.MANAGER, self.give,
                     "Give a member a tier by hand, which no rule takes until it ends",
                     body=NewTierByHand, returns=DecisionView, refusals=(*nobody, BadTierByHand)),
            Endpoint("POST", f"{tier}/end", Role.MANAGER, self.take_back,
                     "Let the rules decide of a member's tier again",
                     body=TakenBack, status=204, refusals=nobody),
            Endpoint("GET", "/api/brands/{slug}/tier-decisions", Role.MANAGER, self.newest,
                     "The last tiers that were given by hand, and taken back",
                     returns=list[DecisionView], refusals=(NoSuchBrand,)),
            Endpoint("GET", "/api/me/wallets/{slug}/tier-decisions", Role.MEMBER, self.mine,
                     "The tiers that I was given by hand",
                     returns=list[DecisionView], refusals=(NoSuchBrand,)),
        ]  # fmt: skip

    async def give(self, call: Call[NewTierByHand]) -> DecisionView:
        slug, handle = call.path("slug"), call.path("handle")
        return await self._deciding.give(call.principal, slug, handle, call.body)

    async def take_back(self, call: Call[TakenBack]) -> None:
        slug, handle = call.path("slug"), call.path("handle")
        await self._deciding.take_back(call.principal, slug, handle, call.body.reason)

    async def newest(self, call: Call[None]) -> list[DecisionView]:
        return await self._deciding.newest(call.principal, call.path("slug"))

    async def mine(self, call: Call[None]) -> list[DecisionView]:
        return await self._deciding.mine(call.principal, call.path("slug"))
