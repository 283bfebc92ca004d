"""Who comes in by a socket: what the handshake asks, and what a viewer is greeted with."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from enum import StrEnum
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from msgspec import Raw
from starlette.requests import cookie_parser
from websockets.http11 import Request

from chat.speaking import Chat
from commerce.checkout import Checkout
from commerce.views import NewClaim
from kit import metrics
from kit.broker import Position
from kit.errors import Invalid
from kit.ids import is_id
from membership.attendance.attending import Attending
from server.arrivals import Arrivals
from server.commands import Claim, Say
from server.ground import Ground
from server.live_socket import LiveSocket
from server.origin import is_own_origin
from server.room_state import RoomStates
from server.rooms import parse_position
from server.visits import Visit
from server.wire import (
    Accepted,
    AudienceChanged,
    Claimed,
    Close,
    MyMessage,
    RoomState,
    Welcome,
    You,
)
from web.languages import language_of, words_in

LIVE = "/live/"
PERSONAL = "me"

Cookies = Mapping[str, str]
OnWatched = Callable[[str, str | None, str, str], Coroutine[Any, Any, None]]
"""Told of who came by a share link to watch: the link's token, their account, the show's brand and the show."""

ShowEarly = Callable[[Visit], Coroutine[Any, Any, None]]
"""Shows who was greeted what they see before others."""


class Result(StrEnum):
    """How a handshake ended, as it is counted."""

    WELCOMED = "welcomed"
    RETURNED = "returned"
    """In time, so that what was missed followed instead of a state."""
    GONE = "gone"
    """It left while it was let in."""
    NO_SUCH_ADDRESS = "no_such_address"
    NO_SUCH_SHOW = "no_such_show"
    NOT_ADMITTED = "not_admitted"
    FOREIGN_ORIGIN = "foreign_origin"
    MALFORMED = "malformed"
    FULL = "full"
    FAILED = "failed"


class Reception:
    def __init__(
        self,
        ground: Ground,
        states: RoomStates,
        chat: Chat,
        checkout: Checkout,
        attending: Attending,
        on_watched: OnWatched,
        show_early: ShowEarly,
    ) -> None:
        self._arrivals = Arrivals(ground.work)
        self._hub = ground.hub
        self._cookies = ground.cookies
        self._public_url = ground.settings.public_url
        self._states = states
        self._chat = chat
        self._checkout = checkout
        self._attending = attending
        self._on_watched = on_watched
        self._show_early = show_early
        self._noting: set[asyncio.Task[None]] = set()

    async def receive(self, wire: LiveSocket, request: Request) -> None:
        """Answer a handshake and, if it is good, let the viewer in."""
        began, result = time.perf_counter(), Result.FAILED
        try:
            result = await self._receive(wire, request)
        finally:
            metrics.handshakes.labels(result).inc()
            metrics.handshake_seconds.observe(time.perf_counter() - began)

    async def _receive(self, wire: LiveSocket, request: Request) -> Result:
        address = urlsplit(request.path)
        place = unquote(address.path).removeprefix(LIVE)
        origin, host = request.headers.get("Origin"), request.headers.get("Host")
        if not address.path.startswith(LIVE):
            wire.reject(404, "There is no socket at this address.\n")
            return Result.NO_SUCH_ADDRESS
        if not is_own_origin(origin, host, self._public_url):
            wire.reject(403, "This page is of another site.\n")
            return Result.FOREIGN_ORIGIN
        if self._hub.is_full:
            wire.reject(503, "This server is full. Try again later.\n")
            return Result.FULL
        cookies = cookie_parser(request.headers.get("Cookie", ""))
        accept = request.headers.get("Accept-Language")
        if place == PERSONAL:
            return await self._receive_person(wire, cookies, accept)
        since = parse_position(parse_qs(address.query).get("since", [None])[0])
        return await self._receive_viewer(wire, cookies, accept, place, since)

    async def let_in_again(self, visit: Visit, after_s: float) -> None:
        await self._show_in(visit, None, after_s)

    def let_out(self, visit: Visit) -> None:
        assert visit.show_id is not None, "nobody attends without a show"
        self._attending.go(visit.principal.account(), visit.show_id)

    async def say(self, visit: Visit, command: Say) -> Accepted:
        """
        Raises:
            what `Chat.say` refuses
        """
        if visit.show_id is None:
            raise Invalid("There is no room here to speak in.")
        message = await self._chat.say(visit.principal, visit.show_id, command.text)
        return Accepted(ref=command.ref, message=message)

    async def claim(self, visit: Visit, command: Claim) -> Claimed:
        """
        Raises:
            what `Checkout.claim` refuses
        """
        new = NewClaim(quantity=command.quantity, price_minor=command.price_minor)
        order = await self._checkout.claim(
            visit.principal, command.deal_id, new, command.key, visit.referral_token
        )
        return Claimed(ref=command.ref, order=order)

    async def _receive_person(
        self, wire: LiveSocket, cookies: Cookies, accept: str | None
    ) -> Result:
        principal = await self._arrivals.person(self._cookies.session_in(cookies))
        if not wire.accept():
            return Result.MALFORMED
        you = You(
            account_id=principal.account_id,
            handle=principal.handle,
            rank=0,
            tier_name="",
            is_muted=False,
        )
        referral = self._cookies.referral_in(cookies)
        words = words_in(language_of(cookies, accept, principal.language))
        visit = wire.life = Visit(
            self._hub, self, wire, principal, you, referral_token=referral, words=words
        )
        visit.say(Welcome(epoch="", seq=0, server_ms=time.time() * 1000, you=you))
        await visit.listen()
        return Result.WELCOMED

    async def _receive_viewer(
        self,
        wire: LiveSocket,
        cookies: Cookies,
        accept: str | None,
        show_id: str,
        since: Position | None,
    ) -> Result:
        session_id = self._cookies.session_in(cookies)
        arrival = await self._arrivals.at(session_id, show_id) if is_id(show_id) else None
        if not wire.accept():
            return Result.MALFORMED
        you = arrival.you if arrival else None
        if arrival is None or you is None:
            wire.close(Close.NO_SUCH_SHOW)
            return Result.NO_SUCH_SHOW
        if arrival.closed is not None:
            wire.close(Close.NOT_ADMITTED)
            return Result.NOT_ADMITTED
        referral = self._cookies.referral_in(cookies)
        words = words_in(language_of(cookies, accept, arrival.principal.language))
        visit = wire.life = Visit(
            self._hub, self, wire, arrival.principal, you, show_id, referral, words
        )
        await visit.listen()
        result = await self._show_in(visit, since)
        if arrival.principal.account_id is not None and result is not Result.GONE:
            visit.is_attending = True
            self._attending.come(arrival.principal.account_id, show_id, arrival.brand_id)
        if arrival.is_shadowed and result is not Result.GONE:
            await self._show_own(visit, show_id)
        if referral is not None and result is Result.WELCOMED:
            account_id = arrival.principal.account_id
            self._note(self._on_watched(referral, account_id, arrival.brand_id, show_id))
        return result

    def _note(self, step: Coroutine[Any, Any, None]) -> None:
        """Nobody who comes in waits for it."""
        task = asyncio.create_task(step)
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def _show_in(self, visit: Visit, since: Position | None, after_s: float = 0.0) -> Result:
        assert visit.show_id is not None, "without a show there is no room to come into"
        followed = await self._hub.enter(visit.show_id, visit)
        if visit.wire.life is not visit:  # gone in the meantime
            self._hub.leave(followed, visit)
            return Result.GONE
        visit.followed = followed
        visit.show_id = followed.show_id  # the same text for all
        if after_s:
            await asyncio.sleep(after_s)
        room = followed.room
        state: Raw | None = None
        if since is not None and room.reaches(since):
            visit.cursor = since.seq
        else:
            found = await self._states.of(followed, visit.principal, visit.rank)
            if visit.followed is not followed:  # It left, or the room began anew.
                return Result.GONE
            visit.cursor, state = found.seq, found.state
            metrics.snapshots.inc()
        welcome = Welcome(
            epoch=room.epoch,
            seq=visit.cursor,
            server_ms=time.time() * 1000,
            you=visit.you,
            state=cast(RoomState | None, state),
            is_degraded=followed.is_degraded,
        )
        # The shared state may be older than the last count that the room was told, and the next may be long in coming.
        visit.say(welcome, AudienceChanged(count=followed.audience))
        visit.is_greeted = True
        visit.bring_up()
        await self._show_early(visit)
        return Result.WELCOMED if state is not None else Result.RETURNED

    async def _show_own(self, visit: Visit, show_id: str) -> None:
        """What only they see: the state that they were given is everyone's."""
        for message in await self._chat.own_shadowed(show_id, visit.principal.account()):
            visit.say(MyMessage(message=message))
