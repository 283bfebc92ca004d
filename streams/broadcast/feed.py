"""From one publication's packets to the packager: put in order, made into pictures and sound, and placed on the show's timeline."""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import timedelta

import structlog

from kit import metrics
from kit.clock import utc_now
from streams.video.boxes import AUDIO_CLOCK, VIDEO_CLOCK, aac_header
from streams.video.h264 import BadSps, Depacketizer, Picture
from streams.video.packaging import Packager, Shot
from streams.video.rtp import Packet, Reordering, Unwrapped
from streams.video.sound import Frame, Transcoder
from streams.video.timeline import Kind, Placed, Timeline

log = structlog.get_logger()

CLOCKS: dict[Kind, int] = {"video": VIDEO_CLOCK, "audio": AUDIO_CLOCK}
WAIT_S: dict[Kind, float] = {"video": 0.5, "audio": 0.1}
"""For a packet that is missing, before it is given up: players of HLS have as much in hand. WebRTC's viewers do not wait."""
MOST_SOUNDS = 256
"""That wait for the transcoder: five seconds. What comes on top becomes silence."""
SILENT_AFTER_S = 0.6
"""A microphone of which nothing is heard for so long is silent. Who sends no sound is silent at once."""
FILL_EVERY_S = 0.1


class Feed:
    """`run` makes the sound, until cancelled. `on_published` is called when there may be something new for players."""

    def __init__(
        self,
        packager: Packager,
        kinds: Collection[Kind],
        begins_at_s: float,
        *,
        want_key_frame: Callable[[], None],
        on_published: Callable[[], None],
    ) -> None:
        self._packager = packager
        self._kinds = kinds
        self._begins_at_s = begins_at_s
        self._want_key_frame = want_key_frame
        self._on_published = on_published
        self._ordered: dict[Kind, Reordering] = {kind: Reordering(WAIT_S[kind]) for kind in kinds}
        self._unwrapped: dict[Kind, Unwrapped] = {kind: Unwrapped() for kind in kinds}
        self._depacketizer = Depacketizer()
        self._timeline: Timeline[Picture | bytes] = Timeline(
            {kind: CLOCKS[kind] for kind in kinds}, begins_at_s
        )
        self._has_begun = False
        self._transcoder = Transcoder()
        self._sounds: asyncio.Queue[tuple[bytes, int]] = asyncio.Queue(MOST_SOUNDS)

    def on_packet(self, kind: Kind, packet: Packet) -> None:
        for ordered, is_after_gap in self._ordered[kind].feed(packet):
            counter = self._unwrapped[kind](ordered.timestamp)
            if kind == "video":
                self._see(ordered, counter, is_after_gap=is_after_gap)
            else:
                self._place("audio", counter, ordered.arrived_at_s, ordered.payload)

    def on_report(self, kind: Kind, wall_s: float, counter: int) -> None:
        self._timeline.report(kind, wall_s, self._unwrapped[kind](counter))

    async def run(self) -> None:
        """Transcode what is heard, and fill with silence what is not."""
        while True:
            try:
                self._publish(await self._sound())
            except Exception:
                # Pictures go on, and silence fills what is missing.
                log.exception("video.no_sound")
                await asyncio.sleep(FILL_EVERY_S)

    async def _sound(self) -> list[Frame]:
        """What was heard since the last time, or the silence since then."""
        try:
            async with asyncio.timeout(FILL_EVERY_S):
                heard = [await self._sounds.get()]
        except TimeoutError:
            silent_after_s = SILENT_AFTER_S if "audio" in self._kinds else FILL_EVERY_S
            return await asyncio.to_thread(self._silence, silent_after_s)
        while not self._sounds.empty():
            heard.append(self._sounds.get_nowait())
        return await asyncio.to_thread(self._transcoded, heard)

    def _see(self, packet: Packet, counter: int, *, is_after_gap: bool) -> None:
        if is_after_gap:
            metrics.video_gaps.inc()
        pictures = self._depacketizer.feed(
            counter, packet.payload, is_marked=packet.is_marked, is_after_gap=is_after_gap
        )
        # Said again with each picture that cannot be used: the request may be lost as well.
        if is_after_gap or (packet.is_marked and self._depacketizer.needs_key):
            self._want_key_frame()
        for picture in pictures:
            self._place("video", picture.timestamp, packet.arrived_at_s, picture)

    def _place(self, kind: Kind, counter: int, arrived_at_s: float, item: Picture | bytes) -> None:
        placed = self._timeline.place(kind, counter, arrived_at_s, item)
        if placed and not self._has_begun:
            self._begin()
        for each in placed:
            self._take(each)

    def _begin(self) -> None:
        self._has_begun = True
        assert self._timeline.began_at_s is not None
        ago = timedelta(seconds=time.monotonic() - self._timeline.began_at_s)
        has_video = "video" in self._kinds
        self._packager.begin(utc_now() - ago, self._begins_at_s, has_video=has_video)

    def _take(self, placed: Placed[Picture | bytes]) -> None:
        if isinstance(placed.item, Picture):
            self._show(placed.item, placed.at)
        elif not self._sounds.full():
            self._sounds.put_nowait((placed.item, placed.at))

    def _show(self, picture: Picture, at: int) -> None:
        shot = Shot(at, picture.slices, picture.is_key, picture.parameter_sets)
        try:
            self._packager.add_picture(shot)
        except BadSps as error:
            log.info("video.bad_sps", error=str(error))
            return
        if self._packager.wants_key_frame:
            self._want_key_frame()
        self._on_published()

    def _transcoded(self, heard: list[tuple[bytes, int]]) -> list[Frame]:
        return [frame for packet, at in heard for frame in self._transcoder.feed(packet, at)]

    def _silence(self, after_s: float) -> list[Frame]:
        if not self._has_begun or "video" not in self._kinds:
            return []
        until_s = self._packager.ends_at_s - after_s
        if until_s <= self._begins_at_s:
            return []
        return self._transcoder.fill(
            round(until_s * AUDIO_CLOCK), round(self._begins_at_s * AUDIO_CLOCK)
        )

    def _publish(self, frames: list[Frame]) -> None:
        for frame in frames:
            self._packager.add_sound(frame.data, frame.at, aac_header(self._transcoder.config))
        if frames:
            self._on_published()
