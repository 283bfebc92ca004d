"""Price protection over HTTP."""

from commerce.protection.promising import Promising
from commerce.protection.views import NewPromise, PromiseView
from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand


class ProtectionRoutes:
    def __init__(self, promising: Promising) -> None:
        self._promising = promising

    def endpoints(self) -> list[Endpoint]:
        path = "/api/brands/{slug}/price-protection"
        return [
            Endpoint("GET", path, Role.GUEST, self.promise,
                     "For how long a brand protects prices",
                     returns=PromiseView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", path, Role.MANAGER, self.set_promise,
                     "Protect prices of orders from now on for so many days",
                     body=NewPromise, returns=PromiseView, refusals=(NoSuchBrand,)),
        ]  # fmt: skip

    async def promise(self, call: Call[None]) -> PromiseView:
        return await self._promising.promise(call.path("slug"))

    async def set_promise(self, call: Call[NewPromise]) -> PromiseView:
        return await self._promising.set_promise(call.principal, call.path("slug"), call.body.days)
