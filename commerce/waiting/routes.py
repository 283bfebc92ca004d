"""The waitlist over HTTP."""

from collections.abc import Callable

from starlette.requests import Request

from commerce.errors import (
    DealEnded,
    NoSuchDeal,
    NoSuchShow,
    NotOpen,
    OverBuyerLimit,
    ShowNotLive,
    TierTooLow,
)
from commerce.waiting.errors import NotSoldOut, WaitlistFull
from commerce.waiting.views import NewWaiter, WaiterView
from commerce.waiting.waitlist import Waitlist
from kit.auth import Role
from kit.errors import TooMany
from kit.http import Call, Endpoint

ReferralOf = Callable[[Request], str | None]
"""By which link the caller came, as far as the request tells."""


class WaitlistRoutes:
    def __init__(self, waitlist: Waitlist, referral_of: ReferralOf) -> None:
        self._waitlist = waitlist
        self._referral_of = referral_of

    def endpoints(self) -> list[Endpoint]:
        path = "/api/deals/{deal_id}/waitlist"
        return [
            Endpoint("PUT", path, Role.MEMBER, self.join, "Wait in line for a deal that is sold out",
                     body=NewWaiter, returns=WaiterView,
                     refusals=(NoSuchDeal, ShowNotLive, NotOpen, DealEnded, TierTooLow,
                               OverBuyerLimit, NotSoldOut, WaitlistFull, TooMany)),
            Endpoint("DELETE", path, Role.MEMBER, self.leave, "Go from the line", status=204,
                     refusals=(NoSuchDeal,)),
            Endpoint("GET", "/api/shows/{show_id}/waitlists", Role.MEMBER, self.places,
                     "My places in the lines of a show", returns=list[WaiterView],
                     refusals=(NoSuchShow,)),
        ]  # fmt: skip

    async def join(self, call: Call[NewWaiter]) -> WaiterView:
        referral = self._referral_of(call.request)
        return await self._waitlist.join(call.principal, call.path("deal_id"), call.body, referral)

    async def leave(self, call: Call[None]) -> None:
        await self._waitlist.leave(call.principal, call.path("deal_id"))

    async def places(self, call: Call[None]) -> list[WaiterView]:
        return await self._waitlist.places(call.principal, call.path("show_id"))
