"""What a publisher's connection does with reports and sources that no honest publisher sends."""

import asyncio

import pytest
from aiortc.rtcdtlstransport import RTCDtlsTransport, RtpRouter
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtcpByePacket, RtcpRrPacket, RtcpSenderInfo, RtcpSrPacket, RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from streams.video.rtp import Packet
from streams.video.timeline import Kind
from streams.webrtc.receiving import MOST_SOURCES, Receiver
from streams.webrtc.relay import Relay

SOURCE, PAYLOAD_TYPE = 1234, 96
H264 = RTCRtpCodecParameters(mimeType="video/H264", clockRate=90_000, payloadType=PAYLOAD_TYPE)
SENT = RtcpSenderInfo(ntp_timestamp=1 << 63, rtp_timestamp=1, packet_count=1, octet_count=1)
HONEST = [
    bytes(RtcpSrPacket(ssrc=SOURCE, sender_info=SENT)),
    bytes(RtcpByePacket(sources=[SOURCE])),
    bytes(RtcpRrPacket(ssrc=SOURCE)),
]

heads = st.builds(
    lambda count, kind, length, source, rest: bytes((0x80 | count, kind))
    + length.to_bytes(2) + source.to_bytes(4) + rest,
    st.integers(0, 0x3F), st.integers(190, 210), st.integers(0, 12),
    st.sampled_from([SOURCE, 0, 99]), st.binary(max_size=48),
)  # fmt: skip
cut = st.builds(lambda whole, most: whole[:most], st.sampled_from(HONEST), st.integers(0, 40))
datagrams = st.lists(st.one_of(st.binary(max_size=40), heads, cut, st.sampled_from(HONEST)), max_size=4).map(b"".join)  # fmt: skip


class Line(RTCDtlsTransport):
    """Decrypted packets go in, and our own reports come out; nothing is connected."""

    def __init__(self) -> None:
        self._rtp_router = RtpRouter()
        self._rtp_header_extensions_map = None
        self.sent: list[bytes] = []

    def _RTCDtlsTransport__log_debug(self, *_words: object) -> None: ...

    async def _send_rtp(self, data: bytes) -> None:
        self.sent.append(data)


class Heard:
    """A sink that counts."""

    def __init__(self) -> None:
        self.packets, self.byes = 0, 0
        self.reports: list[tuple[float, int]] = []

    def on_packet(self, _kind: Kind, _packet: Packet) -> None:
        self.packets += 1

    def on_report(self, _kind: Kind, wall_s: float, counter: int) -> None:
        self.reports.append((wall_s, counter))

    def on_bye(self, _kind: Kind) -> None:
        self.byes += 1


class Publisher:
    def __init__(self) -> None:
        self.line, self.heard = Line(), Heard()
        self.receiver = Receiver("video", self.line, self.heard, most_bits_per_s=2_500_000)
        self.receiver._codecs = {PAYLOAD_TYPE: H264}
        self.receiver._set_rtcp_ssrc(1)
        self.line._rtp_router.register_receiver(self.receiver, [SOURCE], [PAYLOAD_TYPE])

    async def show(self, source: int, number: int) -> None:
        packet = RtpPacket(PAYLOAD_TYPE, 1, number, number, source, b"\x41picture")
        receiver = self.line._rtp_router.route_rtp(packet)
        assert receiver is self.receiver
        await receiver._handle_rtp_packet(packet, arrival_time_ms=number)


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@given(st.lists(datagrams, max_size=8))
def test_any_reports_are_taken_or_left(arriving: list[bytes]) -> None:
    async def arrive() -> None:
        publisher = Publisher()
        await publisher.show(SOURCE, 1)
        for data in arriving:
            await publisher.line._handle_rtcp_data(data)
        await publisher.show(SOURCE, 2)
        assert publisher.heard.packets == 2
        assert all(
            0 <= wall_s <= 2**32 and counter < 2**32 for wall_s, counter in publisher.heard.reports
        )

    asyncio.run(arrive())


async def test_honest_reports_arrive(publisher: Publisher) -> None:
    for data in HONEST:
        await publisher.line._handle_rtcp_data(data)
    assert publisher.heard.reports == [(float(1 << 31), 1)]
    assert publisher.heard.byes == 1


async def test_a_publisher_with_ever_new_sources_is_not_kept_account_of_for_ever(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in range(1, 1_000):
        await publisher.show(source, source)
    assert publisher.heard.packets == 999
    assert len(publisher.receiver.statistics) == MOST_SOURCES
    assert len(publisher.line._rtp_router.ssrc_table) <= MOST_SOURCES + 1
    monkeypatch.setattr("streams.webrtc.receiving.FIRST_REPORT_S", 0.0)
    reporting = asyncio.create_task(publisher.receiver._report())
    while len(publisher.line.sent) < 2:  # noqa: ASYNC110 - the report, and how much may be sent
        await asyncio.sleep(0)
    reporting.cancel()


def test_the_last_moment_that_a_clock_can_say_can_be_passed_on() -> None:
    relay = Relay(lambda *_: None, lambda *_: None)
    publication = relay.begin()
    relay.note(publication, "video", (2**64 - 1) / 2**32, 1)
    passed_on = relay.report("video")
    assert passed_on is not None
    bytes(RtcpSrPacket(1, RtcpSenderInfo(*passed_on, packet_count=1, octet_count=1)))
