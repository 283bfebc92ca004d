"""A brand from nothing: an operator founds it; its manager adds a product with a picture, schedules a show and its first deal,
and sets up a programme."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.looking import sideways_overflow, stands
from tests.support.person import Member, NewPerson, Person
from tests.support.picture_files import picture

OPERATOR = "olu"


async def test_a_brand_comes_to_be_and_has_its_first_deal(
    member: Member, person: NewPerson
) -> None:
    manager = await person("manager", width=360, height=780)
    handle, slug = f"mika_{uuid4().hex[:8]}", f"oya-{uuid4().hex[:8]}"
    new = {"handle": handle, "email": f"{handle}@example.com", "password": "correct horse"}
    await manager.call("POST", "/api/accounts", new)
    await _found(await member(OPERATOR, width=1440), handle, slug)
    await manager.page.goto("/host")
    await manager.page.get_by_role("link", name="Products", exact=True).click()
    await _add_product(manager)
    await _change_product(manager.page)
    await _first_deal(manager)
    await _first_tier(manager, slug)


async def _found(operator: Person, handle: str, slug: str) -> None:
    page = operator.page
    operator.expect_error("404")
    await page.goto("/operator/brands")
    await stands(page)
    await page.get_by_role("button", name="Found a brand").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Found the brand").press("Enter")
    await expect(dialog.get_by_label("Name", exact=True)).to_be_focused()
    await dialog.get_by_label("Name", exact=True).fill("Oya Tea")
    await dialog.get_by_label("Address").fill(slug)
    await dialog.get_by_label("Country").select_option(label="Japan")
    await expect(dialog.get_by_label("Currency")).to_have_value("JPY")
    await dialog.get_by_label("Handle of its manager").fill("nobody_at_all")
    await dialog.get_by_role("button", name="Found the brand").click()
    manager = dialog.get_by_label("Handle of its manager")
    await expect(manager).to_have_attribute("aria-invalid", "true")
    assert await accessibility_violations(page) == []
    await manager.fill(f"@{handle}")
    await manager.press("Enter")
    await expect(page.get_by_role("link", name="Oya Tea").first).to_have_attribute(
        "href", f"/brands/{slug}"
    )
    assert await accessibility_violations(page) == []


async def _add_product(manager: Person) -> None:
    page = manager.page
    await expect(page.get_by_role("heading", name="No products yet")).to_be_visible()
    await page.get_by_role("button", name="Add a product").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Title")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Title").fill("First flush")
    await dialog.get_by_label("List price").fill("2400")
    await dialog.get_by_label("Category").fill("tea")
    await dialog.get_by_label("Green").check()
    await dialog.get_by_label("Picture").set_input_files(
        {"name": "tea.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    )
    await expect(dialog.get_by_text("Choose a JPEG, PNG or WebP picture.")).to_be_visible()
    assert await accessibility_violations(page) == []
    await dialog.get_by_label("Picture").set_input_files(
        {"name": "tea.jpg", "mimeType": "image/jpeg", "buffer": picture(640, 480)}
    )
    await dialog.get_by_role("button", name="Add the product").click()
    row = page.get_by_role("listitem").filter(has_text="First flush")
    await expect(row).to_contain_text("¥2,400")
    await expect(row.locator("img")).to_have_attribute("src", re.compile(r"\.jpg$"))
    assert await sideways_overflow(page) == []
    await manager.screenshot("products")


async def _change_product(page: Page) -> None:
    await page.get_by_role("button", name="Change First flush").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Use a drawn picture").click()
    await dialog.get_by_label("In the catalogue").uncheck()
    await dialog.get_by_role("button", name="Save the product").click()
    row = page.get_by_role("listitem").filter(has_text="First flush")
    await expect(row).to_contain_text("Not in the catalogue")
    await expect(row.locator("img")).to_have_attribute("src", re.compile(r"\.svg$"))
    await row.get_by_role("button", name="Change First flush").click()
    await dialog.get_by_label("In the catalogue").check()
    await dialog.get_by_role("button", name="Save the product").click()
    await expect(row).not_to_contain_text("Not in the catalogue")


async def _first_deal(manager: Person) -> None:
    page = manager.page
    await page.goto("/host")
    await page.get_by_role("button", name="Schedule a show").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Title").fill("Tea from nothing")
    await dialog.get_by_role("button", name="Schedule the show").click()
    await page.get_by_role("link", name="Control panel").click()
    await page.get_by_role("button", name="Add a deal").click()
    await dialog.get_by_role("button", name="First flush").click()
    await dialog.get_by_role("button", name="Add to the run sheet").click()
    await expect(page.locator(".run-list")).to_contain_text("First flush")


async def _first_tier(manager: Person, slug: str) -> None:
    page = manager.page
    await page.goto(f"/host/brands/{slug}/programme")
    await page.get_by_role("button", name="Add a tier above").click()
    await page.get_by_label("Name", exact=True).fill("Leaf")
    await page.get_by_role("button", name="See who changes").click()
    await page.get_by_role("button", name="Save the programme").click()
    await expect(page.get_by_role("status")).to_contain_text(["Saved."])
    await page.goto(f"/brands/{slug}")
    await expect(page.get_by_role("region", name="Membership")).to_contain_text("Leaf")
    assert await sideways_overflow(page) == []
