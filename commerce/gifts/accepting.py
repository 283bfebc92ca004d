"""The friend's verbs: looking at a gift, accepting it, and seeing what one was given."""

from commerce import orders as order_rules
from commerce.announcing import save_order
from commerce.events import OrderGiven
from commerce.gifts import gift as rules
from commerce.gifts import store
from commerce.gifts.errors import NoSuchGift
from commerce.gifts.events import GiftChanged
from commerce.gifts.gift import Gift
from commerce.gifts.presenting import offer_view, received_views
from commerce.gifts.views import GiftOfferView, ReceivedGiftView
from commerce.orders import Order
from commerce.refusing import allowed
from commerce.store import orders as store_orders
from kit.auth import Principal
from kit.unit_of_work import Tx, UnitOfWork

LISTED = 100


class Accepting:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def look(self, principal: Principal, secret: str) -> GiftOfferView:
        """The gift behind a link.

        Raises:
            NoSuchGift
        """
        async with self._work.read() as tx:
            gift = await _behind(tx, secret)
            order = await store_orders.order(tx, gift.order_id)
            assert order is not None, "an order is never deleted"
            return await offer_view(tx, principal, gift, order)

    async def accept(self, principal: Principal, secret: str) -> ReceivedGiftView:
        """Take the gift. Of those who try at once one has it; who has it already is told the same again.

        Raises:
            NotSignedIn, NoSuchGift, OwnGift, GiftTaken, GiftOver
        """
        account_id = principal.account()
        async with self._work.write() as tx:
            order = await _lock_order(tx, await _behind(tx, secret))
            before = await _behind(tx, secret)  # as it is now that nobody else changes it
            gift = allowed(rules.accept(before, order, account_id, tx.now))
            if gift is not before:
                await _give(tx, gift, order, account_id)
            return (await received_views(tx, [gift]))[0]


async def received_gifts(tx: Tx, principal: Principal) -> list[ReceivedGiftView]:
    return await received_views(tx, await store.received_by(tx, principal.account(), LISTED))


async def _behind(tx: Tx, secret: str) -> Gift:
    gift = await store.gift_behind(tx, secret)
    if gift is None or gift.expires_at is None:
        raise NoSuchGift("Check the address, or ask your friend for the link again.")
    return gift


async def _lock_order(tx: Tx, gift: Gift) -> Order:
    order = await store_orders.lock_order(tx, gift.order_id)
    assert order is not None, "an order is never deleted"
    return order


async def _give(tx: Tx, gift: Gift, order: Order, account_id: str) -> None:
    await store.save_gift(tx, gift)
    await save_order(tx, order_rules.touch(order, recipient_id=account_id), OrderGiven)
    tx.emit(GiftChanged(order_id=gift.order_id, account_id=gift.account_id))
