"""The sharer's desk: links, clicks, orders and rewards, live."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from share.linking import Linking
from web.page import Page
from web.rendering import Rendering


class SharerPages:
    def __init__(self, rendering: Rendering, linking: Linking) -> None:
        self._rendering = rendering
        self._linking = linking

    def pages(self) -> list[Page]:
        return [Page("/links", Role.MEMBER, self.desk)]

    async def desk(self, request: Request, principal: Principal) -> Response:
        desk = await self._linking.desk(principal, self._rendering.base_url(request))
        return self._rendering.page(request, "links.html", entries=("links",), desk=desk)
