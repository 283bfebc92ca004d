"""Share over HTTP. The page behind a link, which counts the click, is the web's."""

from collections.abc import Awaitable, Callable
from typing import Any

from kit.auth import Role
from kit.errors import NotFound
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from share.errors import CodeRefused, CodeTaken, NoSuchLink, NothingToShare, NotShareable
from share.explaining import Explaining
from share.linking import Linking
from share.views import (
    AttributionView,
    DeskView,
    LinkChange,
    LinkOrderView,
    LinkView,
    NewLink,
    NewTerms,
    TermsView,
)

BrandOfOrder = Callable[[str], Awaitable[str]]
"""The brand of an order, by its id. Orders are another slice's, which refuses those that are not there."""


class ShareRoutes:
    def __init__(
        self,
        linking: Linking,
        explaining: Explaining,
        brand_of_order: BrandOfOrder,
        public_url: str | None,
    ) -> None:
        self._linking = linking
        self._explaining = explaining
        self._brand_of_order = brand_of_order
        self._public_url = public_url

    def endpoints(self) -> list[Endpoint]:
        link, terms = "/api/links/{code}", "/api/brands/{slug}/share-terms"
        return [
            Endpoint("POST", "/api/links", Role.MEMBER, self.make_link,
                     "My link to a show, deal, product, brand, or what I share of my cart or wish list: the same one each time, unless it is given a name, "
                     "an end, tags or the like",
                     body=NewLink, returns=LinkView, status=201,
                     refusals=(NothingToShare, NotShareable, CodeRefused, CodeTaken)),
            Endpoint("GET", "/api/links", Role.MEMBER, self.desk, "My links and what they earned",
                     returns=DeskView),
            Endpoint("PATCH", link, Role.MEMBER, self.change_link,
                     "Let my link end, lead on at once, or pass on other tags",
                     body=LinkChange, returns=LinkView, refusals=(NoSuchLink,)),
            Endpoint("GET", f"{link}/orders", Role.MEMBER, self.orders,
                     "The orders that clicks on my link came before, and whether each was credited to it",
                     returns=list[LinkOrderView], refusals=(NoSuchLink,)),
            Endpoint("GET", "/api/orders/{order_id}/attribution", Role.HOST, self.attribution,
                     "Why an order was credited to a link, or was not", returns=AttributionView,
                     refusals=(NotFound,)),
            Endpoint("GET", terms, Role.GUEST, self.terms, "How a brand credits orders to links",
                     returns=TermsView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", terms, Role.MANAGER, self.set_terms,
                     "Credit orders to links otherwise from now on",
                     body=NewTerms, returns=TermsView, refusals=(NoSuchBrand,)),
        ]  # fmt: skip

    async def make_link(self, call: Call[NewLink]) -> LinkView:
        return await self._linking.make_link(call.principal, call.body, self._base_url(call))

    async def desk(self, call: Call[None]) -> DeskView:
        return await self._linking.desk(call.principal, self._base_url(call))

    async def change_link(self, call: Call[LinkChange]) -> LinkView:
        return await self._linking.change_link(
            call.principal, call.path("code"), call.body, self._base_url(call)
        )

    async def orders(self, call: Call[None]) -> list[LinkOrderView]:
        return await self._explaining.link(call.principal, call.path("code"))

    async def attribution(self, call: Call[None]) -> AttributionView:
        order_id = call.path("order_id")
        brand_id = await self._brand_of_order(order_id)
        return await self._explaining.order(call.principal, order_id, brand_id)

    async def terms(self, call: Call[None]) -> TermsView:
        return await self._explaining.terms(call.path("slug"))

    async def set_terms(self, call: Call[NewTerms]) -> TermsView:
        return await self._explaining.set_terms(call.principal, call.path("slug"), call.body)

    def _base_url(self, call: Call[Any]) -> str:
        return self._public_url or str(call.request.base_url).rstrip("/")
