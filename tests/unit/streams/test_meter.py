"""What is counted of a broadcast."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from kit.clock import utc_now
from streams.broadcast.meter import KEPT, Meter
from streams.video.boxes import VIDEO_CLOCK, Sample
from streams.video.missing import Missing
from streams.video.rtp import Packet
from streams.video.segments import Track

KEY, OTHER = b"\x65key", b"\x41not"


@dataclass
class Receiver:
    missing: Missing = field(default_factory=Missing)
    jitter_s: float = 0.01


def picture(number: int, payload: bytes = OTHER, *, is_marked: bool = True) -> Packet:
    return Packet(number, 3_000 * number, is_marked, payload, number / 30)


def test_a_second_has_its_bits_and_pictures() -> None:
    meter = Meter()
    meter.on_packet("video", picture(1, KEY, is_marked=False))
    meter.on_packet("video", picture(1))
    meter.on_packet("audio", Packet(1, 960, False, b"sound", 0.0))
    second = meter.read({})
    assert second.bits == {"video": 64, "audio": 40}
    assert (second.pictures, second.received) == (1, 3)
    assert meter.read({}).received == 0
    for _ in range(2 * KEPT):
        meter.read({})
    assert len(meter.seconds) == KEPT


def test_the_distance_of_key_frames_is_that_of_pictures_not_of_packets() -> None:
    meter = Meter()
    for number in range(61):
        for _ in range(2):
            meter.on_packet("video", picture(number, KEY if number % 60 == 0 else OTHER))
    assert meter.key_frame_s == pytest.approx(2.0)


def test_losses_are_counted_once_and_anew_for_another_publisher() -> None:
    meter, first, second = Meter(), Receiver(), Receiver()
    for sequence in (1, 4, 2):
        first.missing.arrived(sequence, 0.0)
    taken = meter.read({"video": first})  # type: ignore[dict-item]
    assert (taken.missed, taken.recovered) == (2, 1)
    assert meter.read({"video": first}).missed == 0  # type: ignore[dict-item]
    for sequence in (1, 9):
        second.missing.arrived(sequence, 0.0)
    assert meter.read({"video": second}).missed == 7  # type: ignore[dict-item]


def test_who_waits_at_once_is_counted_also_in_the_next_second() -> None:
    meter = Meter()
    with meter.waiting("video"), meter.waiting("video"), meter.waiting("audio"):
        assert meter.read({}).waiting == 2
        assert meter.read({}).waiting == 2
    assert [meter.read({}).waiting, meter.read({}).waiting] == [2, 0]


def test_a_parts_delay_is_from_when_it_began() -> None:
    meter, track = Meter(), Track("video", VIDEO_CLOCK, window=3)
    track.describe(b"header")
    track.begin_segment(0, utc_now() - timedelta(seconds=1), is_after_break=False)
    for number in range(14):
        track.add(Sample(b"picture", 3_000, number == 0), 3_000 * number)
        meter.on_published([track])
    first, second = meter.read({}).delays_s
    assert first == pytest.approx(1.0, abs=0.1)
    assert second == pytest.approx(0.8, abs=0.1)
