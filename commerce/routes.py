"""Commerce over HTTP."""

from collections.abc import Callable

from starlette.requests import Request

from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.errors import (
    AlreadyLive,
    DealEnded,
    ForeignProduct,
    NoSuchDeal,
    NoSuchOrder,
    NoSuchProduct,
    NoSuchShow,
    NoSuchTier,
    NotEnoughLeft,
    NotListed,
    NotOpen,
    NotQueued,
    OverBuyerLimit,
    PriceAboveList,
    PriceChanged,
    ShowNotLive,
    ShowOver,
    SoldOut,
    StockBelowSold,
    TierTooLow,
    TooManyDeals,
)
from commerce.hosting import Hosting
from commerce.moments import Moments
from commerce.presale.errors import BadPresale, DepositsClosed
from commerce.protection.errors import NotLowestPrice
from commerce.teams.errors import BadTeamTerms
from commerce.views import (
    BoardView,
    DealChange,
    DealMomentsView,
    DealView,
    NewClaim,
    NewDeal,
    OrderView,
    ProductView,
)
from kit.auth import Role
from kit.errors import TooMany
from kit.http import Call, Endpoint
from kit.idempotency import KeyReused
from membership.errors import NoSuchBrand

ReferralOf = Callable[[Request], str | None]
"""By which link the caller came, as far as the request tells."""


class CommerceRoutes:
    def __init__(
        self,
        catalogue: Catalogue,
        hosting: Hosting,
        checkout: Checkout,
        moments: Moments,
        referral_of: ReferralOf,
    ) -> None:
        self._catalogue = catalogue
        self._hosting = hosting
        self._checkout = checkout
        self._moments = moments
        self._referral_of = referral_of

    def endpoints(self) -> list[Endpoint]:
        return [*self._catalogue_endpoints(), *self._host_endpoints(), *self._buyer_endpoints()]

    def _catalogue_endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", "/api/brands/{slug}/products", Role.GUEST, self.products,
                     "A brand's products", returns=list[ProductView], refusals=(NoSuchBrand,),
                     query={"q": "A part of the title", "category": "Only of this category"}),
            Endpoint("GET", "/api/shows/{show_id}/deals", Role.GUEST, self.offers,
                     "A show's deals that the caller may see",
                     returns=list[DealView], refusals=(NoSuchShow,)),
            Endpoint("GET", "/api/shows/{show_id}/deal-moments", Role.GUEST, self.moments,
                     "How a show's deals were at some moment of it, and what happened then",
                     returns=DealMomentsView, refusals=(NoSuchShow,),
                     query={"at_ms": "The moment, in milliseconds since the epoch"}),
        ]  # fmt: skip

    def _host_endpoints(self) -> list[Endpoint]:
        show, deal = "/api/shows/{show_id}", "/api/deals/{deal_id}"
        terms = (PriceAboveList, NoSuchTier, BadPresale, BadTeamTerms, NotLowestPrice)
        return [
            Endpoint("POST", f"{show}/deals", Role.HOST, self.add_deal, "Queue a deal",
                     body=NewDeal, returns=DealView, status=201,
                     refusals=(NoSuchShow, ShowOver, NoSuchProduct, ForeignProduct, NotListed, *terms,
                               TooManyDeals)),
            Endpoint("PATCH", deal, Role.HOST, self.change_deal,
                     "Change a queued deal, or the price or stock of a live one",
                     body=DealChange, returns=DealView,
                     refusals=(NoSuchDeal, NotQueued, DealEnded, StockBelowSold, *terms)),
            Endpoint("DELETE", deal, Role.HOST, self.remove_deal, "Remove a queued deal",
                     status=204, refusals=(NoSuchDeal, NotQueued)),
            Endpoint("POST", f"{deal}/drop", Role.HOST, self.drop_deal, "Open a deal to the room",
                     returns=DealView,
                     refusals=(NoSuchDeal, ShowNotLive, AlreadyLive, DealEnded, DepositsClosed,
                               NotLowestPrice)),
            Endpoint("POST", f"{deal}/pin", Role.HOST, self.pin_deal, "Put a deal before the others",
                     returns=DealView, refusals=(NoSuchDeal, NotOpen, DealEnded)),
            Endpoint("POST", f"{deal}/unpin", Role.HOST, self.unpin_deal, "Unpin a deal",
                     returns=DealView, refusals=(NoSuchDeal,)),
            Endpoint("POST", f"{deal}/end", Role.HOST, self.end_deal, "End a deal early",
                     returns=DealView, refusals=(NoSuchDeal, NotOpen, DealEnded)),
            Endpoint("GET", f"{show}/board", Role.HOST, self.board, "A show's sales so far",
                     returns=BoardView, refusals=(NoSuchShow,)),
            Endpoint("GET", f"{show}/orders", Role.HOST, self.show_orders, "A show's newest orders",
                     returns=list[OrderView], refusals=(NoSuchShow,)),
        ]  # fmt: skip

    def _buyer_endpoints(self) -> list[Endpoint]:
        order = "/api/orders/{order_id}"
        return [
            Endpoint("POST", "/api/deals/{deal_id}/claims", Role.MEMBER, self.claim, "Claim a deal",
                     body=NewClaim, returns=OrderView, status=201, is_idempotent_by_key=True,
                     refusals=(NoSuchDeal, ShowNotLive, NotOpen, DealEnded, TierTooLow,
                               OverBuyerLimit, SoldOut, NotEnoughLeft, PriceChanged, TooMany, KeyReused)),
            Endpoint("GET", "/api/orders", Role.MEMBER, self.orders, "My newest 100 orders",
                     returns=list[OrderView], query={"after": "The id of the last order of the page before"}),
            Endpoint("GET", "/api/cart", Role.MEMBER, self.cart,
                     "My orders that wait for payment", returns=list[OrderView]),
            Endpoint("GET", order, Role.MEMBER, self.order, "One order",
                     returns=OrderView, refusals=(NoSuchOrder,)),
        ]  # fmt: skip

    async def products(self, call: Call[None]) -> list[ProductView]:
        return await self._catalogue.products(
            call.path("slug"), call.query("q") or "", call.query("category") or ""
        )

    async def moments(self, call: Call[None]) -> DealMomentsView:
        return await self._moments.around(
            call.principal, call.path("show_id"), call.moment("at_ms")
        )

    async def offers(self, call: Call[None]) -> list[DealView]:
        return await self._checkout.offers(call.principal, call.path("show_id"))

    async def add_deal(self, call: Call[NewDeal]) -> DealView:
        return await self._hosting.add_deal(call.principal, call.path("show_id"), call.body)

    async def change_deal(self, call: Call[DealChange]) -> DealView:
        return await self._hosting.change_deal(call.principal, call.path("deal_id"), call.body)

    async def remove_deal(self, call: Call[None]) -> None:
        await self._hosting.remove_deal(call.principal, call.path("deal_id"))

    async def drop_deal(self, call: Call[None]) -> DealView:
        return await self._hosting.drop_deal(call.principal, call.path("deal_id"))

    async def pin_deal(self, call: Call[None]) -> DealView:
        return await self._hosting.pin_deal(call.principal, call.path("deal_id"))

    async def unpin_deal(self, call: Call[None]) -> DealView:
        return await self._hosting.unpin_deal(call.principal, call.path("deal_id"))

    async def end_deal(self, call: Call[None]) -> DealView:
        return await self._hosting.end_deal(call.principal, call.path("deal_id"))

    async def board(self, call: Call[None]) -> BoardView:
        return await self._hosting.board(call.principal, call.path("show_id"))

    async def show_orders(self, call: Call[None]) -> list[OrderView]:
        return await self._hosting.orders(call.principal, call.path("show_id"))

    async def claim(self, call: Call[NewClaim]) -> OrderView:
        return await self._checkout.claim(
            call.principal,
            call.path("deal_id"),
            call.body,
            call.idempotency_key,
            self._referral_of(call.request),
        )

    async def orders(self, call: Call[None]) -> list[OrderView]:
        return await self._checkout.orders(call.principal, call.query("after"))

    async def cart(self, call: Call[None]) -> list[OrderView]:
        return await self._checkout.cart(call.principal)

    async def order(self, call: Call[None]) -> OrderView:
        return await self._checkout.order(call.principal, call.path("order_id"))
