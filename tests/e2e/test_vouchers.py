"""Vouchers on the pages: a manager issues one, a viewer collects it in the room, the manager sees and ends it."""

import time
from uuid import uuid4

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import GOOD_CARD, Room
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

DAY_MS = 86_400_000


async def test_a_voucher_goes_from_the_managers_desk_to_a_guest_in_the_room(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Evening of vouchers")
    manager = await member("greta")
    page = manager.page
    await page.goto("/host")
    await page.get_by_text("Vouchers of Lindwerk").click()
    await page.get_by_role("button", name="Issue a voucher").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("button", name="Issue the voucher").click()
    await expect(form.locator(".field-error")).to_have_text("Name it as buyers will see it.")
    await form.get_by_label("Title").fill("Lamp week")
    await form.get_by_label("It takes").select_option("fixed")
    await form.get_by_label("Amount in EUR").fill("5")
    await form.get_by_label("From").fill("30")
    await form.get_by_label("Show").select_option(show_id)
    await form.get_by_label("For all").fill("20")
    await form.get_by_label("Budget in EUR").fill("100")
    assert await accessibility_violations(page) == []
    await form.get_by_role("button", name="Issue the voucher").click()
    row = page.locator(".voucher-row", has_text="Lamp week")
    await expect(row).to_contain_text("€5.00 off · from €30.00")
    await expect(row).to_contain_text("0 of 20 taken")

    other = await Room.enter(await person("other"), show_id)
    others = other.page.get_by_role("list", name="Vouchers").get_by_role("listitem")
    await expect(others).to_contain_text("20 left")
    guest = await person("guest")
    room = await Room.enter(guest, show_id)
    voucher = guest.page.get_by_role("list", name="Vouchers").get_by_role("listitem")
    await expect(voucher).to_contain_text("€5.00 off")
    assert await accessibility_violations(guest.page) == []
    await voucher.get_by_role("button", name="Collect").click()
    await room.sign_up(f"collector_{uuid4().hex[:8]}")
    await expect(voucher).to_contain_text("Yours")
    await expect(others).to_contain_text("19 left")
    await guest.page.reload()
    await expect(voucher).to_contain_text("Yours")

    await page.reload()
    await page.get_by_text("Vouchers of Lindwerk").click()
    await expect(row).to_contain_text("1 of 20 taken")
    assert await accessibility_violations(page) == []
    await row.get_by_role("button", name="End Lamp week").click()
    await page.get_by_role("dialog").get_by_role("button", name="End the voucher").click()
    await expect(row).to_contain_text("Ended")
    await expect(others).to_contain_text("Over")
    await other.page.reload()
    await other.has_entered()
    await expect(others).to_have_count(0)


async def test_a_buyer_sees_what_they_have_and_why_not_now(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("A code for you")
    deal = await backstage.dropped(show_id, "Mond table lamp", price_minor=10_000)
    manager, now_ms, code = await member("greta"), int(time.time() * 1000), "KIND"
    for title, more in (("Kindness", {"code": code}), ("Patience", {"code": f"{code}-LATER"})):
        terms = {
            "title": title, "kind": "fixed", "amount_minor": 500, "threshold_minor": 3_000,
            "scope": "brand", "how": "code", **more,
            "starts_at_ms": now_ms + (DAY_MS if title == "Patience" else -DAY_MS),
            "ends_at_ms": now_ms + 2 * DAY_MS,
        }  # fmt: skip
        await manager.call("POST", "/api/brands/lindwerk/vouchers", terms)

    buyer = await person("buyer", **PHONE)
    handle = f"saver_{uuid4().hex[:8]}"
    new = {"handle": handle, "email": f"{handle}@example.com", "password": "correct horse battery"}
    await buyer.call("POST", "/api/accounts", new)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto("/")
    await page.locator("summary", has_text="Account menu").press("Enter")
    await page.get_by_role("link", name="My vouchers").press("Enter")
    await expect(main).to_contain_text("No vouchers yet")
    assert await accessibility_violations(page) == []
    buyer.expect_error("404")
    for typed, said in (
        ("nothing", "No voucher has this code"),
        (code.lower(), "Kindness"),
        (f"{code}-later", "Patience"),
    ):
        await page.get_by_label("Voucher code").fill(typed)
        await page.get_by_label("Voucher code").press("Enter")
        await expect(main).to_contain_text(said)
    ready, later = (main.get_by_role("region", name=name) for name in ("To use now", "For later"))
    await expect(ready.get_by_role("listitem")).to_contain_text("€5.00 off")
    await expect(ready.get_by_role("listitem")).to_contain_text("from €30.00 · at Lindwerk")
    await expect(later.get_by_role("listitem")).to_contain_text("Not yet: from")
    assert await flaws_on_phone_and_desk(page, "vouchers") == []

    order = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})
    vouchers = await buyer.call("GET", "/api/me/vouchers")
    ids = [each["terms"]["id"] for each in vouchers if each["state"] == "ready"]
    card = {"number": GOOD_CARD, "expiry": "12/34", "cvc": "123"}
    paying = {
        "order_ids": [order["id"]],
        "voucher_ids": ids,
        "expected_total_minor": 9_500,
        "card": card,
    }
    await buyer.call("POST", "/api/checkouts", paying)
    past = main.get_by_role("region", name="Used, taken or over")
    await expect(past.get_by_role("listitem")).to_contain_text("You have used it.")
