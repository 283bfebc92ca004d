"""Pictures as they are shown, made of those that were sent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.pictures.recoding import recoded, sort_of
from tests.support.picture_files import brightness, picture, size


@pytest.mark.parametrize("encoder", ["mjpeg", "png", "libwebp"])
def test_the_middle_is_shown_as_a_square(encoder: str) -> None:
    shown = recoded(picture(640, 480, encoder))
    assert sort_of(shown) == "mjpeg"
    assert size(shown) == (480, 480)


def test_a_large_picture_becomes_smaller_and_a_small_one_is_refused() -> None:
    assert size(recoded(picture(2_000, 1_200))) == (960, 960)
    with pytest.raises(ValueError, match="too small"):
        recoded(picture(1_000, 198))


def test_more_pixels_than_can_be_read_are_refused_before_they_are() -> None:
    with pytest.raises(ValueError, match="too large"):
        recoded(picture(8_000, 5_100))


def test_what_is_clear_becomes_white() -> None:
    assert brightness(recoded(picture(300, 300, "png"))) >= 250


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_turned_camera_leaves_a_square_and_nothing_else_of_the_file(turned: int) -> None:
    sent = picture(640, 400, turned=turned)
    shown = recoded(sent)
    assert size(shown) == (400, 400)
    assert b"Exif" in sent
    assert b"Exif" not in shown


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<svg/>",
        b"GIF89a",
        b"RIFF\0\0\0\0WAVE",
        b"#EXTM3U",
        b"\xff\xd8",
        b"\x00\x00\x00\x18ftypheic",
    ],
)
def test_no_other_kind_of_file_is_read(sent: bytes) -> None:
    assert sort_of(sent) is None
    with pytest.raises(ValueError, match="not a picture"):
        recoded(sent)


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(4, 2_000), at=st.integers(4, 2_000), byte=st.integers(0, 255))
def test_what_is_broken_is_refused_or_still_a_square(cut: int, at: int, byte: int) -> None:
    whole = bytearray(picture(240, 240))
    whole[min(at, len(whole) - 1)] = byte
    try:
        shown = recoded(bytes(whole[:-cut]))
    except ValueError:
        return
    width, height = size(shown)
    assert width == height >= 200
