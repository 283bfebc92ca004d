"""Wish lists, shared carts and gifts, of which buyers hear."""

from collections.abc import Mapping, Sequence

from commerce.checkout import Checkout
from commerce.events import OrderPaid
from commerce.gifts.accepting import Accepting
from commerce.gifts.events import GiftChanged
from commerce.gifts.routes import GiftRoutes
from commerce.gifts.wrapping import Wrapping
from commerce.shared_carts.adding import Adding
from commerce.shared_carts.routes import SharedCartRoutes
from commerce.shared_carts.sharing import SharedCarts
from commerce.wishes.routes import WishRoutes
from commerce.wishes.showing import Showing
from commerce.wishes.wishing import Wishing
from kit.events import Event
from kit.http import Endpoint
from server import wire
from server.features.feature import Feature, Reaction, Together
from server.ground import Ground
from server.targets import next_shows
from streams.shows import Shows
from web.cart_pages import CartPages
from web.page import Page


class CartsFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows, checkout: Checkout) -> None:
        work = ground.work
        showing = Showing(shows.venue, next_shows)
        self.shared_carts = SharedCarts(work, showing, ground.limiter)
        self._wishing = Wishing(work, showing)
        self._adding = Adding(work, checkout, ground.limiter)
        self._wrapping = Wrapping(work)
        self._accepting = Accepting(work)
        self._hub = ground.hub
        self._pages = CartPages(ground.rendering, self._wishing, self.shared_carts, self._accepting)
        self._referral_of = ground.cookies.referral_of

    def endpoints(self) -> Sequence[Endpoint]:
        return [
            *WishRoutes(self._wishing).endpoints(),
            *SharedCartRoutes(self.shared_carts, self._adding, self._referral_of).endpoints(),
            *GiftRoutes(self._wrapping, self._accepting).endpoints(),
        ]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            GiftChanged: (self._tell_buyer,),
            OrderPaid: (Together(self._begin_gifts),),
        }

    async def _begin_gifts(self, events: Sequence[OrderPaid]) -> None:
        await self._wrapping.begin_those([event.order_id for event in events])

    async def _tell_buyer(self, event: GiftChanged) -> None:
        gift = await self._wrapping.gift_of(event.order_id)
        await self._hub.tell(event.account_id, wire.MyGiftChanged(gift=gift))
