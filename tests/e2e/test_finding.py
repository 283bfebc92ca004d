"""A newcomer finds a show and a brand by a part of their names, on a phone, and by keyboard gets past what each page has."""

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow, stands
from tests.support.person import NewPerson

TITLE = "Zwielicht, an evening of one word that is toolongforanyphonethatthereiswithoutbreaking"


async def test_shows_and_brands_are_found(person: NewPerson, backstage: Backstage) -> None:
    await backstage.show(TITLE)
    page = (await person("newcomer", width=360, height=780)).page
    await page.goto("/")
    await stands(page)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    await page.get_by_role("contentinfo").get_by_role("link", name="Shows").click()
    await page.get_by_role("link", name="Coming up").click()
    await page.get_by_role("searchbox", name="Search").fill("zwieLICHT")
    await page.keyboard.press("Enter")
    await expect(page.locator(".show-card").first).to_contain_text(TITLE)
    assert await sideways_overflow(page) == []
    assert await accessibility_violations(page) == []
    await page.get_by_role("link", name="Live now").click()
    await expect(page.get_by_role("heading", name="No show fits")).to_be_visible()
    await page.get_by_role("link", name="Clear the search").click()
    await expect(page.locator(".show-card").first).to_be_visible()

    await page.get_by_role("contentinfo").get_by_role("link", name="Brands").click()
    await page.get_by_role("searchbox", name="Search").fill("lind")
    await page.keyboard.press("Enter")
    await expect(page.locator(".brand-card")).to_have_count(1)
    assert await sideways_overflow(page) == []
    assert await accessibility_violations(page) == []
    await page.get_by_role("link", name="Lindwerk").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Lindwerk")
