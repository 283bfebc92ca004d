"""A price falls after someone bought: the money goes back by itself, and "lowest price" is only said when it is true."""

import re

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member
from tests.support.room import GOOD_CARD, Room

LAMP = "Stille bedside lamp"


async def test_a_buyer_gets_back_what_a_host_then_takes_less(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Twice the same")
    dear = await backstage.dropped(show_id, LAMP, price_minor=5_000)
    buyer, host = await member("luisa_p"), backstage.host
    order = await buyer.call("POST", f"/api/deals/{dear['id']}/claims", {})
    card = {"number": GOOD_CARD, "expiry": "12/34", "cvc": "123"}
    await buyer.call("POST", f"/api/orders/{order['id']}/payment", card)
    await buyer.page.goto(f"/orders/{order['id']}")
    watcher = await member("hana")
    room = await Room.enter(watcher, show_id)

    panel, dialog = host.page, host.page.get_by_role("dialog")
    host.expect_error("409")
    await panel.goto(f"/host/shows/{show_id}")
    await panel.get_by_role("button", name="Add a deal").click()
    await dialog.get_by_role("button", name=LAMP).click()
    await dialog.get_by_label(re.compile("^Price")).fill("60.00")
    announced = dialog.get_by_label("Announce as the lowest price in 30 days")
    await announced.check()
    await dialog.get_by_role("button", name="Add to the run sheet").click()
    await expect(announced).to_have_attribute("aria-invalid", "true")
    refusal = dialog.locator(".field-error")
    await expect(refusal).to_contain_text("It has cost €50.00 since")
    assert await accessibility_violations(panel) == []
    await host.screenshot("refused")
    await dialog.get_by_label(re.compile("^Price")).fill("45.00")
    await dialog.get_by_role("button", name="Add to the run sheet").click()
    run = panel.locator(".run", has_text=LAMP).filter(has_text="€45.00")
    await expect(run).to_contain_text("Lowest price in 30 days")
    await run.get_by_role("button", name="Drop").click()

    badge = room.page.locator(".deal", has_text="€45.00").locator(".lowest-badge")
    await expect(badge).to_have_text("Lowest price in 30 days")
    await watcher.screenshot("badge")
    main = buyer.page.locator("main")
    await expect(buyer.page.locator("#toasts")).to_contain_text("We lowered your price: €5.00")
    await expect(main).to_contain_text(
        re.compile(rf"€5\.00 refunded on .*, because {LAMP} was offered for €45\.00")
    )
    await expect(main).to_contain_text("Partly refunded")
    for page in (buyer.page, room.page, panel):
        assert await accessibility_violations(page) == []
    await buyer.screenshot("order")
    await buyer.page.reload()
    await expect(main).to_contain_text("We lowered your price")

    await backstage.dropped(show_id, LAMP, price_minor=4_000)
    await expect(room.page.locator(".deal", has_text="€40.00").first).to_be_visible()
    await expect(badge).to_have_count(0)


async def test_a_manager_says_for_how_long_prices_are_protected(member: Member) -> None:
    manager, viewer = await member("greta"), await member("hana")
    page = manager.page
    await page.goto("/host/brands/lindwerk/settings")
    section = page.get_by_role("region", name="Price protection")
    days = section.get_by_label("Days of price protection")
    await expect(days).to_have_value("7")
    await days.fill("100")
    await section.get_by_role("button", name="Save").click()
    await expect(days).to_have_attribute("aria-invalid", "true")
    assert await accessibility_violations(page) == []
    await days.fill("14")
    await section.get_by_role("button", name="Save").click()
    await expect(section).to_contain_text("within 14 days")
    await manager.screenshot("brand")
    await viewer.page.goto("/brands/lindwerk")
    promised = viewer.page.get_by_role("region", name="Price protection")
    await expect(promised).to_contain_text("within 14 days")
    await expect(promised.get_by_role("button")).to_have_count(0)
