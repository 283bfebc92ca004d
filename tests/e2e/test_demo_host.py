"""The demo host: a clock and a tone that viewers get over WebRTC and by HLS, and tell how late they are."""

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.support.backstage import Backstage
from tests.support.glass import look
from tests.support.person import NewPerson
from tests.support.site import Site
from tests.support.waiting import until_told

MOST_LATE_MS = 10_000
"""Of a machine that is busy with everything else; what it is on a quiet one, `make bench-media` tells."""
SMALL = ("--size", "320x180", "--rate", "15", "--bitrate", "200")
LOUD = 0.1


@pytest.fixture
def media(site: Site) -> Iterator[None]:
    site.start_media()
    yield
    site.stop_media()


async def is_on_air(backstage: Backstage, show_id: str) -> bool:
    video = await backstage.host.call("GET", f"/api/shows/{show_id}/video")
    return bool(video["signal"] == "live")


@pytest.mark.usefixtures("media")
async def test_a_clock_and_a_tone_are_seen_and_heard_and_tell_how_late_they_are(
    site: Site, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Evening without a camera")
    with site.demo_host("--show", show_id, *SMALL):
        await until_told(lambda: is_on_air(backstage, show_id))
        for name, way in (("near", "webrtc"), ("far", "hls")):
            viewer = await person(name)
            if way == "hls":
                await viewer.page.add_init_script("delete window.RTCPeerConnection")
            await viewer.page.goto(f"/shows/{show_id}")
            await expect(viewer.page.locator(".player")).to_have_attribute("data-way", way)
            await expect(viewer.page.locator(".player")).to_have_attribute("data-phase", "playing")
            seen = await look(viewer.page, seconds=3, selector=".player-video")
            assert seen.size == (320, 180)
            assert len(seen.delays_ms) > 10, f"{seen.unread} pictures could not be read"
            assert 0 < seen.delay_ms.p50 < MOST_LATE_MS
            assert seen.loudest > LOUD
            assert seen.sound_behind_picture_ms is not None
