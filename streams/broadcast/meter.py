"""What can be counted of one broadcast: what comes from its publisher, what is published of it, and who waits for more.

A reading is taken once a second; what it says is of the seconds before.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from kit import metrics
from kit.clock import utc_now
from streams.video.h264 import begins_key_frame
from streams.video.missing import Missing
from streams.video.rtp import Packet
from streams.video.segments import Track
from streams.video.timeline import Kind
from streams.webrtc.receiving import Receiver

KEPT = 60
"""Readings: a minute."""
LATELY = 10
"""Readings over which losses and delays are taken together."""


@dataclass(slots=True)
class Second:
    """What happened within one reading."""

    bits: Counter[Kind] = field(default_factory=Counter)
    pictures: int = 0
    received: int = 0
    missed: int = 0
    recovered: int = 0
    waiting: int = 0
    """The most who waited for a playlist at once."""
    delays_s: list[float] = field(default_factory=list)
    """Of parts with pictures, or of all where there are none."""


class Meter:
    def __init__(self) -> None:
        self.seconds: deque[Second] = deque(maxlen=KEPT)
        """The last reading stands last."""
        self.key_frame_s: float | None = None
        """Between the last two key frames."""
        self._now = Second()
        self._key_frame: tuple[int, float] | None = None
        self._counted: dict[Kind, tuple[Missing, int, int]] = {}
        self._published: dict[str, tuple[int, int]] = {}
        self._waiting: Counter[str] = Counter()

    @property
    def lately(self) -> list[Second]:
        return list(self.seconds)[-LATELY:]

    def on_packet(self, kind: Kind, packet: Packet) -> None:
        self._now.bits[kind] += 8 * len(packet.payload)
        self._now.received += 1
        if kind == "video":
            self._now.pictures += packet.is_marked
            if begins_key_frame(packet.payload):
                self._note_key_frame(packet)

    def on_published(self, tracks: Sequence[Track]) -> None:
        """There may be something new for players."""
        for track in tracks:
            parts, segment = self._published.get(track.name, (0, -1))
            newest = track.segments[-1]
            if track.published > parts:
                metrics.hls_parts.labels(track.name).inc(track.published - parts)
                self._note_delay(track, is_only=len(tracks) == 1)
            if newest.number > segment:
                metrics.hls_segments.labels(track.name).inc()
            self._published[track.name] = track.published, newest.number

    @contextmanager
    def waiting(self, track: str) -> Iterator[None]:
        """Somebody waits for a playlist."""
        self._waiting[track] += 1
        self._now.waiting = max(self._now.waiting, *self._waiting.values())
        try:
            yield
        finally:
            self._waiting[track] -= 1

    def read(self, receivers: dict[Kind, Receiver]) -> Second:
        """Take the reading of the second that ends now. `receivers` are the present publisher's."""
        for kind, receiver in receivers.items():
            self._count(kind, receiver)
        second, self._now = self._now, Second(waiting=max(self._waiting.values(), default=0))
        for kind, bits in second.bits.items():
            metrics.video_stream_bits.labels(kind).observe(bits)
        for fate in ("received", "missed", "recovered"):
            metrics.video_packets.labels(fate).inc(getattr(second, fate))
        self.seconds.append(second)
        return second

    def _count(self, kind: Kind, receiver: Receiver) -> None:
        missing = receiver.missing
        of, missed, recovered = self._counted.get(kind, (missing, 0, 0))
        if of is not missing:  # another publisher
            missed = recovered = 0
        self._now.missed += missing.missed - missed
        self._now.recovered += missing.recovered - recovered
        self._counted[kind] = missing, missing.missed, missing.recovered
        metrics.video_jitter_seconds.labels(kind).observe(receiver.jitter_s)

    def _note_key_frame(self, packet: Packet) -> None:
        """Several packets of one may say so."""
        if self._key_frame is not None:
            counter, at_s = self._key_frame
            if packet.timestamp == counter:
                return
            self.key_frame_s = packet.arrived_at_s - at_s
            metrics.video_key_frame_seconds.observe(self.key_frame_s)
        self._key_frame = packet.timestamp, packet.arrived_at_s

    def _note_delay(self, track: Track, *, is_only: bool) -> None:
        """By the time that the playlist tells for the part's beginning, which is that of its arrival."""
        segment = next((each for each in reversed(track.segments) if each.parts), None)
        if segment is None:
            return
        began_at = segment.began_at + timedelta(
            seconds=segment.duration_s - segment.parts[-1].duration_s
        )
        delay_s = max(0.0, (utc_now() - began_at).total_seconds())
        metrics.hls_part_seconds.labels(track.name).observe(delay_s)
        if track.is_video or is_only:
            self._now.delays_s.append(delay_s)
