"""What a share link opens: a preview for people and for the apps that show links, and its QR code.

Opening the preview counts the click. The click's token waits in a signed cookie until this browser pays an order;
another signed cookie tells the same browser apart from others behind its address.
"""

import io
from datetime import timedelta

import segno
from starlette.requests import Request
from starlette.responses import Response

from commerce.deals_query import Deals
from commerce.errors import NoSuchDeal
from commerce.views import DealView
from kit.auth import Principal, Role, Signer
from kit.http import client_ip
from kit.ids import new_secret
from membership.brands import Brands
from share.clicks import Clicks, Visitor, is_ahead_of_time
from share.linking import Linking
from share.views import LinkPreview
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering

REFERRAL_COOKIE = "dc_ref"
VISITOR_COOKIE = "dc_visitor"
KEPT = timedelta(days=90)
QR_BORDER_MODULES = 4
"""The quiet zone that ISO/IEC 18004 asks for."""


class LinkPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        deals: Deals,
        linking: Linking,
        clicks: Clicks,
        visitor_signer: Signer,
        referral_signer: Signer,
        *,
        is_secure: bool,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._deals = deals
        self._linking = linking
        self._clicks = clicks
        self._visitor_signer = visitor_signer
        self._referral_signer = referral_signer
        self._is_secure = is_secure

    def pages(self) -> list[Page]:
        return [
            Page("/s/{code}", Role.GUEST, self.preview),
            Page("/s/{code}/qr.svg", Role.GUEST, self.qr),
        ]

    async def preview(self, request: Request, principal: Principal) -> Response:
        link = await self._linking.preview(request.path_params["code"])
        show = await self._shows.get(link.show_id)
        visitor_id = self._visitor_signer.unsign(request.cookies.get(VISITOR_COOKIE))
        token = await self._clicks.record(link.code, _visitor(request, principal, visitor_id))
        response = self._rendering.page(
            request,
            "preview.html",
            link=link,
            show=show,
            brand=await self._brands.by_id(link.brand_id),
            deal=await self._public_deal(link),
            target=_address(link, request.query_params.get("t")),
            is_own=principal.handle == link.sharer_handle,
        )
        # A browser that only looks ahead gets no cookies: it would be known before anyone came.
        if token is not None:
            self._keep(response, REFERRAL_COOKIE, self._referral_signer.sign(token))
            if visitor_id is None:
                self._keep(response, VISITOR_COOKIE, self._visitor_signer.sign(new_secret()))
        return response

    async def qr(self, request: Request, principal: Principal) -> Response:
        link = await self._linking.preview(request.path_params["code"])
        code = segno.make(f"{self._rendering.base_url(request)}/s/{link.code}", micro=False)
        picture = io.BytesIO()
        code.save(
            picture, kind="svg", scale=8, border=QR_BORDER_MODULES, dark="#000", light="#fff",
            xmldecl=False,
        )  # fmt: skip
        return Response(
            picture.getvalue(),
            headers={"cache-control": "public, max-age=86400"},
            media_type="image/svg+xml",
        )

    async def _public_deal(self, link: LinkPreview) -> DealView | None:
        """The deal as anyone may see it; None if the link is to a show or the deal is not (yet) for all."""
        if link.kind != "deal":
            return None
        try:
            deal = await self._deals.get(link.target_id)
        except NoSuchDeal:
            return None
        return deal if deal.status != "queued" and deal.min_tier_rank == 0 else None

    def _keep(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=int(KEPT.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._is_secure,
        )


def _address(link: LinkPreview, moment_s: str | None) -> str:
    """Where the link leads; to a moment of a show's replay, if the friend was shown one."""
    if link.kind == "clip":
        return f"/clips/{link.target_id}"
    if link.kind == "deal":
        return f"/shows/{link.show_id}#deal-{link.target_id}"
    is_moment = moment_s is not None and moment_s.isascii() and moment_s.isdecimal()
    return f"/shows/{link.show_id}?t={moment_s}" if is_moment else f"/shows/{link.show_id}"


def _visitor(request: Request, principal: Principal, visitor_id: str | None) -> Visitor:
    return Visitor(
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", ""),
        method=request.method,
        account_id=principal.account_id,
        visitor_id=visitor_id,
        is_ahead_of_time=is_ahead_of_time(request.headers),
    )
