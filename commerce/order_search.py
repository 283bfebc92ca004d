"""A brand's orders for its hosts: searched, page by page, or all that were found as a file."""

from collections.abc import AsyncIterator

from commerce import order_csv
from commerce.errors import NoSuchOrder, TooManyOrders
from commerce.order_filter import OrderFilter
from commerce.presenting import order_views
from commerce.store import orders as store_orders
from commerce.store.order_search import count_orders, find_orders
from commerce.views import OrderPageView, OrderView
from kit.auth import Principal
from kit.errors import Invalid
from kit.ids import is_id
from kit.unit_of_work import UnitOfWork
from membership.access import hosted_brand

PAGE = 50
EXPORT_BATCH = 500
EXPORT_MOST = 100_000


class OrderSearch:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def page(
        self, principal: Principal, slug: str, wanted: OrderFilter, after: str | None = None
    ) -> OrderPageView:
        """The brand's newest orders that are wanted, 50 a page.

        Args:
            after: the `next` of the page before

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, Invalid
        """
        if after and not is_id(after):
            raise Invalid.field("after", "Use the `next` of the page before.")
        async with self._work.read() as tx:
            brand = await hosted_brand(tx, principal, slug)
            found = await find_orders(tx, brand.id, wanted, after or None, PAGE + 1)
            shown = await order_views(tx, found[:PAGE])
        return OrderPageView(orders=shown, next=shown[-1].id if len(found) > PAGE else None)

    async def one(self, principal: Principal, slug: str, order_id: str) -> OrderView:
        """One of the brand's orders.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchOrder
        """
        async with self._work.read() as tx:
            brand = await hosted_brand(tx, principal, slug)
            order = await store_orders.order(tx, order_id) if is_id(order_id) else None
            if order is None or order.brand_id != brand.id:
                raise NoSuchOrder("Look for it among the brand's orders.")
            return (await order_views(tx, [order]))[0]

    async def export(
        self, principal: Principal, slug: str, wanted: OrderFilter
    ) -> AsyncIterator[str]:
        """The same as CSV, piece by piece, all of them.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, TooManyOrders
        """
        async with self._work.read() as tx:
            brand = await hosted_brand(tx, principal, slug)
            count = await count_orders(tx, brand.id, wanted, EXPORT_MOST + 1)
        if count > EXPORT_MOST:
            raise TooManyOrders("A file holds {most} orders. Choose fewer days.", most=EXPORT_MOST)
        return self._pieces(brand.id, wanted)

    async def _pieces(self, brand_id: str, wanted: OrderFilter) -> AsyncIterator[str]:
        yield order_csv.head()
        orders = await self._batch(brand_id, wanted, None)
        while orders:
            yield order_csv.body(orders)
            orders = await self._batch(brand_id, wanted, orders[-1].id)

    async def _batch(
        self, brand_id: str, wanted: OrderFilter, after: str | None
    ) -> list[OrderView]:
        # A transaction each: who reads slowly keeps no connection.
        async with self._work.read() as tx:
            found = await find_orders(tx, brand_id, wanted, after, EXPORT_BATCH)
            return await order_views(tx, found)
