"""The buyer's verbs: giving an order to a friend, before or after it is paid, and keeping it after all."""

from collections.abc import Collection

from commerce.gifts import gift as rules
from commerce.gifts import store
from commerce.gifts.errors import NoSuchGift
from commerce.gifts.events import GiftChanged
from commerce.gifts.gift import Gift
from commerce.gifts.presenting import gift_view
from commerce.gifts.views import GiftView, NewGift
from commerce.payments.beginning import lock_own_orders, no_such_order
from commerce.refusing import allowed
from commerce.store import orders as store_orders
from kit.auth import Principal
from kit.ids import new_secret
from kit.unit_of_work import Tx, UnitOfWork


class Wrapping:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def wrap(self, principal: Principal, order_id: str, new: NewGift) -> GiftView:
        """Make a gift of the caller's order, or let the gift that it is say something else.

        Raises:
            NotSignedIn, NoSuchOrder, NotGiftable, GiftAccepted
        """
        async with self._work.write() as tx:
            [order] = await lock_own_orders(tx, principal, [order_id])
            before = await store.gift_of(tx, order.id)
            message = new.message.strip()
            gift = allowed(rules.wrap(order, before, message, tx.now, new_secret()))
            await _save(tx, before, gift)
            return await gift_view(tx, gift)

    async def begin_those(self, order_ids: Collection[str]) -> None:
        """These orders were paid: those that were meant as gifts can be accepted from now on. For who reacts to payments."""
        async with self._work.read() as tx:
            given = await store.given(tx, order_ids)
        for order_id in given:
            await self._begin(order_id)

    async def withdraw(self, principal: Principal, order_id: str) -> GiftView:
        """Keep the order: its link is good for nothing from now on.

        Raises:
            NotSignedIn, NoSuchOrder, NoSuchGift, GiftAccepted
        """
        async with self._work.write() as tx:
            await lock_own_orders(tx, principal, [order_id])
            before = await store.gift_of(tx, order_id)
            if before is None:
                raise NoSuchGift("This order was never made a gift.")
            gift = allowed(rules.withdraw(before, tx.now))
            await _save(tx, before, gift)
            return await gift_view(tx, gift)

    async def gift(self, principal: Principal, order_id: str) -> GiftView | None:
        """What the caller made of their order; None if it is no gift.

        Raises:
            NotSignedIn, NoSuchOrder
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
            if order is None or order.account_id != account_id:
                raise no_such_order()
            gift = await store.gift_of(tx, order_id)
            return await gift_view(tx, gift) if gift else None

    async def gift_of(self, order_id: str) -> GiftView:
        """For who reacts to a gift's events. Raises: NoSuchGift."""
        async with self._work.read() as tx:
            gift = await store.gift_of(tx, order_id)
            if gift is None:
                raise NoSuchGift()
            return await gift_view(tx, gift)

    async def _begin(self, order_id: str) -> None:
        async with self._work.write() as tx:
            order = await store_orders.lock_order(tx, order_id)
            before = await store.gift_of(tx, order_id)
            assert order is not None, "an order is never deleted"
            if before is not None:
                await _save(tx, before, rules.begin(before, order, tx.now))


async def _save(tx: Tx, before: Gift | None, gift: Gift) -> None:
    if gift is not before:
        await store.save_gift(tx, gift)
        tx.emit(GiftChanged(order_id=gift.order_id, account_id=gift.account_id))
