"""The operator's page: what the processes are doing, live, and the festival's sale windows and vouchers. Its numbers
come from /api/operator/metrics."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.presale.scheduling import Scheduling
from commerce.vouchers.issuing import Issuing
from kit.auth import Principal, Role
from membership.brands import Brands
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering


class OperatorPage:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        scheduling: Scheduling,
        issuing: Issuing,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._scheduling = scheduling
        self._issuing = issuing

    def pages(self) -> list[Page]:
        return [Page("/operator", Role.OPERATOR, self.board)]

    async def board(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "operator.html",
            entries=("operator",),
            windows=await self._scheduling.windows(),
            vouchers=await self._issuing.issued(principal, None),
            shows=await self._shows_ahead(),
            currencies=await self._brands.currencies(),
        )

    async def _shows_ahead(self) -> list[dict[str, str]]:
        """Where vouchers can be collected: the shows on air, then those to come."""
        found = [*await self._shows.find("live"), *await self._shows.find("scheduled")]
        return [{"id": show.id, "title": show.title, "status": show.status} for show in found]
