"""Wish lists, shared carts and gifts: what is shared is forgotten where it is kept when it changes, and buyers hear of their gifts."""

from collections.abc import Mapping, Sequence

from commerce.checkout import Checkout
from commerce.events import OrderPaid
from commerce.gifts.accepting import Accepting
from commerce.gifts.events import GiftChanged
from commerce.gifts.routes import GiftRoutes
from commerce.gifts.wrapping import Wrapping
from commerce.shared_carts.adding import Adding
from commerce.shared_carts.events import SharedCartChanged
from commerce.shared_carts.routes import ReferralOf, SharedCartRoutes
from commerce.shared_carts.sharing import SharedCarts
from commerce.wishes.routes import WishRoutes
from commerce.wishes.showing import Showing
from commerce.wishes.wishing import Wishing
from kit.auth import GUEST
from kit.events import Event
from kit.http import Endpoint
from kit.rate_limit import RateLimiter
from kit.unit_of_work import UnitOfWork
from server import wire
from server.features.feature import Feature, Reaction, Together
from server.hub import Hub
from server.link_news import LinkNews
from share.linking import Linking
from web.cart_pages import CartPages
from web.page import Page
from web.rendering import Rendering


class CartsFeature(Feature):
    def __init__(
        self,
        work: UnitOfWork,
        limiter: RateLimiter,
        showing: Showing,
        shared_carts: SharedCarts,
        checkout: Checkout,
        linking: Linking,
        link_news: LinkNews,
        hub: Hub,
        rendering: Rendering,
        referral_of: ReferralOf,
    ) -> None:
        self._wishing = Wishing(work, showing)
        self._shared_carts = shared_carts
        self._adding = Adding(work, checkout, limiter)
        self._wrapping = Wrapping(work)
        self._accepting = Accepting(work)
        self._linking = linking
        self._link_news = link_news
        self._hub = hub
        self._pages = CartPages(rendering, self._wishing, shared_carts, self._accepting)
        self._referral_of = referral_of

    def endpoints(self) -> Sequence[Endpoint]:
        return [
            *WishRoutes(self._wishing).endpoints(),
            *SharedCartRoutes(self._shared_carts, self._adding, self._referral_of).endpoints(),
            *GiftRoutes(self._wrapping, self._accepting).endpoints(),
        ]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            SharedCartChanged: (self._describe_links,),
            GiftChanged: (self._tell_buyer,),
            OrderPaid: (Together(self._begin_gifts),),
        }

    async def _describe_links(self, event: SharedCartChanged) -> None:
        cart = await self._shared_carts.get(GUEST, event.shared_cart_id)
        await self._linking.refresh_target(cart.kind, cart.id)
        await self._link_news.tell_of_target(event.shared_cart_id)

    async def _begin_gifts(self, events: Sequence[OrderPaid]) -> None:
        await self._wrapping.begin_those([event.order_id for event in events])

    async def _tell_buyer(self, event: GiftChanged) -> None:
        gift = await self._wrapping.gift_of(event.order_id)
        await self._hub.tell(event.account_id, wire.MyGiftChanged(gift=gift))
