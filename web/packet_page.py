"""A packet's page: what was promised, who got what, and how anyone can check it."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from membership.brands import Brands
from share.packets.finding import Finding
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering


class PacketPage:
    def __init__(
        self, rendering: Rendering, brands: Brands, shows: Shows, finding: Finding
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._finding = finding

    def pages(self) -> list[Page]:
        return [Page("/packets/{packet_id}", Role.GUEST, self.packet)]

    async def packet(self, request: Request, principal: Principal) -> Response:
        packet = await self._finding.get(request.path_params["packet_id"])
        show = await self._shows.get(packet.show_id)
        return self._rendering.page(
            request,
            "packet.html",
            entries=("packet",),
            packet=packet,
            show=show,
            brand=await self._brands.by_id(show.brand_id),
        )
