"""Operators found brands."""

from collections.abc import Sequence

from kit.http import Endpoint
from membership.brands import Brands
from membership.founding.founding import Founding
from membership.founding.routes import FoundingRoutes
from server.features.feature import Feature
from server.ground import Ground
from web.founding_page import FoundingPage
from web.page import Page


class FoundingFeature(Feature):
    def __init__(self, ground: Ground, brands: Brands) -> None:
        self._founding = Founding(ground.work)
        self._page = FoundingPage(ground.rendering, brands)

    def endpoints(self) -> Sequence[Endpoint]:
        return FoundingRoutes(self._founding).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()
