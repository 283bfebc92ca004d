"""Encoded packets on to one viewer, numbered as one stream whoever publishes. Takes the place of aiortc's `RTCRtpSender`.

Viewers of one show share the packets' bytes; each has its own numbers, keys and address. A packet that a viewer misses is
sent again from what the show keeps of the last seconds.
"""

import asyncio
import random
import struct
from contextlib import suppress
from typing import Any, Protocol
from uuid import uuid4

from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpSendParameters
from aiortc.rtp import (
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
)
from pylibsrtp import Error as SrtpError

from streams.video.rtp import Packet
from streams.video.timeline import Kind

REPORT_EVERY_S = 1.0
CLOCKS: dict[Kind, int] = {"video": 90_000, "audio": 48_000}
_HEADER = struct.Struct("!BBHII")
_CNAME = 1


class Show(Protocol):
    """What a sender asks of the show that it carries on."""

    def join(self, sender: "Sender") -> None:
        """From now on `sender.forward` is called with each packet of its kind."""

    def leave(self, sender: "Sender") -> None: ...

    def kept(self, kind: Kind, sequence: int) -> Packet | None:
        """The publisher's packet of this number, if it is still kept."""

    def report(self, kind: Kind) -> tuple[int, int] | None:
        """What the publisher said last of its clock: NTP time and RTP counter."""

    def want_key_frame(self) -> None:
        """A viewer cannot go on without one."""


class Sender:
    """What one viewer gets of one kind."""

    def __init__(self, kind: Kind, transport: RTCDtlsTransport, show: Show) -> None:
        self.kind = kind
        self.transport = transport
        self.track = None
        self.sent = 0
        self.failed = 0
        """Packets that the kernel or the encryption refused."""
        self.lost_share = 0.0
        """Of what the viewer said last, between 0 and 1."""
        self._show = show
        self._enabled = True  # set by aiortc's transceiver
        self._ssrc = random.getrandbits(32)
        self._rtx_ssrc = random.getrandbits(32)
        self._stream_id = ""  # set by aiortc's connection
        self._track_id = str(uuid4())
        self._octets = 0
        self._payload_type = 0
        self._name = b""
        self._publication: object | None = None
        self._waits_for_key = kind == "video"
        self._sequence_offset = 0
        self._counter_offset = 0
        # A first number in the lower half never wraps around before the keys are agreed on (RFC 3711).
        self._last_sequence = random.randrange(1, 0x8000)
        self._last_counter = random.getrandbits(32)
        self._last_at_s: float | None = None
        self._task: asyncio.Task[None] | None = None

    def setTransport(self, transport: RTCDtlsTransport) -> None:
        self.transport = transport

    async def send(self, parameters: RTCRtpSendParameters) -> None:
        """Begin. Called again, it goes on."""
        if self._task is not None:
            return
        self._payload_type = parameters.codecs[0].payloadType or 0
        self._name = (parameters.rtcp.cname or "").encode()
        self.transport._register_rtp_sender(self, parameters)
        self._task = asyncio.create_task(self._report())
        self._show.join(self)

    async def stop(self) -> None:
        self._show.leave(self)
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        self.transport._unregister_rtp_sender(self)
        await asyncio.gather(task, return_exceptions=True)
        await self._send(RtcpByePacket(sources=[self._ssrc]))

    def forward(self, packet: Packet, publication: object, *, begins_key_frame: bool) -> None:
        """Send a packet on. `publication` tells one publisher, or one coming of it, from the next."""
        if publication is not self._publication:
            self._follow(packet, publication)
        if self._waits_for_key:
            if not begins_key_frame:
                # The request may be lost as well, so it is made with each picture until one comes.
                if packet.is_marked:
                    self._show.want_key_frame()
                return
            self._waits_for_key = False
            self._join_on(packet)
        sequence = (packet.sequence + self._sequence_offset) & 0xFFFF
        counter = (packet.timestamp + self._counter_offset) & 0xFFFFFFFF
        if (sequence - self._last_sequence) & 0xFFFF < 0x8000:
            self._last_sequence, self._last_counter = sequence, counter
            self._last_at_s = packet.arrived_at_s
        self._transmit(packet, sequence, counter)

    def _follow(self, packet: Packet, publication: object) -> None:
        """Another publisher begins: pictures wait for its first key frame."""
        self._publication = publication
        self._waits_for_key = self.kind == "video"
        self._join_on(packet)

    def _join_on(self, packet: Packet) -> None:
        """Let this packet be the next after the last one that was sent."""
        since_s = packet.arrived_at_s - self._last_at_s if self._last_at_s is not None else 0.0
        elapsed = max(1, round(since_s * CLOCKS[self.kind]))
        self._sequence_offset = (self._last_sequence + 1 - packet.sequence) & 0xFFFF
        self._counter_offset = (self._last_counter + elapsed - packet.timestamp) & 0xFFFFFFFF

    def _transmit(self, packet: Packet, sequence: int, counter: int) -> None:
        marked = 0x80 if packet.is_marked else 0
        header = _HEADER.pack(0x80, marked | self._payload_type, sequence, counter, self._ssrc)
        pair = self.transport.transport._connection._nominated.get(1)
        if pair is None or self.transport._tx_srtp is None:
            return
        try:
            protected = self.transport._tx_srtp.protect(header + packet.payload)
            pair.protocol.transport.sendto(protected, pair.remote_addr)
        except (SrtpError, OSError):
            self.failed += 1
            return
        self.sent += 1
        self._octets += len(packet.payload)

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        if isinstance(packet, (RtcpRrPacket, RtcpSrPacket)):
            for report in packet.reports:
                if report.ssrc == self._ssrc:
                    self.lost_share = report.fraction_lost / 256
        elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            for sequence in packet.lost:
                self._send_again(sequence)
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt in {RTCP_PSFB_PLI, RTCP_PSFB_FIR}:
            self._show.want_key_frame()

    def _send_again(self, sequence: int) -> None:
        kept = self._show.kept(self.kind, (sequence - self._sequence_offset) & 0xFFFF)
        if kept is not None:
            self._transmit(kept, sequence, (kept.timestamp + self._counter_offset) & 0xFFFFFFFF)

    async def _report(self) -> None:
        """Pass on what the publisher says of its clocks, so that lips and words stay together."""
        while True:
            await asyncio.sleep(REPORT_EVERY_S * (0.5 + random.random()))
            said = self._show.report(self.kind)
            if said is None or not self.sent or self._waits_for_key:
                continue
            ntp, counter = said
            info = RtcpSenderInfo(
                ntp_timestamp=ntp,
                rtp_timestamp=(counter + self._counter_offset) & 0xFFFFFFFF,
                packet_count=self.sent & 0xFFFFFFFF,
                octet_count=self._octets & 0xFFFFFFFF,
            )
            name = RtcpSourceInfo(ssrc=self._ssrc, items=[(_CNAME, self._name)])
            await self._send(
                RtcpSrPacket(ssrc=self._ssrc, sender_info=info), RtcpSdesPacket(chunks=[name])
            )

    async def _send(self, *packets: Any) -> None:
        with suppress(ConnectionError):
            await self.transport._send_rtp(b"".join(bytes(packet) for packet in packets))
