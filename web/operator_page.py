"""The operator's page: what the processes are doing, live, and the festival's sale windows. Its numbers come from
/api/operator/metrics."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.presale.scheduling import Scheduling
from kit.auth import Principal, Role
from web.page import Page
from web.rendering import Rendering


class OperatorPage:
    def __init__(self, rendering: Rendering, scheduling: Scheduling) -> None:
        self._rendering = rendering
        self._scheduling = scheduling

    def pages(self) -> list[Page]:
        return [Page("/operator", Role.OPERATOR, self.board)]

    async def board(self, request: Request, _principal: Principal) -> Response:
        windows = await self._scheduling.windows()
        return self._rendering.page(
            request, "operator.html", entries=("operator",), windows=windows
        )
