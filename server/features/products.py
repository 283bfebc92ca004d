"""A brand's products at its desk: what managers say and show of them, and who has to know when it changes."""

from collections.abc import Mapping, Sequence

from commerce.catalogue import Catalogue
from commerce.describing import Describing
from commerce.events import ProductChanged
from commerce.pictures.picturing import Picturing
from commerce.pictures.routes import PictureRoutes
from commerce.product_routes import ProductRoutes
from kit.events import Event
from kit.http import Endpoint
from kit.rate_limit import RateLimiter
from kit.unit_of_work import UnitOfWork
from membership.brands import Brands
from membership.segments.gathering import Gathering
from server.features.feature import Feature, Reaction
from server.link_news import LinkNews
from share.linking import Linking
from web.page import Page
from web.product_pages import ProductPages
from web.rendering import Rendering


class ProductsFeature(Feature):
    def __init__(
        self,
        work: UnitOfWork,
        limiter: RateLimiter,
        catalogue: Catalogue,
        gathering: Gathering,
        linking: Linking,
        link_news: LinkNews,
        brands: Brands,
        rendering: Rendering,
    ) -> None:
        self._catalogue = catalogue
        self._describing = Describing(work)
        self._picturing = Picturing(work, limiter)
        self._gathering = gathering
        self._linking = linking
        self._link_news = link_news
        self._pages = ProductPages(rendering, brands, catalogue, self._picturing)

    def endpoints(self) -> Sequence[Endpoint]:
        products = ProductRoutes(self._catalogue, self._describing)
        return [*products.endpoints(), *PictureRoutes(self._picturing).endpoints()]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {ProductChanged: (self._describe_links, self._note_buyers)}

    async def _describe_links(self, event: ProductChanged) -> None:
        """All processes forget what they know of it, which links show and claims remember."""
        await self._linking.refresh_target("product", event.product_id)
        await self._link_news.tell_of_target(event.product_id)

    async def _note_buyers(self, event: ProductChanged) -> None:
        """Its category and whether it is green are facts of those who bought it."""
        last = ""
        while buyers := await self._describing.buyers(event.product_id, last):
            await self._gathering.note_those(event.brand_id, buyers)
            last = buyers[-1]
