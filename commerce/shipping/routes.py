"""Shipping terms over HTTP."""

from commerce.shipping.errors import BadShippingTerms
from commerce.shipping.setting import ShippingTerms
from commerce.shipping.views import NewShippingTerms, ShippingTermsView
from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand


class ShippingRoutes:
    def __init__(self, shipping_terms: ShippingTerms) -> None:
        self._shipping_terms = shipping_terms

    def endpoints(self) -> list[Endpoint]:
        path = "/api/brands/{slug}/shipping-terms"
        return [
            Endpoint("GET", path, Role.GUEST, self.terms, "What a brand charges for shipping",
                     returns=ShippingTermsView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", path, Role.MANAGER, self.set_terms,
                     "Set what a brand charges for shipping from now on",
                     body=NewShippingTerms, returns=ShippingTermsView,
                     refusals=(NoSuchBrand, BadShippingTerms)),
        ]  # fmt: skip

    async def terms(self, call: Call[None]) -> ShippingTermsView:
        return await self._shipping_terms.terms(call.path("slug"))

    async def set_terms(self, call: Call[NewShippingTerms]) -> ShippingTermsView:
        return await self._shipping_terms.set_terms(call.principal, call.path("slug"), call.body)
