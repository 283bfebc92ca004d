"""Many viewers over WHEP in one process, which costs less than what it measures.

    viewers.py URL COUNT

Each connects as a browser does (ICE, DTLS). From then on its packets are only counted: the number of each is read from its header, which
is not encrypted, and every tenth viewer also decrypts and authenticates all of its packets. Reports and consent go back as browsers send them.
Says `{"connected": …}`; answers each line of its input with what was counted since the last.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field

import uvloop
from aiortc.rtp import RtcpReceiverInfo, RtcpRrPacket, is_rtcp
from peers import Peer, answered, local_peer, offered
from pylibsrtp import Error as SrtpError

AT_ONCE = 4
CHECKED_EVERY = 10
BUFFER = 4 << 20


@dataclass(slots=True)
class Stream:
    """What came of one source."""

    newest: int
    received: int = 0
    octets: int = 0
    pictures: int = 0
    """Packets that end one."""
    missing: set[int] = field(default_factory=set)
    doubled: int = 0

    def take(self, sequence: int, size: int, *, ends_picture: bool) -> None:
        self.received += 1
        self.octets += size
        self.pictures += ends_picture
        ahead = (sequence - self.newest) & 0xFFFF
        if ahead == 1:
            self.newest = sequence
        elif 0 < ahead < 0x8000:
            self.missing.update((self.newest + step) & 0xFFFF for step in range(1, ahead))
            self.newest = sequence
        elif sequence in self.missing:
            self.missing.discard(sequence)
        else:
            self.doubled += 1


class Viewer:
    def __init__(self, number: int) -> None:
        self.peer: Peer = local_peer()
        self.streams: dict[bytes, Stream] = {}
        self.forged = 0
        self._sound: set[int] = set()
        self._is_checked = number % CHECKED_EVERY == 0

    async def connect(self, url: str) -> None:
        for kind in ("audio", "video"):
            self.peer.addTransceiver(kind, direction="recvonly")
        await answered(
            self.peer, url, {"content-type": "application/sdp"}, await offered(self.peer)
        )
        while self.peer.connectionState != "connected":  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.005)
        heard = self.peer.getTransceivers()[0]
        self._sound = {codec.payloadType for codec in heard._codecs}
        self._dtls = heard.receiver.transport
        protocol = self._dtls.transport._connection._nominated[1].protocol
        protocol.transport.get_extra_info("socket").setsockopt(1, 8, BUFFER)
        self._otherwise = protocol.datagram_received
        protocol.datagram_received = self._take

    def _take(self, data: bytes, address: tuple[str, int]) -> None:
        if not 127 < data[0] < 192:
            self._otherwise(data, address)
            return
        if is_rtcp(data):
            return
        sequence, source = int.from_bytes(data[2:4]), data[8:12]
        stream = self.streams.get(source)
        if stream is None:
            stream = self.streams[source] = Stream((sequence - 1) & 0xFFFF)
        stream.take(
            sequence, len(data), ends_picture=data[1] > 127 and data[1] & 0x7F not in self._sound
        )
        if self._is_checked:
            try:
                self._dtls._rx_srtp.unprotect(data)
            except SrtpError:
                self.forged += 1

    async def report(self) -> None:
        for source, stream in self.streams.items():
            report = RtcpReceiverInfo(
                ssrc=int.from_bytes(source), fraction_lost=0, packets_lost=len(stream.missing),
                highest_sequence=stream.newest, jitter=0, lsr=0, dlsr=0,
            )  # fmt: skip
            await self._dtls._send_rtp(bytes(RtcpRrPacket(ssrc=1, reports=[report])))


async def report_all(viewers: list[Viewer]) -> None:
    while True:
        for viewer in viewers:
            await viewer.report()
            await asyncio.sleep(1 / len(viewers))


def counted(viewers: list[Viewer], began_s: float, began_cpu_s: float) -> dict[str, float]:
    streams = [stream for viewer in viewers for stream in viewer.streams.values()]
    return {
        "seconds": time.monotonic() - began_s,
        "received": sum(stream.received for stream in streams),
        "octets": sum(stream.octets for stream in streams),
        "pictures": sum(stream.pictures for stream in streams),
        "missing": sum(len(stream.missing) for stream in streams),
        "doubled": sum(stream.doubled for stream in streams),
        "forged": sum(viewer.forged for viewer in viewers),
        "fewest": min(
            sum(stream.received for stream in viewer.streams.values()) for viewer in viewers
        ),
        "cpu_share": (time.process_time() - began_cpu_s) / (time.monotonic() - began_s),
    }


async def run(url: str, count: int) -> None:
    viewers = [Viewer(number) for number in range(count)]
    gate = asyncio.Semaphore(AT_ONCE)

    async def connect(viewer: Viewer) -> None:
        async with gate:
            await viewer.connect(url)

    await asyncio.gather(*map(connect, viewers))
    reporting = asyncio.create_task(report_all(viewers))
    print(json.dumps({"connected": count}), flush=True)
    began_s, began_cpu_s = time.monotonic(), time.process_time()
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(counted(viewers, began_s, began_cpu_s)), flush=True)
        began_s, began_cpu_s = time.monotonic(), time.process_time()
        for viewer in viewers:
            for stream in viewer.streams.values():
                stream.received = stream.octets = stream.pictures = stream.doubled = 0
                stream.missing.clear()
    reporting.cancel()


if __name__ == "__main__":
    uvloop.run(run(sys.argv[1], int(sys.argv[2])))
