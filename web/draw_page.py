"""A draw's page: what was promised, what came of it, and how anyone can check it."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from membership.brands import Brands
from share.draws.drawing import Drawing
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering


class DrawPage:
    def __init__(
        self, rendering: Rendering, brands: Brands, shows: Shows, drawing: Drawing
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._drawing = drawing

    def pages(self) -> list[Page]:
        return [Page("/draws/{draw_id}", Role.GUEST, self.draw)]

    async def draw(self, request: Request, principal: Principal) -> Response:
        draw = await self._drawing.get(request.path_params["draw_id"])
        show = await self._shows.get(draw.show_id)
        return self._rendering.page(
            request,
            "draw.html",
            entries=("draw",),
            draw=draw,
            show=show,
            brand=await self._brands.by_id(show.brand_id),
        )
