"""A buyer's cart, vouchers, orders, and one order with its payment."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.checkout import Checkout
from commerce.vouchers.collecting import Collecting
from kit.auth import Principal, Role
from membership.brands import Brands
from web.page import Page
from web.rendering import Rendering

PAGE = 25


class BuyerPages:
    def __init__(
        self, rendering: Rendering, checkout: Checkout, collecting: Collecting, brands: Brands
    ) -> None:
        self._rendering = rendering
        self._checkout = checkout
        self._collecting = collecting
        self._brands = brands

    def pages(self) -> list[Page]:
        return [
            Page("/cart", Role.MEMBER, self.cart),
            Page("/vouchers", Role.MEMBER, self.vouchers),
            Page("/orders", Role.MEMBER, self.orders),
            Page("/orders/{order_id}", Role.MEMBER, self.order),
        ]

    async def cart(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "cart.html",
            entries=("cart",),
            takes_payment=True,
            orders=await self._checkout.cart(principal),
            vouchers=await self._collecting.mine(principal),
        )

    async def vouchers(self, request: Request, principal: Principal) -> Response:
        mine = await self._collecting.mine(principal)
        brand_ids = {voucher.terms.brand_id for voucher in mine if voucher.terms.brand_id}
        return self._rendering.page(
            request,
            "vouchers.html",
            entries=("vouchers",),
            vouchers=mine,
            brands=await self._brands.those(brand_ids),
        )

    async def orders(self, request: Request, principal: Principal) -> Response:
        after = request.query_params.get("after")
        orders = await self._checkout.orders(principal, after, PAGE + 1)
        waiting = await self._checkout.cart(principal)
        balances = [order for order in waiting if order.status == "deposit_paid"]
        return self._rendering.page(
            request,
            "orders.html",
            entries=("orders",),
            orders=orders[:PAGE],
            older=orders[PAGE - 1].id if len(orders) > PAGE else None,
            is_first=not after,
            gifts=[] if after else await self._checkout.received(principal),
            balances=[] if after else balances,
            to_pay={order.id for order in waiting if order.status != "awaiting_payment"},
        )

    async def order(self, request: Request, principal: Principal) -> Response:
        order = await self._checkout.order(principal, request.path_params["order_id"])
        return self._rendering.page(
            request,
            "order.html",
            entries=("order",),
            takes_payment=True,
            order=order,
            brand=await self._brands.by_id(order.brand_id),
            is_mine=order.buyer_handle == principal.handle,
        )
