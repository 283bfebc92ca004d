"""The main job in Firefox and in WebKit, the engine of Safari: watch, sign up, chat, claim, pay, find the order, share.

`make test-browsers` installs them and runs these tests; `make test` leaves them out.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from server.demo.people import PASSWORD
from tests.e2e.conftest import SCREENSHOTS
from tests.support.backstage import Backstage
from tests.support.firefox import find_firefox, launch_firefox
from tests.support.node import node_binary
from tests.support.person import Person
from tests.support.room import GOOD_CARD, Room
from tests.support.site import Site
from tests.support.waiting import until_told
from tests.support.webkit import Window, find_webkit, webkit

pytestmark = pytest.mark.other_browsers

PHONE = "Leise phone"
SMALL = ("--size", "320x180", "--rate", "15", "--bitrate", "200")
MOVES = """() => {
    const [player, video] = [document.querySelector(".player"), document.querySelector(".player-video")];
    return player?.dataset.way === "hls" && player.dataset.phase === "playing" && video.videoWidth === 320;
}"""
"""Neither has H.264 over WebRTC here: Firefox fetches that from its maker, and Debian builds WebKitGTK without WebRTC."""


@pytest_asyncio.fixture(loop_scope="session")
async def show_id(site: Site, backstage: Backstage) -> AsyncIterator[str]:
    """A show on air, with a picture."""
    site.start_media()
    show_id = await backstage.live_show("Seen by everybody")

    async def is_on_air() -> bool:
        video = await backstage.host.call("GET", f"/api/shows/{show_id}/video")
        return bool(video["signal"] == "live")

    with site.demo_host(*SMALL, "--show", show_id):
        await until_told(is_on_air)
        yield show_id
    await backstage.end_show(show_id)
    site.stop_media()


@pytest.fixture(scope="module")
def firefox_path() -> Path:
    return find_firefox()


@pytest_asyncio.fixture(loop_scope="session")
async def viewer(firefox_path: Path, site: Site, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody with a Firefox of their own."""
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_binary())
    async with async_playwright() as playwright:
        firefox = await launch_firefox(playwright, firefox_path, tmp_path)
        context = await firefox.new_context(
            base_url=site.base_url, viewport={"width": 1440, "height": 900}
        )
        someone = Person("firefox", context, await context.new_page(), SCREENSHOTS / "firefox")
        someone.listen()
        yield someone
        await firefox.close()
    assert someone.unexpected_errors() == []


async def test_the_main_job_is_done_in_firefox(
    viewer: Person, show_id: str, backstage: Backstage
) -> None:
    page, room = viewer.page, await Room.enter(viewer, show_id)
    await room.say("hello from Firefox")
    await room.sign_up(f"fox_{uuid4().hex[:8]}")
    await expect(room.chat.get_by_text("hello from Firefox")).to_be_visible()
    await until_told(lambda: page.evaluate(MOVES))

    await backstage.dropped(show_id, PHONE, stock=3)
    await room.claim(PHONE).click()
    await room.pay_now(PHONE)
    await room.pay()
    await expect(room.dialog).to_contain_text("is paid with the card that ends in 4242")
    await room.dialog.get_by_role("button", name="Back to the show").click()
    await page.get_by_role("button", name="Share this show").click()
    link = await room.dialog.get_by_label("Short link").input_value()
    await room.dialog.get_by_role("button", name="Copy").click()
    await expect(room.dialog.get_by_role("button", name="Copied")).to_be_visible()
    await page.goto("/orders")
    await page.locator(".order-row", has_text=PHONE).get_by_role("link").click()
    await expect(page.locator("main")).to_contain_text("Thank you, it is yours")
    await page.goto(link)
    await expect(page.locator("main")).to_contain_text("This is your own link")


@pytest.fixture(scope="module")
def webkit_path() -> Path:
    return find_webkit()


@pytest_asyncio.fixture(loop_scope="session")
async def window(webkit_path: Path, site: Site, tmp_path: Path) -> AsyncIterator[Window]:
    """A WebKit that knows nobody yet."""
    async with webkit(webkit_path, tmp_path, site.base_url) as window:
        yield window


async def test_the_main_job_is_done_in_webkit(
    window: Window, show_id: str, backstage: Backstage
) -> None:
    handle, dialog = f"kit_{uuid4().hex[:8]}", "dialog[open]"
    await window.goto(f"/shows/{show_id}")
    await window.wait_for(f"return ({MOVES})()")
    await window.fill("Message", "hello from WebKit")
    await window.click("Send")
    for label, text in (
        ("Handle", handle),
        ("E-mail", f"{handle}@example.com"),
        ("Password", PASSWORD),
    ):
        await window.fill(label, text, dialog)
    await window.click("Create account", f"{dialog} [role=tabpanel]")
    await window.sees("hello from WebKit", ".chat-log")

    deal = await backstage.dropped(show_id, PHONE, stock=3)
    card = f".rail [data-deal='{deal['id']}']"
    await window.click("Claim", card)
    await window.click("Pay now", card)
    for label, text in (("Card number", GOOD_CARD), ("Expiry", "12/34"), ("CVC", "123")):
        await window.fill(label, text, dialog)
    await window.click("Pay ", dialog)
    await window.sees("is paid with the card that ends in 4242", dialog)
    await window.click("Back to the show", dialog)
    await window.click("Share this show")
    link = await window.wait_for(f"return document.querySelector('{dialog} .copy input')?.value")
    await window.goto("/orders")
    await window.click(PHONE, ".order-row")
    await window.sees("Thank you, it is yours", "main")
    await window.run("location.assign(arguments[0])", link)
    await window.sees("This is your own link", "main")
