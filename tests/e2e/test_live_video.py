"""Live video: a host publishes from the control panel, and viewers see and hear it, whichever way they watch."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from server.demo.people import PASSWORD
from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room
from tests.support.site import Site

PATIENCE_MS = 60_000
"""Three browsers and two encoders may have to share a busy machine."""
MOVES = """async () => {
    const video = document.querySelector(".player-video");
    if (!video) return false;
    const before = video.currentTime;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return video.currentTime - before > 0.3 && video.videoWidth > 0;
}"""
SOUNDS = """() => {
    const video = document.querySelector(".player-video");
    return (video.srcObject ? video.srcObject.getAudioTracks().length : video.webkitAudioDecodedByteCount) > 0;
}"""


@pytest.fixture
def media(site: Site) -> Iterator[None]:
    site.start_media()
    yield
    site.stop_media()


async def publish(page: Page, show_id: str) -> None:
    await page.goto(f"/host/shows/{show_id}")
    camera = page.get_by_role("region", name="Camera")
    await camera.get_by_role("button", name="Camera").click()
    await camera.get_by_role("button", name="Go on air").click()
    await expect(camera.get_by_text("On air", exact=True)).to_be_visible()


async def join(someone: Person, handle: str) -> None:
    """Make an account, and join the brand of the shows."""
    new = {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD}
    await someone.call("POST", "/api/accounts", new)
    await someone.call("PUT", "/api/brands/lindwerk/membership")


@pytest.mark.usefixtures("media")
async def test_what_a_host_publishes_for_members_is_seen_and_heard_both_ways(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Evening with a picture", access={"min_tier_rank": 1})
    host = await member("jonas")
    await publish(host.page, show_id)
    await expect(host.page.get_by_text("Mbit/s")).to_be_visible()
    await host.screenshot("on-air")

    near = await person("near", width=360, height=740)
    await near.page.goto(f"/shows/{show_id}")
    await expect(near.page.get_by_role("heading", name="programme to watch")).to_be_visible()
    assert await accessibility_violations(near.page) == []
    await near.screenshot("gate")
    await near.page.get_by_role("button", name="Join Lindwerk").click()
    await Room(near.page).sign_up("near_member")
    await expect(near.page.locator(".player")).to_have_attribute(
        "data-way", "webrtc", timeout=PATIENCE_MS
    )
    await near.page.wait_for_function(MOVES, timeout=PATIENCE_MS)
    await near.page.wait_for_function(SOUNDS, timeout=PATIENCE_MS)
    await near.screenshot("webrtc")

    far = await person("far", width=1440, height=900)
    await join(far, "far_member")
    await far.page.add_init_script("delete window.RTCPeerConnection")
    await far.page.goto(f"/shows/{show_id}")
    player = far.page.get_by_role("group", name="Player")
    await expect(player).to_have_attribute("data-way", "hls", timeout=PATIENCE_MS)
    await far.page.wait_for_function(MOVES, timeout=PATIENCE_MS)
    await far.page.wait_for_function(SOUNDS, timeout=PATIENCE_MS)
    await far.screenshot("hls")
    deal = await backstage.dropped(show_id)
    for viewer in (near, far):
        await expect(viewer.page.locator(f"[data-deal='{deal['id']}']")).to_be_visible()

    await player.get_by_role("button", name="Back 10 seconds").click()
    await expect(player.get_by_role("slider", name="Time")).to_be_visible()
    await far.screenshot("back-in-time")
    await player.press("g")
    await expect(player.get_by_role("slider", name="Time")).to_have_count(0)
    await far.page.wait_for_function(MOVES, timeout=PATIENCE_MS)

    for viewer in (near, far):
        await viewer.page.get_by_role("button", name="Player settings").click()
        settings = viewer.page.get_by_role("dialog", name="Player settings")
        await settings.get_by_role("radio", name="At once").check()
        await settings.get_by_text("Keys, while").click()
        assert await accessibility_violations(viewer.page, within=".player") == []
        await viewer.screenshot("settings")
    await near.page.get_by_role("radio", name="Balanced").check()
    await near.page.keyboard.press("Escape")
    await expect(near.page.get_by_role("dialog", name="Player settings")).to_have_count(0)
    await expect(near.page.locator(".player")).to_have_attribute(
        "data-way", "hls", timeout=PATIENCE_MS
    )
    await near.page.wait_for_function(MOVES, timeout=PATIENCE_MS)


@pytest.mark.usefixtures("media")
async def test_a_host_who_comes_back_takes_up_the_show_and_nobody_reloads(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Evening with a broken line")
    host = await member("jonas")
    await publish(host.page, show_id)
    near, far = await person("near"), await person("far")
    await far.page.add_init_script("delete window.RTCPeerConnection")
    for viewer in (near, far):
        await viewer.page.goto(f"/shows/{show_id}")
        await viewer.page.wait_for_function(MOVES, timeout=PATIENCE_MS)
        await viewer.page.evaluate("window.isTheSame = true")

    await host.page.goto("about:blank")
    for viewer in (near, far):
        await expect(viewer.page.get_by_text("The host will be right back")).to_be_visible(
            timeout=PATIENCE_MS
        )
    await publish(host.page, show_id)
    for viewer in (near, far):
        await expect(viewer.page.get_by_text("The host will be right back")).to_have_count(
            0, timeout=PATIENCE_MS
        )
        await viewer.page.wait_for_function(MOVES, timeout=PATIENCE_MS)
        assert await viewer.page.evaluate("window.isTheSame")
