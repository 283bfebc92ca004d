"""The demo host: a clock and a tone that viewers get over WebRTC and by HLS, and that tell how late they are."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.glass import REMEMBER_PEERS, look
from tests.support.looking import SCREENSHOTS, keep_picture, sideways_overflow
from tests.support.person import Member, NewPerson, Person
from tests.support.site import Site
from tests.support.waiting import until_told

MOST_LATE_MS = 10_000
"""Of a machine that is busy with everything else."""
TITLE = "A clock and a tone"
SMALL = ("--size", "320x180", "--rate", "15", "--bitrate", "200")
LOUD = 0.1


@pytest_asyncio.fixture(loop_scope="session")
async def hosted_show(site: Site, backstage: Backstage) -> AsyncIterator[str]:
    """A show that it hosts, once that is on air. Not the demo's: others look at that without a media process."""
    site.start_media()
    show_id = await backstage.live_show(TITLE)

    async def is_on_air() -> bool:
        video = await backstage.host.call("GET", f"/api/shows/{show_id}/video")
        return bool(video["signal"] == "live")

    with site.demo_host(*SMALL, "--show", show_id):
        await until_told(is_on_air)
        yield show_id
    await backstage.end_show(show_id)
    site.stop_media()


async def watch(viewer: Person, show_id: str, way: str) -> None:
    """Watch this way, see and hear the demo host, and know how late it is."""
    if way == "hls":
        await viewer.page.add_init_script("delete window.RTCPeerConnection")
    else:
        await viewer.page.add_init_script(REMEMBER_PEERS)
    await viewer.page.goto(f"/shows/{show_id}")
    player = viewer.page.locator(".player")
    await expect(player).to_have_attribute("data-way", way)
    await expect(player).to_have_attribute("data-phase", "playing")
    seen = await look(viewer.page, seconds=3, selector=".player-video")
    assert seen.size == (320, 180)
    assert len(seen.delays_ms) > 10, f"{seen.unread} pictures could not be read"
    assert 0 < seen.delay_ms.p50 < MOST_LATE_MS
    assert seen.loudest > LOUD
    assert seen.sound_behind_picture_ms is not None
    assert all(0 < late_ms < MOST_LATE_MS for late_ms in seen.playout_ms.values())


async def test_it_is_seen_and_heard_both_ways_and_a_real_host_takes_its_place(
    hosted_show: str, person: NewPerson, member: Member
) -> None:
    near = await person("near", width=1440, height=900)
    far = await person("far", width=360, height=780)
    await watch(near, hosted_show, "webrtc")
    await watch(far, hosted_show, "hls")
    for viewer, width in ((near, 1440), (far, 360)):
        await keep_picture(viewer.page, SCREENSHOTS / f"room-demo-host-{width}.png")

    operator = (await member("olu", width=360, height=780)).page
    await operator.goto("/operator")
    stream = operator.locator(".stream", has_text=TITLE)
    for text in ("On air", "Demo host", "320 × 180", "WebRTC viewers1"):
        await expect(stream).to_contain_text(text)
    assert await sideways_overflow(operator) == []
    assert await accessibility_violations(operator) == []
    await keep_picture(operator, SCREENSHOTS / "operator-stream-360.png")

    host = (await member("jonas")).page
    await host.goto(f"/host/shows/{hosted_show}")
    camera = host.get_by_role("region", name="Camera")
    await camera.get_by_role("button", name="Camera").click()
    await camera.get_by_role("button", name="Take over").click()
    await expect(camera.get_by_text("On air", exact=True)).to_be_visible()
    await expect(camera.get_by_text("Round trip")).to_be_visible()
    await expect(stream).not_to_contain_text("Demo host")
    await expect(stream).to_contain_text("On air")
