"""The brand sends what was bought."""

from msgspec import UNSET

from commerce import events, orders
from commerce.announcing import save_order
from commerce.errors import NoSuchOrder
from commerce.presenting import order_view
from commerce.refusing import allowed
from commerce.store import orders as store_orders
from commerce.views import NewFulfilment, OrderView
from kit.auth import Principal, Role
from kit.unit_of_work import UnitOfWork


class Fulfilling:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def fulfil(self, principal: Principal, order_id: str, new: NewFulfilment) -> OrderView:
        """Say that a paid order was sent, and how to track it. Said again it can change the tracking.

        Raises:
            NotSignedIn, Forbidden, NoSuchOrder, NotPaid
        """
        tracking = None if new.tracking is UNSET else new.tracking
        async with self._work.write() as tx:
            order = await store_orders.lock_order(tx, order_id)
            if order is None:
                raise NoSuchOrder("Look for it among the show's orders.")
            principal.require(Role.HOST, order.brand_id)
            after = allowed(orders.fulfil(order, tx.now, tracking))
            if after is not order:
                await save_order(tx, after, events.OrderFulfilled)
            return await order_view(tx, after)
