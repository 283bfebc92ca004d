"""GStreamer, which players on Linux and set-top boxes are made of, reads live shows and replays without a complaint."""

from pathlib import Path

import pytest

from tests.support.gstreamer import HLSDEMUX, PLAYBIN3, read_by, skip_without_gstreamer

GOES_ON_S = 7
"""More than the first playlist names, so that the next one was asked for."""
SMALL, LARGE = 96 * 64 * 3 // 2, 128 * 96 * 3 // 2
"""Bytes of a picture, decoded."""
AFTER_THE_BREAK = {PLAYBIN3: LARGE, HLSDEMUX: SMALL}
"""The old reader takes one header a track, and shows what comes after it in the first one's size."""
OF_ITS_OWN = "new discont sequence on a rendition stream, can't validate stream time"
"""The new reader says so at every break that it comes to in the sound before the picture, and takes the time as it is."""

pytestmark = pytest.mark.parametrize("pipeline", [PLAYBIN3, HLSDEMUX], ids=["new", "old"])


@pytest.fixture(autouse=True, scope="module")
def _installed() -> None:
    skip_without_gstreamer()


async def test_a_live_show_goes_on(live_address: str, pipeline: str, tmp_path: Path) -> None:
    wanted = GOES_ON_S * 30 * SMALL
    reading = await read_by(pipeline, live_address, tmp_path, picture_bytes=wanted)
    assert reading.picture_bytes >= wanted, reading.said
    assert reading.sound_s >= GOES_ON_S - 3
    assert not reading.said


async def test_a_replay_is_read_to_its_end_over_a_break(
    replay_address: str, pipeline: str, tmp_path: Path
) -> None:
    reading = await read_by(pipeline, replay_address, tmp_path)
    assert reading.has_ended, reading.said
    assert reading.picture_bytes == 4 * 30 * (SMALL + AFTER_THE_BREAK[pipeline])
    assert reading.sound_s == pytest.approx(8, abs=0.3)
    assert all(OF_ITS_OWN in line for line in reading.said.splitlines()), reading.said
