"""The sharer's verbs: sharing chosen lines, changing what is shared, and taking it back. And what others see of it.

Nothing is shared by itself: a shared cart holds what its sharer named, and no other line of theirs is read to show it.
"""

from collections.abc import Sequence

from commerce.refusing import allowed
from commerce.shared_carts import shared_cart as rules
from commerce.shared_carts import store
from commerce.shared_carts.errors import NoSuchSharedCart, SeveralBrands, TooManySharedCarts
from commerce.shared_carts.events import SharedCartChanged
from commerce.shared_carts.presenting import shared_cart_views
from commerce.shared_carts.shared_cart import Line, SharedCart
from commerce.shared_carts.views import NewLine, NewSharedCart, SharedCartChange, SharedCartView
from commerce.store import products as store_products
from commerce.wishes.showing import Showing
from kit.auth import Principal
from kit.errors import Invalid
from kit.ids import ID_LENGTH, new_code
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork

MOST_OPEN = 100
SHARES = Rule("shared_cart", "30/hour", "You shared many carts within an hour.")


class SharedCarts:
    def __init__(self, work: UnitOfWork, showing: Showing, limiter: RateLimiter) -> None:
        self._work = work
        self._showing = showing
        self._limiter = limiter

    async def share(self, principal: Principal, new: NewSharedCart) -> SharedCartView:
        """Share these lines, and nothing else, until its time is over.

        Raises:
            NotSignedIn, TooMany, NoSuchProduct, NoSuchDeal, SeveralBrands, Invalid, TooManySharedCarts
        """
        account_id = principal.account()
        await self._limiter.hit(SHARES, account_id)
        async with self._work.write() as tx:
            lines = await self._lines(tx, principal, new.lines)
            if await store.count_open(tx, account_id) >= MOST_OPEN:
                raise TooManySharedCarts(
                    "You share {count} now. Take one of them back first.", count=MOST_OPEN
                )
            cart = SharedCart(
                id=new_code(ID_LENGTH),
                account_id=account_id,
                kind=new.kind,
                brand_id=await _brand_of(tx, lines),
                lines=lines,
                created_at=tx.now,
                expires_at=rules.expiry(tx.now, new.days),
            )
            await store.add_shared_cart(tx, cart)
            return await self._view(tx, principal, cart)

    async def change(
        self, principal: Principal, cart_id: str, change: SharedCartChange
    ) -> SharedCartView:
        """Share these lines instead.

        Raises:
            NotSignedIn, NoSuchSharedCart, SharedCartOver, NoSuchProduct, NoSuchDeal, SeveralBrands, Invalid
        """
        async with self._work.write() as tx:
            cart = await _own(tx, principal, cart_id)
            lines = await self._lines(tx, principal, change.lines)
            if await _brand_of(tx, lines) != cart.brand_id:
                raise _several_brands()
            changed = allowed(rules.change(cart, lines, tx.now))
            await _save(tx, cart, changed)
            return await self._view(tx, principal, changed)

    async def withdraw(self, principal: Principal, cart_id: str) -> SharedCartView:
        """Share nothing of it any more; its links say so.

        Raises:
            NotSignedIn, NoSuchSharedCart
        """
        async with self._work.write() as tx:
            cart = await _own(tx, principal, cart_id)
            withdrawn = rules.withdraw(cart, tx.now)
            await _save(tx, cart, withdrawn)
            return await self._view(tx, principal, withdrawn)

    async def get(self, principal: Principal, cart_id: str) -> SharedCartView:
        """What is shared, as the caller may see it: whoever has its address.

        Raises:
            NoSuchSharedCart
        """
        async with self._work.read() as tx:
            cart = await store.shared_cart(tx, cart_id)
            if cart is None:
                raise no_such_cart()
            return await self._view(tx, principal, cart)

    async def mine(self, principal: Principal) -> list[SharedCartView]:
        """What the caller shares now, the newest first.

        Raises:
            NotSignedIn
        """
        async with self._work.read() as tx:
            carts = await store.open_shared_carts_of(tx, principal.account(), MOST_OPEN)
            return await shared_cart_views(tx, self._showing, principal, carts)

    async def _view(self, tx: Tx, principal: Principal, cart: SharedCart) -> SharedCartView:
        return (await shared_cart_views(tx, self._showing, principal, [cart]))[0]

    async def _lines(
        self, tx: Tx, principal: Principal, wanted: Sequence[NewLine]
    ) -> tuple[Line, ...]:
        if len({line.id for line in wanted}) < len(wanted):
            raise Invalid.field("lines", "Name each thing once, with its quantity.")
        return tuple(
            [
                Line(await self._showing.find(tx, principal, line.kind, line.id), line.quantity)
                for line in wanted
            ]
        )


def no_such_cart() -> NoSuchSharedCart:
    return NoSuchSharedCart("Check the address, or ask the sender for the link again.")


async def _own(tx: Tx, principal: Principal, cart_id: str) -> SharedCart:
    """Locked. Of others' they learn here that there is none."""
    account_id = principal.account()
    cart = await store.lock_shared_cart(tx, cart_id)
    if cart is None or cart.account_id != account_id:
        raise no_such_cart()
    return cart


async def _brand_of(tx: Tx, lines: Sequence[Line]) -> str:
    products = await store_products.products_by_id(tx, {line.item.product_id for line in lines})
    brand_ids = {product.brand_id for product in products.values()}
    if len(brand_ids) > 1:
        raise _several_brands()
    return brand_ids.pop()


async def _save(tx: Tx, before: SharedCart, cart: SharedCart) -> None:
    if cart is not before:
        await store.save_shared_cart(tx, cart)
        tx.emit(SharedCartChanged(shared_cart_id=cart.id))


def _several_brands() -> SeveralBrands:
    message = "A link belongs to one brand. Share what is of another brand by a link of its own."
    return SeveralBrands(message, fields={"lines": message})
