"""The buyer's verbs: claiming, paying and cancelling."""

from collections.abc import Collection
from dataclasses import dataclass

from commerce import orders as rules
from commerce.claiming import Claiming
from commerce.deals_query import shown_deals
from commerce.gifts.accepting import received_gifts
from commerce.gifts.views import ReceivedGiftView
from commerce.orders import MAX_OF_ACCOUNT, Order
from commerce.payments.beginning import no_such_order
from commerce.payments.gateway import Means
from commerce.payments.paying import Paying
from commerce.presenting import order_view, order_views
from commerce.releasing import release_units
from commerce.sale import Sale
from commerce.store import orders as store_orders
from commerce.store import sales as store_sales
from commerce.venue import FindVenue, IsOpen, venue_of
from commerce.views import DealView, NewClaim, OrderView
from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.ids import is_id
from kit.one_by_one import OneByOne
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from membership.ranks import rank_of

CLAIMS = Rule("claim", "30/minute", "You sent too many claims.")
BATCH = 200


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What others need to know of an order to react to it."""

    order: OrderView
    account_id: str
    deal_id: str
    referral_token: str | None


class Checkout:
    def __init__(
        self,
        work: UnitOfWork,
        find_venue: FindVenue,
        is_open: IsOpen,
        limiter: RateLimiter,
        paying: Paying,
    ) -> None:
        self._work = work
        self._paying = paying
        self._find_venue = find_venue
        self._limiter = limiter
        self._claiming = Claiming(work, find_venue, is_open)
        self._over = OneByOne[str]("expire_holds")

    async def offers(self, principal: Principal, show_id: str) -> list[DealView]:
        """What the caller may see of a show's deals.

        Raises:
            NoSuchShow
        """
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id)
            rank = await rank_of(tx, principal, venue.brand_id)
            return await shown_deals(tx, show_id, rank, principal)

    async def claim(
        self,
        principal: Principal,
        deal_id: str,
        new: NewClaim,
        key: str | None,
        referral_token: str | None,
    ) -> OrderView:
        """Take units of a live deal. They are held for payment until the order's `hold_expires_at_ms`.

        The same claim under the same key gives the order that it gave first, as it is now.

        Raises:
            NotSignedIn, TooMany, NoSuchDeal, ShowNotLive, NotOpen, DealEnded, TierTooLow, OverBuyerLimit,
            SoldOut, NotEnoughLeft, PriceChanged, KeyReused, Unavailable
        """
        await self._limiter.hit(CLAIMS, principal.account())
        return await self._claiming.claim(
            principal, deal_id, new.quantity, key, referral_token, new.price_minor
        )

    async def pay(
        self, principal: Principal, order_id: str, means: Means, key: str | None
    ) -> OrderView:
        """Pay an order while its units are held: see `Paying.pay`."""
        return await self._paying.pay(principal, order_id, means, key)

    async def cancel(self, principal: Principal, order_id: str) -> OrderView:
        """Give up an order that is not paid: see `Paying.cancel`."""
        return await self._paying.cancel(principal, order_id)

    async def orders(
        self, principal: Principal, after: str | None = None, limit: int = MAX_OF_ACCOUNT
    ) -> list[OrderView]:
        """The caller's newest orders, at most 100.

        Args:
            after: the id of the last order of the page before

        Raises:
            NotSignedIn, Invalid
        """
        account_id = principal.account()
        if after and not is_id(after):
            raise Invalid.field("after", "Use the id of the last order of the page before.")
        async with self._work.read() as tx:
            found = await store_orders.orders_of_account(tx, account_id, after or None, limit)
            return await order_views(tx, found)

    async def cart(self, principal: Principal) -> list[OrderView]:
        """The caller's orders that wait for payment or its outcome, the newest first. Those whose deposit is paid are there
        from the beginning of their balance's window.

        Raises:
            NotSignedIn
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            found = await store_orders.unpaid_orders_of(tx, account_id)
            return await order_views(tx, found) if found else []

    async def received(self, principal: Principal) -> list[ReceivedGiftView]:
        """What others paid for the caller: the newest 100.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            return await received_gifts(tx, principal)

    async def order(self, principal: Principal, order_id: str) -> OrderView:
        """One order, for its buyer and the brand's staff.

        Raises:
            NotSignedIn, NoSuchOrder
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            is_own = order is not None and order.account_id == account_id
            if order is None or not (is_own or _is_staff(principal, order)):
                raise no_such_order()
            return await order_view(tx, order)

    def forget_target(self, target_id: str) -> None:
        """If it is a product or a brand, it is described otherwise now."""
        self._claiming.forget_product(target_id)
        self._claiming.forget_brand(target_id)

    async def close(self) -> None:
        """Settle the claims that wait, and take no more."""
        await self._claiming.close()

    async def expire_holds(self) -> int:
        """Take back the units of orders whose hold is over, or their balance's window; how many orders. For the worker."""
        async with self._work.read() as tx:
            order_ids = await store_orders.due_order_ids(tx, self._over.reach(BATCH))
        return sum(await self._over.each(order_ids, self._expire))

    async def those(self, order_ids: Collection[str]) -> list[OrderFacts]:
        """The same for many, oldest first."""
        async with self._work.read() as tx:
            orders = await store_orders.orders_by_id(tx, order_ids)
            views = await order_views(tx, orders)
        return [_facts(order, view) for order, view in zip(orders, views, strict=True)]

    async def placed(self, order_ids: Collection[str]) -> list[OrderFacts]:
        """Orders that were placed together: as they were then if this process placed them and asks for the first time, else as
        they are now."""
        own = self._claiming.take_placed(order_ids)
        if own is None:
            return await self.those(order_ids)
        return [_facts(placed.order, placed.view()) for placed in own]

    async def order_facts(self, order_id: str) -> OrderFacts:
        """For who reacts to an order's events.

        Raises:
            NoSuchOrder
        """
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            if order is None:
                raise no_such_order()
            view = await order_view(tx, order)
        return _facts(order, view)

    async def sales(self, order_ids: Collection[str]) -> list[Sale]:
        """These orders as others count them, in their order. One that there is not is left out."""
        if not order_ids:
            return []
        async with self._work.read() as tx:
            found = await store_sales.sales(tx, set(order_ids))
        return [found[each] for each in dict.fromkeys(order_ids) if each in found]

    async def refunded_sales(self, order_ids: Collection[str]) -> list[Sale]:
        """Those of these orders of which money went back."""
        async with self._work.read() as tx:
            return [*(await store_sales.refunded_sales(tx, set(order_ids))).values()]

    async def _expire(self, order_id: str) -> bool:
        async with self._work.write() as tx:
            expired = await release_units(tx, order_id, lambda order: rules.expire(order, tx.now))
        return expired is not None


def _facts(order: Order, view: OrderView) -> OrderFacts:
    return OrderFacts(view, order.account_id, order.lines[0].deal_id, order.referral_token)


def _is_staff(principal: Principal, order: Order) -> bool:
    return principal.role_for(order.brand_id) >= Role.MODERATOR
