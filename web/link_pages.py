"""What stands behind a share link: its preview, its QR code and its picture.

Guests are usually answered by the door before (`server/link_door.py`); here it also says why there is none.
"""

import io

import segno
from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from share.destinations import Destinations
from web.following import Following
from web.page import Page
from web.rendering import Rendering
from web.share_cards import ShareCards, media_type, version
from web.shared import Sharing

QR_BORDER_MODULES = 4
"""The quiet zone that ISO/IEC 18004 asks for."""
QR_SCALES = {"svg": 8, "png": 16}
QR_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
A_DAY = {"cache-control": "public, max-age=86400"}


class LinkPages:
    def __init__(
        self,
        rendering: Rendering,
        destinations: Destinations,
        sharing: Sharing,
        following: Following,
        cards: ShareCards,
    ) -> None:
        self._rendering = rendering
        self._destinations = destinations
        self._sharing = sharing
        self._following = following
        self._cards = cards

    def pages(self) -> list[Page]:
        return [
            Page("/s/{code}", Role.GUEST, self.preview),
            Page("/s/{code}/qr.svg", Role.GUEST, self.qr_svg),
            Page("/s/{code}/qr.png", Role.GUEST, self.qr_png),
            Page("/s/{code}/card.png", Role.GUEST, self.card),
            Page("/s/{code}/card.jpg", Role.GUEST, self.card),
        ]

    async def preview(self, request: Request, principal: Principal) -> Response:
        answer, cookies = await self._following.answer(
            request.path_params["code"], request.scope, dict(request.scope["headers"]), principal
        )
        response = Response(answer.body, answer.status)
        response.raw_headers = [*answer.headers, *cookies]
        return response

    async def qr_svg(self, request: Request, principal: Principal) -> Response:
        return await self._qr(request, "svg", xmldecl=False)

    async def qr_png(self, request: Request, principal: Principal) -> Response:
        return await self._qr(request, "png")

    async def card(self, request: Request, principal: Principal) -> Response:
        destination = await self._destinations.open(request.path_params["code"])
        shown = (await self._sharing.shared(destination)).card
        tag = f'"{version(shown)}"'
        headers = {"etag": tag, "cache-control": "public, max-age=300"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        picture = await self._cards.picture(shown)
        return Response(picture, headers=headers, media_type=media_type(picture))

    async def _qr(self, request: Request, kind: str, **how: bool) -> Response:
        destination = await self._destinations.open(request.path_params["code"])
        code = segno.make(
            f"{self._rendering.base_url(request)}{destination.link.path}", micro=False
        )
        picture = io.BytesIO()
        code.save(
            picture, kind=kind, scale=QR_SCALES[kind], border=QR_BORDER_MODULES, dark="#000",
            light="#fff", **how,
        )  # fmt: skip
        return Response(picture.getvalue(), headers=A_DAY, media_type=QR_TYPES[kind])
