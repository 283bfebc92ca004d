"""One show on air: its publisher comes and goes, its viewers stay."""

import asyncio
import time
from collections.abc import Callable, Collection
from contextlib import suppress

from kit import metrics
from streams.broadcast.feed import Feed
from streams.broadcast.meter import Meter
from streams.video.packaging import Packager
from streams.video.rtp import Packet
from streams.video.timeline import Kind
from streams.webrtc.connection import CONNECTED_WITHIN_S
from streams.webrtc.relay import Publication, Relay

BEGINS_AT_S = 10.0
APART_S = 1.0
"""Between what one publication left and the next begins, on the show's timeline."""
SILENT_FOR_S = 4.0
"""A publisher of whom nothing came for so long has lost the line, whatever its connection says."""


class Broadcast:
    def __init__(self, show_id: str, *, window: int) -> None:
        self.show_id = show_id
        self.packager = Packager(window=window)
        self.meter = Meter()
        self.relay = Relay(self._on_packet, self._on_report)
        self.has_ended = False
        self.was_heard = False
        self.last_heard_at_s = time.monotonic()
        """When a packet came last, on a monotonic clock."""
        self._feed: Feed | None = None
        self._sound: asyncio.Task[None] | None = None
        self._published = asyncio.Event()

    @property
    def is_live(self) -> bool:
        """Whether a publisher is heard at this moment."""
        publication = self.relay.publication
        if publication is None or publication.has_ended or publication.heard_at_s is None:
            return False
        return time.monotonic() - publication.heard_at_s < SILENT_FOR_S

    @property
    def is_taken(self) -> bool:
        """Whether a publisher is heard, or is about to connect."""
        publication = self.relay.publication
        if publication is None or publication.has_ended:
            return False
        return self.is_live or (
            publication.heard_at_s is None
            and time.monotonic() - publication.began_at_s < CONNECTED_WITHIN_S
        )

    @property
    def has_stand_in(self) -> bool:
        """Whether who publishes gives way to anybody else."""
        publication = self.relay.publication
        return publication is not None and publication.is_stand_in

    async def begin(self, kinds: Collection[Kind]) -> Publication:
        """A publisher comes, or comes back; whoever was there before is heard no more."""
        await self._stop_feed()
        ends_at_s = self.packager.ends_at_s
        self._feed = Feed(
            self.packager,
            kinds,
            ends_at_s + APART_S if ends_at_s else BEGINS_AT_S,
            want_key_frame=self.relay.want_key_frame,
            on_published=self._wake,
        )
        self._sound = asyncio.create_task(self._feed.run())
        return self.relay.begin()

    async def end(self, publication: Publication) -> None:
        """The publisher left, for now or for good."""
        if publication is self.relay.publication:
            self.relay.end(publication)
            await self._stop_feed()
            self.packager.finish()
            self._wake()

    async def close(self) -> None:
        """The show is over: playlists that are waited for say so."""
        self.has_ended = True
        if self.relay.publication is not None:
            await self.end(self.relay.publication)
        await self._stop_feed()
        await self.relay.close()
        self._wake()

    async def until(self, is_there: Callable[[], bool], within_s: float) -> bool:
        """Wait until something that is published makes it true; whether it did in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not is_there():
                    await self._published.wait()
        return is_there()

    def _on_packet(self, _publication: Publication, kind: Kind, packet: Packet) -> None:
        self.last_heard_at_s = packet.arrived_at_s
        self.was_heard = True
        metrics.video_received_bytes.inc(len(packet.payload))
        self.meter.on_packet(kind, packet)
        if self._feed is not None:
            self._feed.on_packet(kind, packet)

    def _on_report(
        self, _publication: Publication, kind: Kind, wall_s: float, counter: int
    ) -> None:
        if self._feed is not None:
            self._feed.on_report(kind, wall_s, counter)

    async def _stop_feed(self) -> None:
        sound, self._sound, self._feed = self._sound, None, None
        if sound is not None:
            sound.cancel()
            await asyncio.gather(sound, return_exceptions=True)

    def _wake(self) -> None:
        """Let those who wait look again, and the next ones wait for what comes next."""
        self.meter.on_published(self.packager.tracks)
        self._published.set()
        self._published = asyncio.Event()
