"""A brand's orders over HTTP, for its hosts."""

from starlette.responses import Response, StreamingResponse

from commerce.errors import TooManyOrders
from commerce.order_filter import parsed
from commerce.order_search import OrderSearch
from commerce.views import OrderPageView
from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand

FILTERS = {
    "q": "A part of the order's number, of the buyer's handle or of a product's title",
    "status": "Only of this status",
    "show": "Only of the show with this id",
    "from": "The first day, as in 2026-11-01, in UTC",
    "to": "The last day, in UTC",
}


class OrderRoutes:
    def __init__(self, search: OrderSearch) -> None:
        self._search = search

    def endpoints(self) -> list[Endpoint]:
        orders = "/api/brands/{slug}/orders"
        return [
            Endpoint("GET", orders, Role.HOST, self.page, "A brand's orders, newest first",
                     returns=OrderPageView, refusals=(NoSuchBrand,),
                     query={**FILTERS, "after": "The `next` of the page before"}),
            Endpoint("GET", f"{orders}.csv", Role.HOST, self.export, "The same as a file",
                     returns=str, media_type="text/csv",
                     refusals=(NoSuchBrand, TooManyOrders), query=FILTERS),
        ]  # fmt: skip

    async def page(self, call: Call[None]) -> OrderPageView:
        wanted = parsed(call.request.query_params)
        return await self._search.page(
            call.principal, call.path("slug"), wanted, call.query("after")
        )

    async def export(self, call: Call[None]) -> Response:
        slug = call.path("slug")
        wanted = parsed(call.request.query_params)
        return StreamingResponse(
            await self._search.export(call.principal, slug, wanted),
            media_type="text/csv",
            headers={
                "content-disposition": f'attachment; filename="orders-{slug}.csv"',
                "cache-control": "no-store",
            },
        )
