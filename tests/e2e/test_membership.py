"""Membership on the pages: a manager sets rules and sees first who changes; a member's progress moves as they buy, and
their wallet says why."""

import time
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

DAY_MS = 86_400_000


async def test_rules_are_tried_out_saved_and_then_earned_by(
    member: Member, person: NewPerson
) -> None:
    manager = await member("olu")
    backstage = await Backstage.of(manager, "mbuni")
    slug, product = "mbuni", backstage.products[0]["title"]
    title = await _voucher(manager, slug)
    await _set_rules(manager.page, slug, title)

    show_id = await backstage.live_show("A market by lamplight")
    await backstage.dropped(show_id, product, price_minor=20_000)
    buyer = await person("buyer")
    room = await Room.enter(buyer, show_id)
    perks = buyer.page.get_by_role("region", name="Mbuni Works membership")
    await buyer.page.locator(".room-join").click()
    await room.sign_up(f"climber_{uuid4().hex[:8]}")
    progress = perks.get_by_role("progressbar")
    await expect(progress).to_have_attribute("aria-valuenow", "0")
    await expect(perks).to_contain_text("100 points more")
    assert await accessibility_violations(buyer.page) == []

    await room.claim(product).click()
    await room.pay_now(product)
    await room.pay()
    await expect(perks).to_contain_text("200 points to spend, 0 pending")
    await expect(buyer.page.locator(".room-head")).to_contain_text("Regular member")

    page = buyer.page
    await page.goto("/wallet")
    wallet = page.get_by_role("region", name="Mbuni Works")
    await expect(wallet.locator("[data-points=active]")).to_have_text("200")
    await expect(wallet).to_contain_text("Regular")
    await wallet.get_by_role("button", name=f"Redeem {title}").click()
    await page.get_by_role("dialog").get_by_role("button", name="Spend the points").click()
    await expect(wallet.locator("[data-points=active]")).to_have_text("50")
    await wallet.get_by_text("How your points came about").click()
    entries = wallet.get_by_role("list", name="Points with Mbuni Works").get_by_role("listitem")
    await expect(entries.first).to_contain_text(title)
    await expect(entries.first).to_contain_text("−150")
    await expect(entries.last).to_contain_text("200 pending")
    await wallet.get_by_label("What you had at the end of a day").fill("2020-01-01")
    await wallet.get_by_role("button", name="Look it up", exact=True).click()
    await expect(wallet).to_contain_text("0 to spend, 0 pending")
    assert await accessibility_violations(page) == []
    await buyer.screenshot("wallet")
    await page.get_by_role("link", name="My vouchers").first.click()
    await expect(page.get_by_role("region", name="To use now")).to_contain_text(title)


async def test_the_pages_fit_and_a_wallet_may_be_empty(member: Member, person: NewPerson) -> None:
    manager = await member("greta", **PHONE)
    await manager.page.goto("/host/brands/lindwerk/programme")
    await expect(manager.page.get_by_role("button", name="See who changes")).to_be_visible()
    assert await flaws_on_phone_and_desk(manager.page, "programme") == []
    holder = await member("amara", **PHONE)
    await holder.page.goto("/wallet")
    await expect(holder.page.get_by_role("region", name="Lindwerk")).to_contain_text("Next: ")
    assert await flaws_on_phone_and_desk(holder.page, "wallet") == []
    newcomer = await person("newcomer", **PHONE)
    handle = f"new_{uuid4().hex[:8]}"
    new = {"handle": handle, "email": f"{handle}@example.com", "password": "correct horse battery"}
    await newcomer.call("POST", "/api/accounts", new)
    await newcomer.page.goto("/wallet")
    await expect(newcomer.page.locator("main")).to_contain_text("No memberships yet")
    assert await flaws_on_phone_and_desk(newcomer.page, "wallet-none") == []


async def _voucher(manager: Person, slug: str) -> str:
    """Issue a voucher that can be had for points; its title."""
    now_ms, title = int(time.time() * 1000), f"Thanks {uuid4().hex[:6]}"
    terms = {
        "title": title, "kind": "fixed", "amount_minor": 500, "scope": "brand", "how": "grant",
        "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    await manager.call("POST", f"/api/brands/{slug}/vouchers", terms)
    return title


async def _set_rules(page: Page, slug: str, title: str) -> None:
    """A point for each shilling, at once active, and a second tier from a hundred."""
    await page.goto(f"/host/brands/{slug}/programme")
    second = page.get_by_role("group", name="Tier 2")
    await second.get_by_label("Name").fill("")
    await page.get_by_role("button", name="See who changes").click()
    await expect(second.get_by_label("Name")).to_be_focused()
    await second.get_by_label("Name").fill("Regular")
    await second.get_by_label("From points").fill("100")
    await page.get_by_label("Points earned").fill("1")
    await page.get_by_label("For each, in KES").fill("1")
    await page.get_by_label("Pending for days").fill("0")
    await page.get_by_role("button", name="Offer a voucher").click()
    await page.get_by_label("Voucher 1", exact=True).select_option(label=title)
    await page.get_by_label("Costs points").fill("150")
    assert await accessibility_violations(page) == []
    await page.get_by_role("button", name="See who changes").press("Enter")
    await expect(page.get_by_role("heading", name="Who changes")).to_be_focused()
    await expect(page.get_by_role("row", name="Regular")).to_be_visible()
    assert await accessibility_violations(page) == []
    await page.get_by_role("button", name="Save the programme").click()
    await expect(page.get_by_role("status")).to_contain_text(["Saved."])
    await expect(page.get_by_role("button", name="See who changes")).to_be_visible()
