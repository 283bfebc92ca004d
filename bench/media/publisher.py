"""A publisher in a process of its own: the clip over real WHIP, in its own time, without encoding anything.

    publisher.py URL KEY CLIP LOG

LOG is told of each picture when it is sent: its number and the time (two doubles; seconds since 1970). The sound's beginnings are noted as number -1.
So anyone who sees a picture's number knows how old it is. Says `{"posted_at_s": …, "connected_s": …}` and goes on until it is killed.
"""

import asyncio
import json
import struct
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import clip
from aiortc import MediaStreamTrack, RTCRtpSender, rtcrtpsender
from peers import Peer, answered, local_peer, offered

rtcrtpsender.RTP_HISTORY_SIZE = 1024
"""Browsers keep a second or more for those who ask again; the library 128 packets, of which a key frame alone has 50."""


class Log:
    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)

    def note(self, number: int) -> None:
        self._file.write(struct.pack("dd", number, time.time()))


class Reel(MediaStreamTrack):
    """Plays one kind of the clip over and over. `skip` goes on with the next key frame."""

    def __init__(self, kind: str, packets: list[bytes], ticks: int, clock: int, log: Log) -> None:
        super().__init__()
        self.kind = kind
        self._packets = packets
        self._ticks, self._clock = ticks, clock
        self._log = log
        self._number = self._place = 0
        self._began_at_s: float | None = None

    def skip(self) -> None:
        self._place = (self._place // clip.KEY_EVERY + 1) * clip.KEY_EVERY % len(self._packets)

    async def recv(self) -> "av.Packet[Any]":
        self._began_at_s = self._began_at_s or time.monotonic()
        due_s = self._began_at_s + self._number * self._ticks / self._clock
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        if self.kind == "video":
            self._log.note(self._place)
        elif self._place == 0:
            self._log.note(-1)
        packet = av.Packet(self._packets[self._place])
        packet.pts, packet.time_base = self._number * self._ticks, Fraction(1, self._clock)
        self._number += 1
        self._place = (self._place + 1) % len(self._packets)
        return packet


async def publish(url: str, key: str, reels: list[Reel]) -> Peer:
    peer = local_peer()
    for reel in reels:
        transceiver = peer.addTransceiver(reel, direction="sendonly")
        wanted = {"audio/opus", "video/h264", "video/rtx"}
        known = RTCRtpSender.getCapabilities(reel.kind).codecs
        transceiver.setCodecPreferences([each for each in known if each.mimeType.lower() in wanted])
        transceiver.sender._send_keyframe = reel.skip
    headers = {"content-type": "application/sdp", "authorization": f"Bearer {key}"}
    await answered(peer, url, headers, await offered(peer))
    return peer


async def run(url: str, key: str, path: Path, log: Path) -> None:
    shown, noted = clip.load(path), Log(log)
    reels = [
        Reel("audio", shown.sounds, clip.SAMPLES, 48_000, noted),
        Reel("video", shown.pictures, 90_000 // clip.RATE, 90_000, noted),
    ]
    posted_at_s = time.time()
    peer = await publish(url, key, reels)
    while peer.connectionState != "connected":  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(0.01)
    print(
        json.dumps({"posted_at_s": posted_at_s, "connected_s": time.time() - posted_at_s}),
        flush=True,
    )
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])))
