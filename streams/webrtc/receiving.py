"""A publisher's packets, as they come: unwrapped, asked for again if lost, and handed on. Takes the place of aiortc's `RTCRtpReceiver`."""

import asyncio
import random
import time
from contextlib import suppress
from typing import Any, Protocol

import structlog
from aiortc.codecs import is_rtx
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    RtpPacket,
    pack_remb_fci,
    unwrap_rtx,
)

from streams.video.missing import Missing
from streams.video.rtp import Packet
from streams.video.timeline import Kind

log = structlog.get_logger()

ASK_EVERY_S = 0.02
FIRST_REPORT_S = 0.1
REPORT_EVERY_S = 1.0
MOST_SOURCES = 8
"""Of one kind: the one that is sent and what is sent again of it, and those of before. A report has room for 31."""
_NTP_UNIT = 1 << 32


class Sink(Protocol):
    """Where a publisher's packets go."""

    def on_packet(self, kind: Kind, packet: Packet) -> None:
        """One arrived, in whatever order, perhaps twice."""

    def on_report(self, kind: Kind, wall_s: float, counter: int) -> None:
        """The sender's clock of this kind stood at `counter` at `wall_s` of its wall clock."""

    def on_bye(self, kind: Kind) -> None:
        """The sender says that nothing more comes."""


class Receiver:
    """What comes of one kind. `most_bits_per_s` is what a browser is told that it may send."""

    def __init__(
        self, kind: Kind, transport: RTCDtlsTransport, sink: Sink, *, most_bits_per_s: int
    ) -> None:
        self.kind = kind
        self.sink: Sink | None = sink
        self.transport = transport
        self.track: MediaStreamTrack | None = None
        self.statistics: dict[int, StreamStatistics] = {}
        self._enabled = True  # set by aiortc's transceiver
        self._track: MediaStreamTrack | None = None  # set by its connection
        self._most_bits_per_s = most_bits_per_s
        self._codecs: dict[int, RTCRtpCodecParameters] = {}
        self._retransmitted: dict[int, int] = {}
        self._missing = Missing()
        self._source: int | None = None
        self._own_source: int | None = None
        self._reported: dict[int, tuple[int, float]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def missing(self) -> Missing:
        """What was missed so far."""
        return self._missing

    @property
    def jitter_s(self) -> float:
        """How unevenly packets come (RFC 3550, 6.4.1)."""
        stream = self.statistics.get(self._source) if self._source is not None else None
        return stream.jitter / stream._clockrate if stream else 0.0

    def setTransport(self, transport: RTCDtlsTransport) -> None:
        self.transport = transport

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        """Begin. Called again, it goes on."""
        if self._tasks:
            return
        self._codecs = {
            codec.payloadType: codec for codec in parameters.codecs if codec.payloadType is not None
        }
        self._retransmitted = {
            encoding.rtx.ssrc: encoding.ssrc for encoding in parameters.encodings if encoding.rtx
        }
        self.transport._register_rtp_receiver(self, parameters)
        self._tasks = [asyncio.create_task(self._report())]
        if self.kind == "video":
            self._tasks.append(asyncio.create_task(self._ask_again()))

    async def stop(self) -> None:
        self.sink = None
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        if tasks:
            self.transport._unregister_rtp_receiver(self)
            await asyncio.gather(*tasks, return_exceptions=True)

    async def ask_for_key_frame(self) -> None:
        if self._source is not None and self._own_source is not None:
            await self._send(
                RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=self._own_source, media_ssrc=self._source)
            )

    def _set_rtcp_ssrc(self, ssrc: int) -> None:
        self._own_source = ssrc

    def _handle_disconnect(self) -> None:
        if self.sink is not None:
            self.sink.on_bye(self.kind)

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        codec = self._codecs.get(packet.payload_type)
        if codec is None or self.sink is None:
            return
        if packet.ssrc not in self.statistics:
            self._know(packet.ssrc, codec.clockRate)
        self.statistics[packet.ssrc].add(packet)
        original = self._unwrapped(packet, codec) if is_rtx(codec) else packet
        if original is None or not original.payload:
            return
        now_s = time.monotonic()
        self._source = original.ssrc
        self._missing.arrived(original.sequence_number, now_s)
        self._hand_on(
            self.sink,
            Packet(
                original.sequence_number,
                original.timestamp,
                bool(original.marker),
                original.payload,
                now_s,
            ),
        )

    def _know(self, source: int, clock: int) -> None:
        """One more source. If there are many, the one that is known for longest is forgotten, by the library as well."""
        self.statistics[source] = StreamStatistics(clock)
        if len(self.statistics) > MOST_SOURCES:
            oldest = next(iter(self.statistics))
            del self.statistics[oldest]
            self._reported.pop(oldest, None)
            self.transport._rtp_router.ssrc_table.pop(oldest, None)

    def _hand_on(self, sink: Sink, packet: Packet) -> None:
        """The library ends a connection whose packet raises, and the show must go on."""
        try:
            sink.on_packet(self.kind, packet)
        except Exception:
            log.exception("video.packet_failed", kind=self.kind)

    def _unwrapped(self, packet: RtpPacket, codec: RTCRtpCodecParameters) -> RtpPacket | None:
        """The packet that was sent again within this one (RFC 4588), if it is one of ours."""
        source = self._retransmitted.get(packet.ssrc)
        original = codec.parameters.get("apt")
        if source is None or original not in self._codecs or len(packet.payload) <= 2:
            return None
        return unwrap_rtx(packet, payload_type=original, ssrc=source)

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpSrPacket):
            sent = packet.sender_info
            self._reported[packet.ssrc] = (sent.ntp_timestamp >> 16 & 0xFFFFFFFF, time.time())
            if self.sink is not None:
                self.sink.on_report(self.kind, sent.ntp_timestamp / _NTP_UNIT, sent.rtp_timestamp)
        elif isinstance(packet, RtcpByePacket) and self.sink is not None:
            self.sink.on_bye(self.kind)

    async def _ask_again(self) -> None:
        while True:
            await asyncio.sleep(ASK_EVERY_S)
            lost = self._missing.due(time.monotonic())
            if lost and self._source is not None and self._own_source is not None:
                request = RtcpRtpfbPacket(
                    fmt=RTCP_RTPFB_NACK, ssrc=self._own_source, media_ssrc=self._source
                )
                request.lost = sorted(lost)
                await self._send(request)

    async def _report(self) -> None:
        wait_s = FIRST_REPORT_S
        while True:
            await asyncio.sleep(wait_s * (0.75 + random.random() / 2))
            if self._own_source is None or not self.statistics:
                continue
            wait_s = REPORT_EVERY_S
            reports = [
                self._report_of(source, stream) for source, stream in self.statistics.items()
            ]
            await self._send(RtcpRrPacket(ssrc=self._own_source, reports=reports))
            if self.kind == "video" and self._source is not None:
                await self._send(self._bandwidth(self._own_source, self._source))

    def _report_of(self, source: int, stream: StreamStatistics) -> RtcpReceiverInfo:
        last, at_s = self._reported.get(source, (0, 0.0))
        return RtcpReceiverInfo(
            ssrc=source,
            fraction_lost=stream.fraction_lost,
            packets_lost=stream.packets_lost,
            highest_sequence=stream.max_seq or 0,
            jitter=stream.jitter,
            lsr=last,
            dlsr=min(int((time.time() - at_s) * 65_536), 0xFFFFFFFF) if last else 0,
        )

    def _bandwidth(self, own: int, source: int) -> RtcpPsfbPacket:
        """Said anew each second, or a browser begins far below and takes half a minute."""
        return RtcpPsfbPacket(
            fmt=RTCP_PSFB_APP,
            ssrc=own,
            media_ssrc=0,
            fci=pack_remb_fci(self._most_bits_per_s, [source]),
        )

    async def _send(self, packet: Any) -> None:
        with suppress(ConnectionError):
            await self.transport._send_rtp(bytes(packet))
