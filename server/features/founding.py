"""Operators found brands, and managers change what theirs are called; the rooms of their shows hear of it."""

from collections.abc import Mapping, Sequence

from kit.events import Event
from kit.http import Endpoint
from membership import events as membership
from membership.brands import Brands
from membership.founding.founding import Founding
from membership.founding.rebranding import Rebranding
from membership.founding.routes import FoundingRoutes
from server import wire
from server.features.feature import Feature, Reaction, each
from server.ground import Ground
from streams.shows import Shows
from web.founding_page import FoundingPage
from web.page import Page


class FoundingFeature(Feature):
    def __init__(self, ground: Ground, brands: Brands, shows: Shows) -> None:
        self._founding = Founding(ground.work)
        self._rebranding = Rebranding(ground.work)
        self._page = FoundingPage(ground.rendering, brands)
        self._brands = brands
        self._shows = shows
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return FoundingRoutes(self._founding, self._rebranding).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {membership.BrandChanged: (self._announce_shows,)}

    async def _announce_shows(self, event: membership.BrandChanged) -> None:
        brand = await self._brands.by_id(event.brand_id)
        for status in ("live", "scheduled"):
            await each(
                self._hub.publish(show.id, wire.ShowChanged(show=show))
                for show in await self._shows.find(status, brand.slug)
            )
