"""The demo host's picture, as whoever decodes it gets it."""

from collections.abc import Iterator

import av
import pytest
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from server.demo_host.encoding import CLOCK, Encoder, Quality
from server.demo_host.picture import Picture
from server.demo_host.stamp import COLUMNS, WRAPS_AFTER_MS, read
from streams.video.h264 import Depacketizer, begins_key_frame

AT_MS = 1_636_588_800_123
START = b"\0\0\0\1"


def decoded(quality: Quality, moments_ms: list[int]) -> Iterator[VideoFrame]:
    picture, encoder = Picture(quality.width, quality.height), Encoder(quality)
    depacketizer, decoder = Depacketizer(), VideoCodecContext.create("h264", "r")
    for at_ms in moments_ms:
        picture.draw(at_ms)
        payloads = encoder.encode(picture.frame, at_ms * CLOCK // 1000, is_key=False)
        for payload in payloads:
            for seen in depacketizer.feed(
                at_ms, payload, is_marked=payload is payloads[-1], is_after_gap=False
            ):
                sets = seen.parameter_sets
                units = [*((sets.sps, sets.pps) if sets else ()), *seen.slices]
                yield from decoder.decode(av.Packet(b"".join(START + unit for unit in units)))


def stamp_in(frame: VideoFrame) -> int | None:
    plane = frame.planes[0]
    row = (frame.height - max(2, frame.width // COLUMNS) // 2) * plane.line_size
    pixels = bytes(plane)[row : row + frame.width]
    return read([pixels[(2 * each + 1) * frame.width // (2 * COLUMNS)] for each in range(COLUMNS)])


@pytest.mark.parametrize("size", [(320, 180), (640, 360), (854, 480)])
def test_each_picture_tells_its_moment_after_it_was_encoded(size: tuple[int, int]) -> None:
    quality = Quality(*size, pictures_per_s=24, bits_per_s=200_000)
    moments = [AT_MS + 42 * number for number in range(48)]
    told = [stamp_in(frame) for frame in decoded(quality, moments)]
    assert told == [at_ms % WRAPS_AFTER_MS for at_ms in moments]


def test_something_moves() -> None:
    picture = Picture(320, 180)
    seen = set()
    for at_ms in (AT_MS, AT_MS + 200, AT_MS + 1000):
        picture.draw(at_ms)
        seen.add(bytes(picture.frame.planes[0])[: 320 * 80])
    assert len(seen) == 3


def test_a_key_frame_comes_when_it_is_asked_for() -> None:
    picture, encoder = Picture(320, 180), Encoder(Quality(320, 180, 15, 200_000))
    is_key = []
    for number in range(6):
        picture.draw(AT_MS + 66 * number)
        payloads = encoder.encode(picture.frame, 6_000 * number, is_key=number == 4)
        is_key.append(any(map(begins_key_frame, payloads)))
    assert is_key == [True, False, False, False, True, False]


def test_no_payload_is_longer_than_a_packet_can_be() -> None:
    picture, encoder = Picture(1280, 720), Encoder(Quality())
    picture.draw(AT_MS)
    assert max(map(len, encoder.encode(picture.frame, 0, is_key=True))) <= 1_300
