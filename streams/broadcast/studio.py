"""All broadcasts of this process, and the connections of those who publish and watch them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from kit import metrics
from kit.clock import utc_now
from kit.steps import whole
from streams.broadcast.broadcast import Broadcast
from streams.errors import AlreadyPublished, NoSuchSession, NotOnAir, TooManyViewers
from streams.webrtc.connection import Connection
from streams.webrtc.network import Network
from streams.webrtc.offers import read_offer, starting_at
from streams.webrtc.receiving import Receiver
from streams.webrtc.relay import Publication
from streams.webrtc.sending import Sender

log = structlog.get_logger()

BEAT_S = 1.0
LINGER_S = 600.0
"""A broadcast whose publisher left stays for so long, for it may come back."""


@dataclass(frozen=True, slots=True)
class Limits:
    viewers: int = 150
    """Who watch over WebRTC, in all shows together: about what one core carries of 2.5 Mbit/s each."""
    bits_per_s: int = 2_500_000
    """Of pictures, that a browser is told it may send."""
    window: int = 150
    """Segments of two seconds that players can go back."""


@dataclass(frozen=True, slots=True)
class Session:
    secret: str
    """Names the connection to whoever may change or end it."""
    answer: str
    """SDP."""


@dataclass(slots=True)
class _Part:
    """What a connection does here."""

    connection: Connection
    broadcast: Broadcast
    publication: Publication | None
    until: datetime | None = None
    """When a viewer's pass ends."""


Say = Callable[[Mapping[str, bool]], Awaitable[set[str]]]


class Studio:
    """`say` tells everyone which shows are heard; it returns those that are over. `on_broadcast` is told of each broadcast
    that begins."""

    def __init__(
        self,
        network: Network,
        limits: Limits,
        say: Say,
        on_broadcast: Callable[[Broadcast], None] | None = None,
    ) -> None:
        self._network = network
        self._say = say
        self._on_broadcast = on_broadcast
        self._limits = limits
        self._broadcasts: dict[str, Broadcast] = {}
        self._parts: dict[str, _Part] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def broadcasts(self) -> list[Broadcast]:
        return list(self._broadcasts.values())

    def viewers(self, broadcast: Broadcast) -> int:
        """Who watch it over WebRTC."""
        return sum(
            part.publication is None and part.broadcast is broadcast
            for part in self._parts.values()
        )

    def broadcast(self, show_id: str) -> Broadcast:
        """Raises NotOnAir: nobody has published the show here."""
        if show_id not in self._broadcasts:
            raise NotOnAir("Wait until its host is there.")
        return self._broadcasts[show_id]

    async def publish(
        self, show_id: str, body: bytes, *, takes_over: bool, is_stand_in: bool = False
    ) -> Session:
        """Answer a host's offer. A stand-in gives way to whoever else comes.

        Raises:
            BadOffer, CodecNotOffered, NoPortFree: see `streams.webrtc.offers` and `connection`.
            AlreadyPublished: somebody does, and is not to be taken over from.
        """
        offer = read_offer(body)
        broadcast = self._broadcasts.get(show_id)
        may_come = takes_over or (
            broadcast is not None and broadcast.has_stand_in and not is_stand_in
        )
        if broadcast is not None and broadcast.is_taken and not may_come:
            raise AlreadyPublished("End the other one first, or take over from it.")
        if broadcast is None:
            broadcast = Broadcast(show_id, window=self._limits.window)
            self._broadcasts[show_id] = broadcast
            if self._on_broadcast is not None:
                self._on_broadcast(broadcast)
        publication = await broadcast.begin(offer.kinds)
        publication.is_stand_in = is_stand_in
        connection = Connection(self._network, self._on_end)
        part = _Part(connection, broadcast, publication)
        self._parts[connection.secret] = part
        await self._end_other_publishers(part)
        answer = await connection.receive(
            offer,
            lambda kind, transport: Receiver(
                kind, transport, publication, most_bits_per_s=self._limits.bits_per_s
            ),
        )
        publication.receivers = connection.receivers
        metrics.video_sessions.labels("publish").inc()
        log.info("video.published", show_id=show_id, kinds=offer.kinds)
        return Session(connection.secret, starting_at(answer, self._limits.bits_per_s))

    async def watch(self, show_id: str, body: bytes, until: datetime | None = None) -> Session:
        """Answer the offer of a viewer who may watch until then, unless that is renewed.

        Raises:
            NotOnAir: nobody publishes the show here.
            TooManyViewers: as many as this process carries watch already.
            BadOffer, CodecNotOffered, NoPortFree: see `streams.webrtc.offers` and `connection`.
        """
        broadcast = self.broadcast(show_id)
        if sum(part.publication is None for part in self._parts.values()) >= self._limits.viewers:
            raise TooManyViewers("Watch by HLS, some seconds later.")
        offer = read_offer(body)
        connection = Connection(self._network, self._on_end)
        self._parts[connection.secret] = _Part(connection, broadcast, None, until)
        answer = await connection.send(
            offer, lambda kind, transport: Sender(kind, transport, broadcast.relay)
        )
        metrics.video_sessions.labels("watch").inc()
        return Session(connection.secret, answer)

    def connection(self, show_id: str, secret: str, *, is_publisher: bool) -> Connection:
        """Raises NoSuchSession: it has ended, or never was."""
        part = self._parts.get(secret)
        is_it = part is not None and part.broadcast.show_id == show_id
        if part is None or not is_it or (part.publication is not None) is not is_publisher:
            raise NoSuchSession("It has ended.")
        return part.connection

    def renew(self, connection: Connection, until: datetime | None) -> None:
        """A viewer may watch until then."""
        if part := self._parts.get(connection.secret):
            part.until = until

    async def end_show(self, show_id: str) -> None:
        """The show is over: everyone is sent away, and who waits for a playlist is told that nothing follows."""
        broadcast = self._broadcasts.pop(show_id, None)
        if broadcast is None:
            return
        await broadcast.close()
        for part in [part for part in self._parts.values() if part.broadcast is broadcast]:
            await part.connection.close()

    async def run(self) -> None:
        """Look after those who lost the line, until cancelled."""
        while True:
            await asyncio.sleep(BEAT_S)
            try:
                for broadcast in self.broadcasts:
                    await self._look_after(broadcast)
                await self._end_overdue(utc_now())
                await whole(self._tell())
            except Exception:
                # The database may be away. Video goes on, and the next beat looks and tells again.
                log.exception("video.beat_failed")

    async def close(self) -> None:
        lost = dict.fromkeys(self._broadcasts, False)
        for show_id in lost:
            await self.end_show(show_id)
        if lost:
            await self._say(lost)
        if self._leaving:
            await asyncio.wait(self._leaving)

    async def _tell(self) -> None:
        metrics.broadcasts.set(sum(each.is_live for each in self.broadcasts))
        metrics.video_viewers.set(sum(part.publication is None for part in self._parts.values()))
        heard = {
            show_id: each.is_live for show_id, each in self._broadcasts.items() if each.was_heard
        }
        if heard:
            for show_id in await self._say(heard):
                await self.end_show(show_id)

    async def _look_after(self, broadcast: Broadcast) -> None:
        silent_s = time.monotonic() - broadcast.last_heard_at_s
        if broadcast.relay.publication is not None and not broadcast.is_taken:
            await self._end_silent(broadcast)
        elif broadcast.relay.publication is None and silent_s > LINGER_S:
            await self.end_show(broadcast.show_id)

    async def _end_overdue(self, now: datetime) -> None:
        """Those whose pass is over, and who did not renew it."""
        for part in list(self._parts.values()):
            if part.until is not None and now >= part.until:
                await part.connection.close()

    async def _end_silent(self, broadcast: Broadcast) -> None:
        """Its connection may still be under way, and has a deadline of its own."""
        silent = broadcast.relay.publication
        for part in list(self._parts.values()):
            if part.publication is silent and part.connection.is_connected:
                log.info("video.line_lost", show_id=broadcast.show_id)
                await part.connection.close()

    async def _end_other_publishers(self, new: _Part) -> None:
        for part in list(self._parts.values()):
            if part.broadcast is new.broadcast and part.publication not in {None, new.publication}:
                await part.connection.close()

    def _on_end(self, connection: Connection) -> None:
        part = self._parts.pop(connection.secret, None)
        if part is not None and part.publication is not None:
            leaving = asyncio.create_task(part.broadcast.end(part.publication))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
