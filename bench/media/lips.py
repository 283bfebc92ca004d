"""Whether lips and words stay together: how far picture and sound are moved against each other between the publisher and a viewer.

The clip says of each picture which it is, and the sound has a tone at the beginning of each second; the publisher's log says when both were sent.
"""

import asyncio
import io
import re
import time
import urllib.request
from array import array
from collections.abc import Callable, Iterable
from itertools import pairwise
from statistics import median
from typing import Any

import av
import clip
from aiortc.rtp import RtcpSrPacket, RtpPacket
from ground import CLIP, Ground, Sent
from peers import answered, local_peer, offered
from results import Results

from streams.video.h264 import Depacketizer

SETTLED_S = 7.0
HEARD_S = 6.0
LOUD, QUIET_S = 2_000, 0.3
SEGMENTS = 2
NTP_ERA_S = 2_208_988_800

NewGround = Callable[[], Ground]
Seen = list[tuple[float, int]]
"""When each picture of the clip stands in the viewer's time."""


def lips(new: NewGround, results: Results) -> None:
    """In milliseconds, whichever of the two is late."""
    ground = new()
    ground.media()
    ground.publisher().answer()
    time.sleep(SETTLED_S)
    seen, heard, at_s = asyncio.run(_by_whep(ground.whep_url))
    results.note("dealcast", "whep", sound_apart_ms=_apart_ms(seen, heard, Sent(ground.sent), at_s))
    seen, heard, at_s = _by_hls(ground.hls_url)
    results.note("dealcast", "hls", sound_apart_ms=_apart_ms(seen, heard, Sent(ground.sent), at_s))
    ground.close()


def _apart_ms(seen: Seen, heard: list[float], sent: Sent, now_s: float) -> float:
    ages = ((at_s, sent.age_s(number, now_s)) for at_s, number in seen)
    pictures_s = median(at_s - (now_s - age_s) for at_s, age_s in ages if age_s is not None)
    nearest = [
        min((at_s - tone_s - pictures_s for tone_s in sent.sounds), key=abs) for at_s in heard
    ]
    return abs(median(nearest)) * 1000


def _by_hls(url: str) -> tuple[Seen, list[float], float]:
    seen: Seen = []
    numbers = clip.load(CLIP).numbers
    with _track(url, "video") as container:
        for packet in container.demux(video=0):
            if packet.pts is not None:
                number = numbers.get(clip.mark(_units(bytes(packet))))
                if number is not None:
                    seen.append((float(packet.pts * packet.time_base), number))
    now_s = time.time()
    with _track(url, "audio") as container:
        return seen, _tones(container.decode(audio=0)), now_s


def _track(url: str, name: str) -> Any:
    playlist = _get(f"{url}/{name}.m3u8").decode()
    header = re.findall(r'#EXT-X-MAP:URI="([^"]+)"', playlist)[-1]
    segments = re.findall(r"^\S+-\d+\.m4s$", playlist, re.MULTILINE)[-SEGMENTS:]
    return av.open(io.BytesIO(b"".join(_get(f"{url}/{each}") for each in [header, *segments])))


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return bytes(answer.read())


def _units(sample: bytes) -> list[bytes]:
    found, at = [], 0
    while at + 4 <= len(sample):
        size = int.from_bytes(sample[at : at + 4])
        found.append(sample[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def _tones(frames: Iterable[Any]) -> list[float]:
    """When tones begin."""
    return _beginnings(
        [
            frame.pts * float(frame.time_base) + place / frame.sample_rate
            for frame in frames
            for place in _loud(frame)
        ]
    )


def _levels(frame: Any) -> list[float]:
    """Of the first channel."""
    plane = bytes(frame.planes[0])
    if frame.format.is_planar:
        return [level * 32_768 for level in array("f", plane)[: frame.samples]]
    return [float(level) for level in array("h", plane)[: 2 * frame.samples : 2]]


class _Ear:
    """Takes what a viewer gets of one kind, with the publisher's wall clock."""

    def __init__(self, receiver: Any, clock: int) -> None:
        self.packets: list[RtpPacket] = []
        self._clock = clock
        self._report: RtcpSrPacket | None = None
        self._take_packet, self._take_report = (
            receiver._handle_rtp_packet,
            receiver._handle_rtcp_packet,
        )
        receiver._handle_rtp_packet = self._on_packet
        receiver._handle_rtcp_packet = self._on_report

    async def _on_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        self.packets.append(packet)
        await self._take_packet(packet, arrival_time_ms=arrival_time_ms)

    async def _on_report(self, packet: Any) -> None:
        if isinstance(packet, RtcpSrPacket):
            self._report = packet
        await self._take_report(packet)

    def at_s(self, timestamp: int) -> float:
        assert self._report is not None, "the clock of the stream was not told"
        told = self._report.sender_info
        since = (timestamp - told.rtp_timestamp + (1 << 31)) % (1 << 32) - (1 << 31)
        return told.ntp_timestamp / 2**32 - NTP_ERA_S + since / self._clock


async def _by_whep(url: str) -> tuple[Seen, list[float], float]:
    peer = local_peer()
    for kind in ("audio", "video"):
        peer.addTransceiver(kind, direction="recvonly")
    sound, picture = (
        _Ear(transceiver.receiver, clock)
        for transceiver, clock in zip(peer.getTransceivers(), (48_000, 90_000), strict=True)
    )
    await answered(peer, url, {"content-type": "application/sdp"}, await offered(peer))
    await asyncio.sleep(HEARD_S)
    now_s = time.time()
    await peer.close()
    return _pictures(picture), _sounds(sound), now_s


def _pictures(ear: _Ear) -> Seen:
    numbers, depacketizer = clip.load(CLIP).numbers, Depacketizer()
    whole = [
        found
        for packet in ear.packets
        for found in depacketizer.feed(
            packet.timestamp, packet.payload, is_marked=bool(packet.marker)
        )
    ]
    marks = [
        (ear.at_s(found.timestamp), numbers.get(clip.mark(list(found.slices)))) for found in whole
    ]
    return [(at_s, number) for at_s, number in marks if number is not None]


def _sounds(ear: _Ear) -> list[float]:
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = 48_000, "stereo"
    heard = []
    for packet in ear.packets:
        for frame in decoder.decode(av.Packet(packet.payload)):
            frame.sample_rate = 48_000
            begins_s = ear.at_s(packet.timestamp)
            heard += [begins_s + place / 48_000 for place in _loud(frame)]
    return _beginnings(heard)


def _loud(frame: Any) -> list[int]:
    return [place for place, level in enumerate(_levels(frame)) if abs(level) > LOUD]


def _beginnings(loud: list[float]) -> list[float]:
    """Of tones, but for one that may have begun before."""
    return [after for before, after in pairwise(loud) if after - before > QUIET_S]
