"""The festival's home page and the brands' pages: open to everyone."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.catalogue import Catalogue
from commerce.protection.promising import Promising
from commerce.shipping.setting import ShippingTerms
from kit.auth import Principal, Role
from membership.accounts import Accounts
from membership.brands import Brands
from membership.views import MembershipView, MeView
from share.explaining import Explaining
from streams.replay.replays import Replays
from streams.shows import Shows
from streams.views import ShowView
from web.earning import best_of
from web.page import Page
from web.rendering import Rendering

MOST_SHOWN = {"live": 13, "scheduled": 12, "ended": 6}
"""Of shows of each status; the first that is live has the top of the page for itself."""
MOST_BRANDS = 24


class FestivalPages:
    def __init__(
        self,
        rendering: Rendering,
        accounts: Accounts,
        brands: Brands,
        shows: Shows,
        replays: Replays,
        catalogue: Catalogue,
        promising: Promising,
        shipping_terms: ShippingTerms,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._accounts = accounts
        self._brands = brands
        self._shows = shows
        self._replays = replays
        self._catalogue = catalogue
        self._promising = promising
        self._shipping_terms = shipping_terms
        self._explaining = explaining

    def pages(self) -> list[Page]:
        return [
            Page("/", Role.GUEST, self.home),
            Page("/brands/{slug}", Role.GUEST, self.brand),
        ]

    async def home(self, request: Request, principal: Principal) -> Response:
        shows, more = await self._first_shows()
        brands = await self._brands.find(limit=MOST_BRANDS + 1)
        if len(brands) > MOST_BRANDS:
            more.add("brands")
        offers = await self._explaining.offers_of(*(brand.id for brand in brands))
        return self._rendering.page(
            request,
            "home.html",
            shows=shows,
            replayable=await self._replayable(shows),
            brands=brands[:MOST_BRANDS],
            best={brand.id: best_of(brand, offers.get(brand.id, {})) for brand in brands},
            more=more,
        )

    async def brand(self, request: Request, principal: Principal) -> Response:
        brand = await self._brands.by_slug(request.path_params["slug"])
        me = None if principal.is_guest else await self._accounts.me(principal)
        shows, more = await self._first_shows(brand.slug)
        return self._rendering.page(
            request,
            "brand.html",
            entries=("brand",),
            brand=brand,
            promise=await self._promising.promise(brand.slug),
            shipping_terms=await self._shipping_terms.terms(brand.slug),
            share_terms=await self._explaining.terms(brand.slug),
            is_manager=principal.role_for(brand.id) >= Role.MANAGER,
            works_here=principal.role_for(brand.id) >= Role.MODERATOR,
            membership=_membership(me, brand.id),
            me=me,
            shows=shows,
            more=more,
            replayable=await self._replayable(shows),
            products=await self._catalogue.products(brand.slug),
        )

    async def _first_shows(
        self, slug: str | None = None
    ) -> tuple[dict[str, list[ShowView]], set[str]]:
        """The first of each status, and of which statuses there are more."""
        found = {
            status: await self._shows.find(status, slug, limit=most + 1)
            for status, most in MOST_SHOWN.items()
        }
        shows = {status: found[status][:most] for status, most in MOST_SHOWN.items()}
        return shows, {status for status in found if len(found[status]) > len(shows[status])}

    async def _replayable(self, shows: dict[str, list[ShowView]]) -> set[str]:
        return await self._replays.ready_among([show.id for show in shows["ended"]])


def _membership(me: MeView | None, brand_id: str) -> MembershipView | None:
    memberships = me.memberships if me else []
    return next((one for one in memberships if one.brand_id == brand_id), None)
