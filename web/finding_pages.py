"""All shows and all brands, page by page: found by a part of their name."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.http import words_of
from membership.brands import Brands
from membership.views import BrandView
from share.explaining import Explaining
from streams.replay.replays import Replays
from streams.shows import Shows
from streams.views import ShowView
from web.earning import best_of
from web.page import Page
from web.rendering import Rendering

PAGE = 24
STATUSES = ("live", "scheduled", "ended")


class FindingPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        replays: Replays,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._replays = replays
        self._explaining = explaining

    def pages(self) -> list[Page]:
        return [
            Page("/shows", Role.GUEST, self.shows),
            Page("/brands", Role.GUEST, self.brands),
        ]

    async def shows(self, request: Request, principal: Principal) -> Response:
        """Of one status: on air, unless another is asked for."""
        asked = request.query_params
        status = asked.get("status", "")
        status = status if status in STATUSES else STATUSES[0]
        q, after = asked.get("q", ""), asked.get("after")
        wrong: Mapping[str, str] = {}
        try:
            found = await self._shows.find(status, None, q, after, PAGE + 1)
        except Invalid as refusal:
            found, wrong = [], refusal.said(words_of(request)).fields
        shown = found[:PAGE]
        return self._rendering.page(
            request,
            "shows.html",
            status=422 if wrong else 200,
            chosen=status,
            statuses=STATUSES,
            shows=shown,
            replayable=await self._replays.ready_among([show.id for show in shown]),
            **paged(found, {"status": status, "q": q}, after, wrong),
        )

    async def brands(self, request: Request, principal: Principal) -> Response:
        q, after = request.query_params.get("q", ""), request.query_params.get("after")
        wrong: Mapping[str, str] = {}
        try:
            found = await self._brands.find(q, after, PAGE + 1)
        except Invalid as refusal:
            found, wrong = [], refusal.said(words_of(request)).fields
        shown = found[:PAGE]
        offers = await self._explaining.offers_of(*(brand.id for brand in shown))
        return self._rendering.page(
            request,
            "all_brands.html",
            status=422 if wrong else 200,
            brands=shown,
            best={brand.id: best_of(brand, offers.get(brand.id, {})) for brand in shown},
            **paged(found, {"q": q}, after, wrong),
        )


def paged(
    found: Sequence[ShowView] | Sequence[BrandView],
    asked: dict[str, str],
    after: str | None,
    wrong: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the form and the way to other pages need."""
    query = {name: value for name, value in asked.items() if value}
    is_more = len(found) > PAGE
    return {
        "q": asked["q"],
        "wrong": wrong or {},
        "is_first": not after,
        "first": urlencode(query),
        "next": urlencode({**query, "after": found[PAGE - 1].id}) if is_more else None,
    }
