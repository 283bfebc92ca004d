"""A brand's products at its desk: what managers say and show of them. Links and claims forget what they knew (`links`)."""

from collections.abc import Mapping, Sequence

from commerce.catalogue import Catalogue
from commerce.describing import Describing
from commerce.events import ProductChanged
from commerce.pictures.picturing import Picturing
from commerce.pictures.routes import PictureRoutes
from commerce.product_routes import ProductRoutes
from kit.events import Event
from kit.http import Endpoint
from membership.brands import Brands
from membership.segments.gathering import Gathering
from server.features.feature import Feature, Reaction
from server.ground import Ground
from web.page import Page
from web.product_pages import ProductPages


class ProductsFeature(Feature):
    def __init__(
        self, ground: Ground, catalogue: Catalogue, gathering: Gathering, brands: Brands
    ) -> None:
        self._catalogue = catalogue
        self._describing = Describing(ground.work)
        self.picturing = Picturing(ground.work, ground.limiter)
        self._gathering = gathering
        self._pages = ProductPages(ground.rendering, brands, catalogue, self.picturing)

    def endpoints(self) -> Sequence[Endpoint]:
        products = ProductRoutes(self._catalogue, self._describing)
        return [*products.endpoints(), *PictureRoutes(self.picturing).endpoints()]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {ProductChanged: (self._note_buyers,)}

    async def _note_buyers(self, event: ProductChanged) -> None:
        """Its category and whether it is green are facts of those who bought it."""
        last = ""
        while buyers := await self._describing.buyers(event.product_id, last):
            await self._gathering.note_those(event.brand_id, buyers)
            last = buyers[-1]
