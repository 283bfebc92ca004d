"""Orders: claimed in rooms, held until they are paid or their time is up, and shown to their buyers and the show's hosts."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.hosting import Hosting
from commerce.moments import Moments
from commerce.order_routes import OrderRoutes
from commerce.order_search import OrderSearch
from commerce.payments.paying import Paying
from commerce.routes import CommerceRoutes
from commerce.vouchers.collecting import Collecting
from kit.events import Event
from kit.http import Endpoint
from membership.brands import Brands
from server.features.feature import Chore, Feature, Together
from server.ground import Ground
from server.order_news import OrderNews
from streams.shows import Shows
from web.buyer_pages import BuyerPages
from web.page import Page

ANNOUNCED = (
    commerce.PaymentBegun,
    commerce.PaymentFailed,
    commerce.DepositPaid,
    commerce.PlacePaid,
    commerce.OrderPaid,
    commerce.OrderForfeited,
    commerce.OrderExpired,
    commerce.OrderCancelled,
    commerce.RefundChanged,
    commerce.OrderRefunded,
    commerce.PriceProtected,
    commerce.OrderFulfilled,
    commerce.OrderGiven,
)
"""All that happens to an order, except that its buyer is reminded."""


class OrdersFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        shows: Shows,
        catalogue: Catalogue,
        hosting: Hosting,
        moments: Moments,
        paying: Paying,
        collecting: Collecting,
        brands: Brands,
    ) -> None:
        self.checkout = Checkout(ground.work, shows.venue, shows.is_open, ground.limiter, paying)
        self.search = OrderSearch(ground.work)
        self.news = OrderNews(self.checkout, hosting, ground.hub)
        self._commerce = CommerceRoutes(
            catalogue, hosting, self.checkout, moments, ground.cookies.referral_of
        )
        self._pages = BuyerPages(ground.rendering, self.checkout, collecting, brands)

    def endpoints(self) -> Sequence[Endpoint]:
        return [*self._commerce.endpoints(), *OrderRoutes(self.search).endpoints()]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Together, ...]]:
        return dict.fromkeys(ANNOUNCED, (Together(self.news.tell),))

    def chores(self) -> Sequence[Chore]:
        return (Chore("expire_holds", 1.0, self.checkout.expire_holds),)

    async def close(self) -> None:
        await self.checkout.close()

    async def drain(self) -> None:
        await self.news.drain()
