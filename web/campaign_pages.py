"""A brand's campaigns for its managers, everyone's inbox, and in development the mails that were caught."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from commerce.vouchers.issuing import Issuing
from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.mail_catcher import Catcher
from membership.brands import Brands
from membership.campaigns.planning import Planning
from membership.campaigns.reading import Reading
from membership.segments.segmenting import Segmenting
from streams.shows import Shows
from web.grants import grants
from web.page import Page
from web.rendering import Rendering

MOST_CAUGHT = 50


class CampaignPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        issuing: Issuing,
        segmenting: Segmenting,
        planning: Planning,
        reading: Reading,
        catcher: Catcher | None,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._issuing = issuing
        self._segmenting = segmenting
        self._planning = planning
        self._reading = reading
        self._catcher = catcher

    def pages(self) -> list[Page]:
        pages = [
            Page("/host/brands/{slug}/campaigns", Role.MANAGER, self.campaigns),
            Page("/inbox", Role.MEMBER, self.inbox),
        ]
        if self._catcher is not None:
            pages.append(Page("/operator/mail", Role.OPERATOR, self.mail))
        return pages

    async def campaigns(self, request: Request, principal: Principal) -> Response:
        slug = request.path_params["slug"]
        brand = await self._brands.by_slug(slug)
        principal.require(Role.MANAGER, brand.id)
        return self._rendering.page(
            request,
            "campaigns.html",
            entries=("campaigns",),
            brand=brand,
            desk={
                "brand": brand,
                "campaigns": await self._planning.all(principal, slug),
                "segments": await self._segmenting.all(principal, slug),
                "categories": await self._segmenting.categories(principal, slug),
                "tier_days": await self._segmenting.tiers_by_day(principal, slug),
                "quiet_limit": await self._planning.quiet_limit(principal, slug),
                "shows": await self._open_shows(slug),
                "vouchers": await grants(self._issuing, principal, slug),
            },
        )

    async def inbox(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request, "inbox.html", entries=("inbox",), inbox=await self._reading.inbox(principal)
        )

    async def mail(self, request: Request, _principal: Principal) -> Response:
        assert self._catcher is not None
        caught = await self._catcher.caught(MOST_CAUGHT)
        return self._rendering.page(
            request,
            "caught_mail.html",
            caught=[(one.letter, to_ms(one.caught_at)) for one in caught],
        )

    async def _open_shows(self, slug: str) -> Sequence[dict[str, str]]:
        """Those to which a brand can invite."""
        shows = await self._shows.find(brand_slug=slug)
        return [
            {"id": show.id, "title": show.title}
            for show in shows
            if show.status in {"scheduled", "live"}
        ]
