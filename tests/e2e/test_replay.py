"""A show is watched again: its deals and its chat in step, what is still sold bought, and a clip cut and sent to a friend."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room
from tests.support.site import Site
from tests.support.waiting import until_told

TITLE = "Evening to be seen again"
MOVES = """() => {
    const video = document.querySelector("video");
    return video && video.videoWidth > 0 && !video.paused && video.currentTime > 0.5;
}"""


@pytest.fixture
def media(site: Site) -> Iterator[None]:
    site.start_media()
    yield
    site.stop_media()


async def go_on_air(page: Page, show_id: str) -> None:
    await page.goto(f"/host/shows/{show_id}")
    camera = page.get_by_role("region", name="Camera")
    await camera.get_by_role("button", name="Camera").click()
    await camera.get_by_role("button", name="Go on air").click()
    await expect(camera.get_by_text("Recorded for the replay.")).to_be_visible()


async def seek(page: Page, key: str) -> None:
    place = page.get_by_role("slider", name="Place in the show")
    await place.focus()
    await place.press(key)


async def whole_segments_follow(someone: Person, show_id: str) -> None:
    """Wait until what is happening now is in a whole segment, for only those are kept."""
    video = await someone.call("GET", f"/api/shows/{show_id}/video")

    async def whole() -> int:
        place = video["hls_url"].replace("index.m3u8", "video.m3u8")
        playlist = await (await someone.context.request.get(place)).text()
        return int(playlist.count("#EXTINF"))

    before = await whole()

    async def is_kept() -> bool:
        return await whole() >= before + 2

    await until_told(is_kept)


async def recorded_show(host: Person, viewer: Person, backstage: Backstage) -> tuple[str, str]:
    """A show with a deal and a message in it, which has ended; its id and the deal's title."""
    show_id = await backstage.live_show(TITLE)
    await go_on_air(host.page, show_id)
    deal = await backstage.dropped(show_id, sells_on=True, duration_s=3_600)
    await backstage.host.call("POST", f"/api/deals/{deal['id']}/pin")
    await viewer.page.goto(f"/shows/{show_id}")
    room = Room(viewer.page)
    await room.say("I want that one")
    await expect(room.chat).to_contain_text("I want that one")
    await whole_segments_follow(host, show_id)
    for someone in (host, viewer):
        someone.expect_error("404.*/whip/|404.*/whep/")  # their sessions ended with the show
    await backstage.end_show(show_id)

    async def is_ready() -> bool:
        replay = await backstage.host.call("GET", f"/api/shows/{show_id}/replay")
        return bool(replay["status"] == "ready")

    await until_told(is_ready)
    return show_id, deal["title"]


@pytest.mark.usefixtures("media")
async def test_a_show_is_watched_again_bought_from_and_cut(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    host, viewer = await member("jonas"), await member("vera")
    show_id, title = await recorded_show(host, viewer, backstage)

    # The page that was open says so; the whole show is there, from its beginning.
    await viewer.page.get_by_role("button", name="Watch the replay").click()
    await expect(viewer.page.locator(".player.is-replay")).to_have_attribute("data-phase", "paused")
    deals = viewer.page.get_by_role("region", name="Deals")
    chat = viewer.page.get_by_role("log")
    await expect(deals.get_by_text("No deal had dropped by now.")).to_be_visible()
    await expect(chat.get_by_text("Nobody had said anything by now.")).to_be_visible()

    # At its end the deal was pinned, and the message said; at its beginning they were not.
    await seek(viewer.page, "PageUp")
    card = deals.get_by_role("article", name=title)
    await expect(card.get_by_text("Pinned")).to_be_visible()
    await expect(chat.get_by_text("I want that one")).to_be_visible()
    on_stage = viewer.page.get_by_role("complementary", name="Deal on the stage at this moment")
    await expect(on_stage).to_contain_text(title)
    assert await accessibility_violations(viewer.page) == []
    await viewer.screenshot("in-step")
    await seek(viewer.page, "PageDown")
    await expect(card).to_have_count(0)
    await expect(on_stage).to_have_count(0)
    await viewer.page.get_by_role("button", name="Play").click()
    await viewer.page.wait_for_function(MOVES)

    # What is still sold is bought from there.
    await seek(viewer.page, "PageUp")
    await card.get_by_role("button", name="Claim").click()
    await expect(card.get_by_role("button", name="Pay now")).to_be_visible()

    # It can be found.
    await viewer.page.goto("/")
    shown = viewer.page.locator(".show-card", has_text=TITLE).first
    await expect(shown.get_by_text("Replay", exact=True)).to_be_visible()

    # A host cuts a clip, and its link leads a friend to it.
    await host.page.goto(f"/shows/{show_id}")
    await host.page.get_by_role("button", name="Cut a clip").click()
    await host.page.get_by_label("Title").fill("The best moment")
    await host.page.get_by_label("Begins at").fill("0:00")
    await host.page.get_by_label("Ends at").fill("0:02")
    await host.page.get_by_label(title).check()
    await host.screenshot("cutting")
    await host.page.get_by_role("button", name="Cut the clip").click()
    link = await host.page.get_by_label("Short link").input_value()

    friend = await person("friend", width=390, height=844)
    await friend.page.goto(link)
    await expect(friend.page.get_by_role("heading", name="The best moment")).to_be_visible()
    await friend.page.get_by_role("link", name="Watch the clip").click()
    await expect(friend.page.get_by_role("article", name=title)).to_contain_text("In this clip")
    await friend.page.get_by_role("button", name="Watch", exact=True).click()
    await friend.page.wait_for_function(MOVES)
    await friend.screenshot("clip")
    assert await accessibility_violations(friend.page) == []
