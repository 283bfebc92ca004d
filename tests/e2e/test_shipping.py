"""Shipping as people meet it: a manager says what it costs and for whom it is free, a buyer sees the fee before paying it, and a
member on the tier that ships for free sees that too."""

from playwright.async_api import Locator, Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow
from tests.support.person import Member, Person
from tests.support.room import GOOD_CARD

SLUG = "dalbit-lab"


async def test_a_buyer_pays_the_fee_that_a_manager_set_and_half_moon_pays_none(
    member: Member,
) -> None:
    manager = await member("olu")
    backstage = await Backstage.of(manager, SLUG)
    await _set_fee(manager)
    await _free_from_half_moon(manager)
    show_id = await backstage.live_show("Parcels")
    deal = await backstage.dropped(show_id, price_minor=20_000)

    buyer = await member("rafael", width=360, height=780)
    page = buyer.page
    order = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})
    await page.goto(f"/orders/{order['id']}")
    side = page.get_by_role("region", name="Where it stands")
    await expect(side).to_contain_text("Shipping by Dalbit Lab")
    await expect(side).to_contain_text("Spend ₩30,000 more with Dalbit Lab for free shipping.")
    await expect(side).to_contain_text("Dalbit Lab ships for free from the tier Half Moon on.")
    assert await accessibility_violations(page) == []
    assert await sideways_overflow(page) == []
    await buyer.screenshot("shipping-to-pay")
    await page.get_by_label("Card number").fill(GOOD_CARD)
    await page.get_by_label("Expiry").fill("12/34")
    await page.get_by_label("CVC").fill("123")
    await page.get_by_role("button", name="Pay ₩23,000").click()
    await expect(page.get_by_role("heading", name="Thank you, it is yours")).to_be_visible()
    lines = page.get_by_role("region", name="What you ordered")
    await expect(lines).to_contain_text("₩23,000")
    await page.get_by_text("How this price came about").click()
    await expect(lines).to_contain_text("Dalbit Lab ships for ₩3,000.")
    assert await accessibility_violations(page) == []

    free = await member("emily_t", width=1440, height=900)
    for other in await free.call("GET", "/api/cart"):
        await free.call("POST", f"/api/orders/{other['id']}/cancellation")
    await free.call("POST", f"/api/deals/{deal['id']}/claims", {})
    await free.page.goto("/cart")
    sums = free.page.locator(".cart-sums").filter(has_text="Dalbit Lab")
    await expect(sums).to_contain_text("Free")
    await expect(sums).to_contain_text("₩20,000")
    await sums.get_by_text("How this price comes about").click()
    await expect(sums).to_contain_text("Dalbit Lab ships for free to you as Half Moon")
    assert await accessibility_violations(free.page) == []
    await free.screenshot("shipping-free")

    await manager.page.goto(f"/host/brands/{SLUG}/orders")
    await expect(manager.page.locator("main")).to_contain_text("₩3,000 of it shipping")


async def _set_fee(manager: Person) -> None:
    page = manager.page
    await page.goto("/host")
    await page.get_by_role("navigation", name="Desks of Dalbit Lab").get_by_text("Settings").click()
    terms = page.get_by_role("region", name="Shipping")
    await expect(terms).to_contain_text("Shipping is free.")
    await terms.get_by_label("Free from an order worth in KRW").fill("50000")
    manager.expect_error("422")
    await terms.get_by_role("button", name="Save").click()
    await expect(terms).to_contain_text("Without a fee shipping is free anyway.")
    await terms.get_by_label("Shipping fee in KRW").fill("3000")
    await terms.get_by_role("button", name="Save").click()
    await expect(terms).to_contain_text("Shipping costs ₩3,000")
    assert await accessibility_violations(page) == []


async def _free_from_half_moon(manager: Person) -> None:
    page = manager.page
    await page.goto(f"/host/brands/{SLUG}/programme")
    await _free_shipping(page, "Tier 3").check()
    manager.expect_error("422")
    await page.get_by_role("button", name="See who changes").press("Enter")
    await expect(page.locator("main")).to_contain_text("Tiers below ship for free")
    await _free_shipping(page, "Tier 4").check()
    await page.get_by_role("button", name="See who changes").press("Enter")
    await page.get_by_role("button", name="Save the programme").click()
    await expect(page.get_by_role("status")).to_contain_text(["Saved."])
    assert await accessibility_violations(page) == []


def _free_shipping(page: Page, tier: str) -> Locator:
    return page.get_by_role("group", name=tier).get_by_label("Free shipping")
