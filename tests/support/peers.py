"""A host and a viewer without browsers: the library's own peers, with pictures that were encoded before."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from fractions import Fraction
from typing import Any

import av
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av.video.frame import VideoFrame

from tests.support.encoded import PICTURES_A_SECOND, SOUND, TICKS, pictures, sound


class Reel(MediaStreamTrack):
    """Plays what was encoded before, in its own time, again and again."""

    def __init__(self, kind: str, packets: list[bytes], ticks: int, clock: int) -> None:
        super().__init__()
        self.kind = kind
        self.packets = packets
        self._ticks = ticks
        self._clock = clock
        self._number = 0
        self._began_at_s: float | None = None

    async def recv(self) -> "av.Packet[Any]":
        if self.readyState != "live":
            raise MediaStreamError
        self._began_at_s = self._began_at_s or time.monotonic()
        due_s = self._began_at_s + self._number * self._ticks / self._clock
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        packet = av.Packet(self.packets[self._number % len(self.packets)])
        packet.pts = self._number * self._ticks
        packet.time_base = Fraction(1, self._clock)
        self._number += 1
        return packet


def reels(**options: int) -> list[Reel]:
    """Two seconds of picture and sound, over and over, with a key frame each half second."""
    seen = [
        b"".join(b"\0\0\0\1" + unit for unit in units)
        for units in pictures(2 * PICTURES_A_SECOND, key_every=15, **options)
    ]
    return [
        Reel("audio", [*sound(100)], SOUND, 48_000),
        Reel("video", seen, TICKS, 90_000),
    ]


def reels_that_change() -> list[Reel]:
    """Two seconds of one size, two of another."""
    audio, small = reels()
    _, large = reels(width=128, height=96)
    return [audio, Reel("video", [*small.packets, *large.packets], TICKS, 90_000)]


@asynccontextmanager
async def peer() -> AsyncIterator[RTCPeerConnection]:
    connection = RTCPeerConnection(
        RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
    )
    try:
        yield connection
    finally:
        await connection.close()


def offer_reels(
    connection: RTCPeerConnection, tracks: list[Reel], codec: str = "video/h264"
) -> None:
    for track in tracks:
        transceiver = connection.addTransceiver(track, direction="sendonly")
        wanted = {"audio/opus", codec, "video/rtx"}
        known = RTCRtpSender.getCapabilities(track.kind).codecs
        transceiver.setCodecPreferences([each for each in known if each.mimeType.lower() in wanted])


async def offered(connection: RTCPeerConnection) -> str:
    await connection.setLocalDescription()
    return str(connection.localDescription.sdp)


def without_addresses(sdp: str) -> str:
    """As an offer is of which the other side learns the address only by what comes from there."""
    lines = sdp.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("a=candidate:"))


async def answered(connection: RTCPeerConnection, sdp: str) -> None:
    await connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))


class Screen:
    """Counts what a viewer sees and hears."""

    def __init__(self) -> None:
        self.pictures: list[float] = []
        """When each was there, in seconds of its own clock."""
        self.sizes: set[tuple[int, int]] = set()
        self.sounds = 0
        self._tasks: list[asyncio.Task[None]] = []

    def show(self, connection: RTCPeerConnection) -> None:
        for kind in ("audio", "video"):
            connection.addTransceiver(kind, direction="recvonly")
        connection.on("track", self._take)

    def _take(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._watch(track)))

    async def _watch(self, track: MediaStreamTrack) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, VideoFrame):
                    self.pictures.append(frame.time or 0.0)
                    self.sizes.add((frame.width, frame.height))
                else:
                    self.sounds += 1
