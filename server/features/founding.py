"""Operators found brands."""

from collections.abc import Sequence

from kit.http import Endpoint
from kit.unit_of_work import UnitOfWork
from membership.brands import Brands
from membership.founding.founding import Founding
from membership.founding.routes import FoundingRoutes
from server.features.feature import Feature
from web.founding_page import FoundingPage
from web.page import Page
from web.rendering import Rendering


class FoundingFeature(Feature):
    def __init__(self, work: UnitOfWork, brands: Brands, rendering: Rendering) -> None:
        self._founding = Founding(work)
        self._page = FoundingPage(rendering, brands)

    def endpoints(self) -> Sequence[Endpoint]:
        return FoundingRoutes(self._founding).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()
