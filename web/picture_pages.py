"""Generated pictures. A browser is sent one again only when it looks otherwise."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from membership.brands import Brands
from streams.shows import Shows
from web.page import Page
from web.pictures import show_poster

FRESH = "public, max-age=60, stale-while-revalidate=3600"
"""A title, a name or a colour may be another; what is shown meanwhile is asked for again in the background."""


class PicturePages:
    def __init__(self, brands: Brands, shows: Shows) -> None:
        self._brands = brands
        self._shows = shows

    def pages(self) -> list[Page]:
        return [
            Page("/pictures/brands/{brand_id}.svg", Role.GUEST, self.brand),
            Page("/pictures/shows/{show_id}.svg", Role.GUEST, self.show),
            Page("/pictures/shows/{show_id}/art.svg", Role.GUEST, self.show_art),
        ]

    async def brand(self, request: Request, principal: Principal) -> Response:
        brand = await self._brands.by_id(request.path_params["brand_id"])
        return drawn(request, show_poster(brand.name, brand.tagline, brand.hue, brand.id))

    async def show(self, request: Request, principal: Principal) -> Response:
        show = await self._shows.get(request.path_params["show_id"])
        return drawn(request, show_poster(show.title, show.brand_name, show.hue, show.id))

    async def show_art(self, request: Request, principal: Principal) -> Response:
        """The poster without its words, for where the page says them itself."""
        show = await self._shows.get(request.path_params["show_id"])
        return drawn(request, show_poster("", "", show.hue, show.id))


def drawn(request: Request, svg: str) -> Response:
    tag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:20]}"'
    headers = {"etag": tag, "cache-control": FRESH}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(svg, headers=headers, media_type="image/svg+xml")
