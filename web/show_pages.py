"""A show's room, as its shell: the room itself is an island over the socket. A clip of a show that is over opens there. Who may not come
in (yet) finds the gate, which says why, and lets in who waits or joins.
"""

from starlette.requests import Request
from starlette.responses import Response

from commerce.vouchers.collecting import Collecting
from kit.auth import Principal, Role
from kit.clock import to_ms, utc_now
from membership.accounts import Accounts
from membership.brands import Brands
from share.explaining import Explaining
from share.rewards.views import OfferView
from streams.admitting import Admitting
from streams.replay.cutting import Cutting
from streams.replay.replays import Replays
from streams.replay.views import ClipView
from streams.shows import Shows
from streams.views import ShowView
from web.page import Page
from web.rendering import Rendering


class ShowPages:
    def __init__(
        self,
        rendering: Rendering,
        accounts: Accounts,
        brands: Brands,
        shows: Shows,
        admitting: Admitting,
        collecting: Collecting,
        replays: Replays,
        cutting: Cutting,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._accounts = accounts
        self._brands = brands
        self._shows = shows
        self._admitting = admitting
        self._collecting = collecting
        self._replays = replays
        self._cutting = cutting
        self._explaining = explaining

    def pages(self) -> list[Page]:
        return [
            Page("/shows/{show_id}", Role.GUEST, self.room),
            Page("/clips/{clip_id}", Role.GUEST, self.clip),
        ]

    async def room(self, request: Request, principal: Principal) -> Response:
        return await self._room(request, principal, request.path_params["show_id"])

    async def clip(self, request: Request, principal: Principal) -> Response:
        clip = await self._cutting.get(request.path_params["clip_id"])
        return await self._room(request, principal, clip.show_id, clip)

    async def _room(
        self, request: Request, principal: Principal, show_id: str, clip: ClipView | None = None
    ) -> Response:
        show = await self._shows.get(show_id)
        if await self._admitting.refuse(principal, show.id):
            return await self._gate(request, principal, show)
        return self._rendering.page(
            request,
            "room.html",
            entries=("room",),
            takes_payment=True,
            has_video=True,
            show=show,
            brand=await self._brands.by_id(show.brand_id),
            offers=await self._offers(show),
            me=None if principal.is_guest else await self._accounts.me(principal),
            replay=await self._replays.of_show(show.id) if show.status == "ended" else None,
            clip=clip,
            vouchers=await self._collecting.in_show(principal, show.id),
        )

    async def _gate(self, request: Request, principal: Principal, show: ShowView) -> Response:
        return self._rendering.page(
            request,
            "gate.html",
            entries=("gate",),
            show=show,
            brand=await self._brands.by_id(show.brand_id),
            offers=await self._offers(show),
            me=None if principal.is_guest else await self._accounts.me(principal),
            now_ms=to_ms(utc_now()),
        )

    async def _offers(self, show: ShowView) -> dict[int, OfferView]:
        return (await self._explaining.offers_of(show.brand_id)).get(show.brand_id, {})
