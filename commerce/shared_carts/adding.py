"""The friend's verb: adding what is shared to their own cart, line by line.

A line is claimed as any claim is, by the same use case and its rules. What cannot be claimed now is kept on the friend's wish list; what
this friend may not have is reported. Under one key a line is claimed once, however often it is pressed; and what waits in
the friend's cart already is not claimed again.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commerce.checkout import Checkout
from commerce.errors import (
    DealEnded,
    NoSuchDeal,
    NotEnoughLeft,
    NotOpen,
    ShowNotLive,
    SoldOut,
)
from commerce.orders import Order
from commerce.presenting import order_view
from commerce.products import Product
from commerce.refusing import refuse
from commerce.shared_carts import store
from commerce.shared_carts.errors import NotForSale
from commerce.shared_carts.shared_cart import Line, refuse_over
from commerce.shared_carts.sharing import no_such_cart
from commerce.shared_carts.views import (
    AdditionsView,
    AdditionView,
    NewAdditions,
    Outcome,
    WantedLine,
)
from commerce.store import deals as store_deals
from commerce.store import orders as store_orders
from commerce.store import products as store_products
from commerce.views import NewClaim, OrderView
from commerce.wishes import store as store_wishes
from commerce.wishes.item import Item
from commerce.wishes.wishing import full
from kit.auth import Principal
from kit.errors import Refusal
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from kit.words import ENGLISH, Words

ADDITIONS = Rule("additions", "20/minute", "You added shared carts too often.")
NOT_NOW = (SoldOut, NotEnoughLeft, NotOpen, DealEnded, ShowNotLive, NoSuchDeal, NotForSale)
"""What is refused to everyone at the moment, so that it is worth waiting for."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A line that is shared, as the friend saw it."""

    line: Line
    seen: WantedLine
    product: Product
    is_offered: bool
    """Whether the deal that they saw is one of the product."""
    waiting: OrderView | None
    """What they have in their cart of this deal, if not by this key."""


class Adding:
    def __init__(self, work: UnitOfWork, checkout: Checkout, limiter: RateLimiter) -> None:
        self._work = work
        self._checkout = checkout
        self._limiter = limiter

    async def add_all(
        self,
        principal: Principal,
        cart_id: str,
        new: NewAdditions,
        key: str | None,
        referral_token: str | None,
        words: Words = ENGLISH,
    ) -> AdditionsView:
        """Claim for the caller what can be claimed of the lines that they saw, and keep the rest on their wish list.
        Lines that are not shared any more are left out.

        Raises:
            NotSignedIn, TooMany, NoSuchSharedCart, SharedCartOver
        """
        await self._limiter.hit(ADDITIONS, principal.account())
        found = await self._wanted(principal, cart_id, new.lines, key)
        results = await asyncio.gather(
            *(self._claim(principal, wanted, key, referral_token) for wanted in found)
        )
        reasons = await self._keep(principal, found, results)
        return AdditionsView(
            lines=[
                _view(wanted, result, reason, words)
                for wanted, result, reason in zip(found, results, reasons, strict=True)
            ]
        )

    async def _wanted(
        self, principal: Principal, cart_id: str, seen: Sequence[WantedLine], key: str | None
    ) -> list[_Wanted]:
        async with self._work.read() as tx:
            cart = await store.shared_cart(tx, cart_id)
            if cart is None:
                raise no_such_cart()
            refuse(refuse_over(cart, tx.now))
            by_id = {each.item_id: each for each in seen}
            lines = [line for line in cart.lines if line.item.id in by_id]
            deal_ids = {each.deal_id for each in seen if each.deal_id}
            deals = await store_deals.deals_by_id(tx, deal_ids)
            offered = {deal.id: deal.product_id for deal in deals}
            products = await store_products.products_by_id(
                tx, {line.item.product_id for line in lines}
            )
            unpaid = await store_orders.unpaid_orders_of(tx, principal.account())
            waiting = _by_deal(unpaid, {claim_key(key, each.item_id) for each in seen})
            views = {deal_id: await order_view(tx, order) for deal_id, order in waiting.items()}
        return [
            _Wanted(
                line,
                by_id[line.item.id],
                products[line.item.product_id],
                offered.get(by_id[line.item.id].deal_id or "") == line.item.product_id,
                views.get(by_id[line.item.id].deal_id or ""),
            )
            for line in lines
        ]

    async def _claim(
        self, principal: Principal, wanted: _Wanted, key: str | None, referral_token: str | None
    ) -> OrderView | Refusal:
        if wanted.waiting is not None:
            return wanted.waiting
        if wanted.seen.deal_id is None or not wanted.is_offered:
            return NotForSale("It was put on your wish list. You see there when it is sold.")
        claim = NewClaim(quantity=wanted.line.quantity, price_minor=wanted.seen.price_minor)
        own_key = claim_key(key, wanted.line.item.id)
        try:
            return await self._checkout.claim(
                principal, wanted.seen.deal_id, claim, own_key, referral_token
            )
        except Refusal as refusal:
            return refusal

    async def _keep(
        self,
        principal: Principal,
        found: Sequence[_Wanted],
        results: Sequence[OrderView | Refusal],
    ) -> list[Refusal | None]:
        """Why each line was not claimed. What it is worth waiting for is on the wish list afterwards, if there is room."""
        reasons = [result if isinstance(result, Refusal) else None for result in results]
        if not any(isinstance(reason, NOT_NOW) for reason in reasons):
            return reasons
        async with self._work.write() as tx:
            for place, (wanted, reason) in enumerate(zip(found, reasons, strict=True)):
                item = Item(wanted.product.id)
                if isinstance(reason, NOT_NOW) and not await store_wishes.add_wish(
                    tx, principal.account(), item
                ):
                    reasons[place] = full()
        return reasons


def claim_key(key: str | None, item_id: str) -> str | None:
    """Each line's own, which no other key of the person's can be."""
    if key is None:
        return None
    return f"shared:{hashlib.sha256(f'{key}:{item_id}'.encode()).hexdigest()}"


def _by_deal(unpaid: Sequence[Order], keys: set[str | None]) -> Mapping[str, Order]:
    """What waits in the cart by deal, but for what was claimed under one of these keys: that is found by its claim."""
    return {
        order.lines[0].deal_id: order
        for order in unpaid
        if order.claim_key is None or order.claim_key not in keys
    }


def _view(
    wanted: _Wanted, result: OrderView | Refusal, reason: Refusal | None, words: Words
) -> AdditionView:
    return AdditionView(
        item_id=wanted.line.item.id,
        title=wanted.product.title,
        outcome=_outcome(wanted, reason),
        order=None if isinstance(result, Refusal) else result,
        code=reason.code if reason else None,
        detail=reason.said(words).detail if reason else None,
    )


def _outcome(wanted: _Wanted, reason: Refusal | None) -> Outcome:
    if reason is None:
        return "claimed" if wanted.waiting is None else "in_cart"
    return "wished" if isinstance(reason, NOT_NOW) else "refused"
