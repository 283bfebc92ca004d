"""One show's packets on their way from whoever publishes to everyone who watches, as they are."""

import asyncio
import time
from collections.abc import Callable

from kit import metrics
from streams.video.h264 import begins_key_frame
from streams.video.rtp import Packet
from streams.video.timeline import Kind
from streams.webrtc.receiving import Receiver
from streams.webrtc.sending import Sender

KEPT = 2_048
"""Packets of each kind that viewers may ask for again: some seconds."""
KEY_FRAMES_APART_S = 0.4
_NTP_UNIT = 1 << 32
_LAST_MOMENT = (1 << 64) - 1


class Publication:
    """One coming of a publisher: what it sends counts until the next one begins."""

    def __init__(self, relay: "Relay") -> None:
        self._relay = relay
        self.receivers: dict[Kind, Receiver] = {}
        self.began_at_s = time.monotonic()
        self.heard_at_s: float | None = None
        """When a packet came last."""
        self.has_ended = False
        self.is_stand_in = False
        """Whether it gives way to whoever else comes."""

    def on_packet(self, kind: Kind, packet: Packet) -> None:
        self.heard_at_s = packet.arrived_at_s
        self._relay.pass_on(self, kind, packet)

    def on_report(self, kind: Kind, wall_s: float, counter: int) -> None:
        self._relay.note(self, kind, wall_s, counter)

    def on_bye(self, kind: Kind) -> None:
        self.has_ended = True


PacketTap = Callable[[Publication, Kind, Packet], None]
ReportTap = Callable[[Publication, Kind, float, int], None]


class Relay:
    """Passes on what the current publication sends. `on_packet` and `on_report` are told of it too, for the packager."""

    def __init__(self, on_packet: PacketTap, on_report: ReportTap) -> None:
        self.publication: Publication | None = None
        self.senders: dict[Kind, set[Sender]] = {"video": set(), "audio": set()}
        self._on_packet = on_packet
        self._on_report = on_report
        self._kept: dict[Kind, list[Packet | None]] = {}
        self._reports: dict[Kind, tuple[int, int]] = {}
        self.key_frames_asked = 0
        self._key_frame_asked_at_s = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._forget()

    def begin(self) -> Publication:
        """Another publisher begins, or the same comes back. Of the one before nothing more is taken."""
        self.publication = Publication(self)
        self._forget()
        return self.publication

    def end(self, publication: Publication) -> None:
        """Nothing more comes of it. Viewers stay, for it may come back."""
        if publication is self.publication:
            self.publication = None

    def pass_on(self, publication: Publication, kind: Kind, packet: Packet) -> None:
        if publication is not self.publication:
            return
        self._kept[kind][packet.sequence % KEPT] = packet
        is_key = kind == "video" and begins_key_frame(packet.payload)
        for sender in self.senders[kind]:
            sender.forward(packet, publication, begins_key_frame=is_key)
        self._on_packet(publication, kind, packet)

    def note(self, publication: Publication, kind: Kind, wall_s: float, counter: int) -> None:
        if publication is self.publication:
            self._reports[kind] = (min(round(wall_s * _NTP_UNIT), _LAST_MOMENT), counter)
            self._on_report(publication, kind, wall_s, counter)

    def join(self, sender: Sender) -> None:
        self.senders[sender.kind].add(sender)
        if sender.kind == "video":
            self.want_key_frame()

    def leave(self, sender: Sender) -> None:
        self.senders[sender.kind].discard(sender)

    def kept(self, kind: Kind, sequence: int) -> Packet | None:
        packet = self._kept[kind][sequence % KEPT]
        return packet if packet is not None and packet.sequence == sequence else None

    def report(self, kind: Kind) -> tuple[int, int] | None:
        return self._reports.get(kind)

    def want_key_frame(self) -> None:
        """Ask the publisher for one: at once, or a moment later if it was just asked."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        wait_s = self._key_frame_asked_at_s + KEY_FRAMES_APART_S - time.monotonic()
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        self._key_frame_asked_at_s = time.monotonic()
        video = self.publication and self.publication.receivers.get("video")
        if video:
            self.key_frames_asked += 1
            metrics.video_key_frames_asked.inc()
            await video.ask_for_key_frame()

    def _forget(self) -> None:
        self._kept = {"video": [None] * KEPT, "audio": [None] * KEPT}
        self._reports = {}
