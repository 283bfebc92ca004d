import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.video.h264 import (
    BadSps,
    Depacketizer,
    Picture,
    begins_key_frame,
    codec_of,
    picture_size,
    unit_type,
)
from tests.support.encoded import TICKS, payloads, pictures

SHOW = [payloads(units) for units in pictures(20, key_every=10)]
SPS = next(unit for unit in next(pictures(1)) if unit_type(unit) == 7)


def fed(show: list[list[bytes]], *, lost: tuple[int, int] | None = None) -> list[Picture]:
    """What comes out, when one packet is lost: that of this picture, at this place."""
    depacketizer, whole, is_after_gap = Depacketizer(), [], False
    for number, packets in enumerate(show):
        for place, payload in enumerate(packets):
            if (number, place) == lost:
                is_after_gap = True
                continue
            is_marked = place == len(packets) - 1
            whole += depacketizer.feed(
                number * TICKS, payload, is_marked=is_marked, is_after_gap=is_after_gap
            )
            is_after_gap = False
    return whole


def test_every_picture_comes_out_with_its_time_and_the_streams_description() -> None:
    out = fed(SHOW)
    assert [picture.timestamp for picture in out] == [number * TICKS for number in range(20)]
    assert [number for number, picture in enumerate(out) if picture.is_key] == [0, 10]
    assert {picture.parameter_sets.sps for picture in out if picture.parameter_sets} == {SPS}


def test_nothing_comes_before_the_first_key_frame() -> None:
    assert [picture.timestamp for picture in fed(SHOW[3:])] == [
        number * TICKS for number in range(7, 17)
    ]


@pytest.mark.parametrize("number", range(1, 10))
def test_after_a_loss_nothing_comes_before_the_next_key_frame(number: int) -> None:
    out = fed(SHOW, lost=(number, 0))
    assert [picture.timestamp // TICKS for picture in out] == [*range(number), *range(10, 20)]


def test_a_key_frame_that_lost_its_beginning_is_left_out() -> None:
    large = [
        payloads(units, most=20) for units in pictures(12, key_every=10, width=320, height=240)
    ]
    assert len(large[10]) > 2
    out = fed(large, lost=(10, 0))
    assert [picture.timestamp // TICKS for picture in out] == [*range(10)]


def test_fragments_come_together() -> None:
    units = [*pictures(3, width=320, height=240)]
    whole, in_pieces = (
        fed([payloads(each) for each in units]),
        fed([payloads(each, most=50) for each in units]),
    )
    assert in_pieces == whole


def test_a_picture_without_a_mark_ends_where_the_next_begins() -> None:
    depacketizer = Depacketizer()
    out = [
        picture
        for number, packets in enumerate(SHOW)
        for payload in packets
        for picture in depacketizer.feed(number * TICKS, payload, is_marked=False)
    ]
    assert out == fed(SHOW)[:-1]


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(max_size=40), st.booleans()), max_size=30))
def test_any_bytes_are_taken(packets: list[tuple[int, bytes, bool]]) -> None:
    depacketizer = Depacketizer()
    for timestamp, payload, is_marked in packets:
        depacketizer.feed(timestamp, payload, is_marked=is_marked)
        begins_key_frame(payload)


def test_a_viewer_can_begin_with_the_packets_of_a_key_frame_only() -> None:
    begins = [any(begins_key_frame(payload) for payload in packets) for packets in SHOW]
    assert [number for number, is_key in enumerate(begins) if is_key] == [0, 10]


@pytest.mark.parametrize(
    ("width", "height"), [(96, 64), (640, 360), (1280, 720), (1080, 1920), (854, 480)]
)
def test_the_size_is_read_from_the_description(width: int, height: int) -> None:
    sps = next(
        unit for unit in next(pictures(1, width=width, height=height)) if unit_type(unit) == 7
    )
    assert picture_size(sps) == (width, height)
    assert codec_of(sps).startswith("avc1.42")


@given(st.binary(max_size=60))
def test_a_description_that_makes_no_sense_is_refused(sps: bytes) -> None:
    try:
        width, height = picture_size(b"\x67" + sps)
    except BadSps:
        return
    assert 0 < width <= 16_384
    assert 0 < height <= 16_384
