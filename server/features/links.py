"""Share links: where they lead, who followed them, and that no process leads people by what is not so any more."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.deals_query import Deals
from commerce.shared_carts.events import SharedCartChanged
from commerce.shared_carts.sharing import SharedCarts
from commerce.teams import events as teams
from commerce.teams.finding import Finding
from kit.auth import GUEST
from kit.events import Event
from kit.http import Endpoint
from membership import events as membership
from membership.brands import Brands
from server import wire
from server.features.feature import Duty, Feature, Reaction
from server.ground import Ground
from server.link_board import LinkBoard
from server.link_news import LinkNews
from server.targets import find_target
from share import events as share
from share.clicks import Clicks
from share.destinations import Destinations
from share.explaining import Explaining
from share.linking import Linking
from share.routes import ShareRoutes
from streams import events as streams
from streams.shows import Shows
from web.embedding import Embedding
from web.following import Following
from web.page import Page
from web.shared import Sharing
from web.sharer_pages import SharerPages


class LinksFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        brands: Brands,
        shows: Shows,
        deals: Deals,
        catalogue: Catalogue,
        shared_carts: SharedCarts,
        finding: Finding,
        checkout: Checkout,
    ) -> None:
        settings, work, cookies = ground.settings, ground.work, ground.cookies
        self.linking = Linking(work, find_target, ground.limiter)
        self.explaining = Explaining(work)
        self.destinations = Destinations(work)
        self.sharing = Sharing(brands, shows, deals, catalogue, self.linking, shared_carts, finding)
        self.clicks = Clicks(work, settings.secret_key, self.destinations)
        self.following = Following(
            ground.rendering,
            self.destinations,
            self.sharing,
            self.clicks,
            cookies.visitor,
            cookies.referral,
            is_secure=settings.is_secure,
        )
        self.board = LinkBoard(self.linking, ground.hub, settings.public_url or "")
        self.clicks.on_counted = self.board.note
        self._link_news = LinkNews(ground.broker, self.following, checkout)
        self._shared_carts = shared_carts
        self._checkout = checkout
        self._rendering = ground.rendering
        self._hub = ground.hub
        self._public_url = settings.public_url

    def endpoints(self) -> Sequence[Endpoint]:
        routes = ShareRoutes(self.linking, self.explaining, self._brand_of_order, self._public_url)
        embedding = Embedding(self._rendering, self.destinations, self.sharing)
        return [*routes.endpoints(), *embedding.endpoints()]

    def pages(self) -> Sequence[Page]:
        return SharerPages(self._rendering, self.linking).pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            streams.ShowChanged: (self._describe_show,),
            streams.ShowStarted: (self._forget_show,),
            streams.ShowEnded: (self._forget_show,),
            streams.ShowCancelled: (self._forget_show,),
            commerce.DealDropped: (self._forget_deal,),
            commerce.DealOpened: (self._forget_deal,),
            commerce.DealEnded: (self._forget_deal,),
            commerce.DealRemoved: (self._forget_deal,),
            commerce.DealRepriced: (self._forget_deal,),
            commerce.ProductChanged: (self._describe_product,),
            SharedCartChanged: (self._describe_cart,),
            teams.TeamChanged: (self._forget_team,),
            teams.TeamCompleted: (self._forget_team,),
            teams.TeamEnded: (self._forget_team,),
            share.LinkChanged: (self._forget_link, self._tell_sharer),
            share.LinkStopped: (self._forget_link,),
            share.TermsChanged: (self._forget_terms,),
            membership.BrandChanged: (self._describe_brand,),
        }

    def duties(self) -> Sequence[Duty]:
        return (Duty("link_news", self._link_news.run),)

    async def close(self) -> None:
        await self.clicks.close()

    async def drain(self) -> None:
        await self.board.drain()

    async def _brand_of_order(self, order_id: str) -> str:
        return (await self._checkout.order_facts(order_id)).order.brand_id

    async def _describe_show(self, event: streams.ShowChanged) -> None:
        await self.linking.refresh_target("show", event.show_id)
        await self._link_news.tell_of_target(event.show_id)

    async def _forget_show(self, event: streams.ShowChanged) -> None:
        await self._link_news.tell_of_target(event.show_id)

    async def _forget_deal(self, event: commerce.DealChanged) -> None:
        await self._link_news.tell_of_target(event.deal_id)

    async def _describe_product(self, event: commerce.ProductChanged) -> None:
        """All processes forget what they know of it, which links show and claims remember."""
        await self.linking.refresh_target("product", event.product_id)
        await self._link_news.tell_of_target(event.product_id)

    async def _describe_cart(self, event: SharedCartChanged) -> None:
        cart = await self._shared_carts.get(GUEST, event.shared_cart_id)
        await self.linking.refresh_target(cart.kind, cart.id)
        await self._link_news.tell_of_target(event.shared_cart_id)

    async def _forget_team(self, event: teams.TeamEvent) -> None:
        """A link to it shows how many places are left."""
        await self._link_news.tell_of_target(event.team_id)

    async def _forget_link(self, event: share.LinkChanged | share.LinkStopped) -> None:
        await self._link_news.tell_of_link(event.link_code)

    async def _forget_terms(self, event: share.TermsChanged) -> None:
        await self._link_news.tell_of_target(event.brand_id)

    async def _describe_brand(self, event: membership.BrandChanged) -> None:
        """All that is the brand's is shown with its name and in its colour."""
        await self.linking.refresh_target("brand", event.brand_id)
        await self._link_news.tell_of_target(event.brand_id)

    async def _tell_sharer(self, event: share.LinkChanged) -> None:
        link = await self.linking.link(event.link_code, self._public_url or "")
        await self._hub.tell(event.account_id, wire.MyLinkChanged(link=link))
