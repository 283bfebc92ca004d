"""A person on their own page, and the brand on its side: what is said and allowed, what was between them, taking one's data along,
and being erased."""

import asyncio
import io
import time
import zipfile
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.waiting import TIMEOUT_S

PASSWORD = "correct horse battery"
SLUG = "harlow-trail"


async def test_a_member_says_shares_takes_along_and_is_erased(
    member: Member, person: NewPerson
) -> None:
    host = await member("dana", width=360)
    backstage = await Backstage.of(host, SLUG)
    show_id = await backstage.live_show("Boots by the fire")
    guest, handle = await person("guest"), f"wren_{uuid4().hex[:8]}"
    page = guest.page
    new = {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD}
    await guest.call("POST", "/api/accounts", new)
    await guest.call("PUT", f"/api/brands/{SLUG}/membership")
    await page.goto(f"/shows/{show_id}")
    composer = page.get_by_placeholder("Say something")
    await composer.fill("Do they come in green?")
    await composer.press("Enter")
    await expect(page.get_by_text("Do they come in green?").first).to_be_visible()

    await page.set_viewport_size({"width": 360, "height": 800})
    await _say_and_share(guest)
    await _look(host, handle)
    await _take_along(page)
    await _be_erased(guest)
    await _until_gone(host.page, handle)


async def _say_and_share(guest: Person) -> None:
    page = guest.page
    guest.expect_error("422")
    await page.goto("/")
    await page.locator(".menu > summary").click()
    await page.get_by_role("link", name="My profile").click()
    await page.get_by_label("Name").fill("Wren Robin")
    await page.get_by_label("Month of your birthday").select_option(label="February")
    await page.get_by_role("button", name="Save my profile").click()
    await expect(page.get_by_label("Day", exact=True)).to_be_focused()  # a month needs its day
    await page.get_by_label("Day", exact=True).select_option(label="29")
    await page.get_by_role("button", name="Save my profile").click()
    await expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    await page.get_by_label("may see what I say about me").check()
    await expect(page.get_by_text("What you said so far")).to_be_visible()
    await page.get_by_label("may send me news and offers by e-mail").check()
    await page.get_by_text("What you said so far").click()
    await expect(page.get_by_text("E-mail allowed")).to_be_visible()
    assert await accessibility_violations(page) == []
    await guest.screenshot("profile")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def _look(host: Person, handle: str) -> None:
    page = host.page
    await page.goto(f"/host/brands/{SLUG}/members")
    await page.get_by_label("Search").fill("wren rob")
    await page.get_by_role("button", name="Find").click()
    assert await accessibility_violations(page) == []
    await host.screenshot("members")
    await page.get_by_role("link", name="Wren Robin").first.click()
    await expect(page.get_by_text("February 29")).to_be_visible()
    entries = page.get_by_role("region", name="Timeline").get_by_role("listitem")
    await expect(entries.filter(has_text="Do they come in green?")).to_be_visible()
    deadline = time.monotonic() + TIMEOUT_S
    while not await entries.filter(has_text="Boots by the fire").count():  # written a little later
        assert time.monotonic() < deadline, "the show that they watched is not there"
        await asyncio.sleep(0.5)
        await page.reload()
    assert await accessibility_violations(page) == []
    await host.screenshot("member")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("link", name="Tiers").click()
    await expect(entries).to_have_count(1)
    await expect(entries).to_contain_text("Joined your members")
    await expect(page.get_by_role("link", name="Tiers")).to_have_attribute("aria-current", "true")


async def _take_along(page: Page) -> None:
    await page.get_by_role("button", name="Gather my data").click()
    link = page.get_by_role("link", name="Download my data")
    await expect(link).to_be_visible()
    async with page.expect_download() as started:
        await link.click()
    path = await (await started.value).path()
    with zipfile.ZipFile(io.BytesIO(await asyncio.to_thread(Path(path).read_bytes))) as file:
        assert b"Wren Robin" in file.read("profile.json")
    assert await accessibility_violations(page) == []


async def _be_erased(guest: Person) -> None:
    page = guest.page
    await page.get_by_role("button", name="Erase my account").click()
    dialog = page.get_by_role("dialog", name="Erase your account?")
    await dialog.get_by_label("Your password").fill("not this one")
    await dialog.get_by_role("button", name="Erase me for good").click()
    await expect(dialog).to_contain_text("Enter the password with which you sign in.")
    assert await accessibility_violations(page) == []
    await dialog.get_by_label("Your password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Erase me for good").click()
    await expect(page.get_by_role("link", name="Sign up")).to_be_visible()


async def _until_gone(page: Page, handle: str) -> None:
    await page.goto(f"/host/brands/{SLUG}/members?text={handle}")
    await expect(page.get_by_role("heading", name="No member fits")).to_be_visible()
