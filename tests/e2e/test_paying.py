"""Paying when it does not go straight: the bank asks, answers late or says no, and the shop sends or refunds."""

import re
from typing import Any

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, Person
from tests.support.room import GOOD_CARD, Room
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

LAMP = "Mond table lamp"
ASKING_CARD, LATE_CARD = "4000 0025 0000 3155", "4000 0000 0000 0077"
LATE_DECLINE_CARD = "4000 0000 0000 0341"


async def an_order(buyer: Person, backstage: Backstage, **terms: Any) -> dict[str, Any]:
    show_id = await backstage.live_show("How one pays")
    deal = await backstage.dropped(show_id, LAMP, **terms)
    order: dict[str, Any] = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})
    return order


async def pay(page: Page, card: str) -> None:
    await page.get_by_label("Card number").fill(card)
    await page.get_by_label("Expiry").fill("12/34")
    await page.get_by_label("CVC").fill("123")
    await page.get_by_role("button", name=re.compile("^Pay ")).click()


async def test_a_buyer_refuses_at_the_bank_and_then_confirms(
    member: Member, backstage: Backstage
) -> None:
    buyer = await member("luisa_p")
    order = await an_order(buyer, backstage)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto(f"/orders/{order['id']}")
    await pay(page, ASKING_CARD)
    await expect(main).to_contain_text("Your bank asks you to confirm")
    await page.reload()
    await page.get_by_role("link", name="Confirm the payment").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your payment")
    assert await accessibility_violations(page) == []
    buyer.expect_error("409.*confirmation")  # asked where to confirm when nothing waits any more
    await page.get_by_role("button", name="Refuse it").click()
    await expect(main).to_contain_text("The payment was not confirmed")
    await pay(page, ASKING_CARD)
    await page.get_by_role("link", name="Confirm the payment").click()
    await page.get_by_role("button", name="Confirm the payment").click()
    await expect(main).to_contain_text("Thank you, it is yours")


async def test_a_late_answer_arrives_by_itself(member: Member, backstage: Backstage) -> None:
    buyer = await member("hana")
    order = await an_order(buyer, backstage)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto(f"/orders/{order['id']}")
    await pay(page, LATE_DECLINE_CARD)
    await expect(main).to_contain_text("Waiting for the bank")
    await expect(main).to_contain_text("The bank declined this card", timeout=15_000)
    await pay(page, LATE_CARD)
    await expect(main).to_contain_text("Waiting for the bank")
    await expect(main).to_contain_text("Thank you, it is yours", timeout=15_000)


async def test_in_the_room_the_bank_opens_in_another_tab(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Confirm while you watch")
    await backstage.dropped(show_id, LAMP)
    buyer = await member("amara")
    room = await Room.enter(buyer, show_id)
    await room.claim(LAMP).click()
    await room.pay_now(LAMP)
    await room.pay(ASKING_CARD)
    link = room.dialog.get_by_role("link", name="Confirm the payment")
    async with buyer.context.expect_page() as opened:
        await link.click()
    bank = await opened.value
    await bank.get_by_role("button", name="Confirm the payment").click()
    await expect(bank.locator("main")).to_contain_text("Thank you, it is yours")
    await expect(room.dialog).to_contain_text("is paid with the card that ends in 3155")


async def test_a_manager_sends_an_order_and_refunds_it_in_parts(
    member: Member, backstage: Backstage
) -> None:
    buyer = await member("priya_s")
    manager = await member("greta", **PHONE)
    order = await an_order(buyer, backstage, stock=5, per_buyer_limit=3, price_minor=10_000)
    card = {"number": GOOD_CARD, "expiry": "12/34", "cvc": "123"}
    await buyer.call("POST", f"/api/orders/{order['id']}/payment", card)
    await buyer.page.goto(f"/orders/{order['id']}")
    page, dialog = manager.page, manager.page.get_by_role("dialog")
    await page.goto(f"/host/shows/{order['show_id']}")
    await page.get_by_role("button", name="Sales").click()
    sale = page.locator(".sale", has_text="priya_s")

    await sale.get_by_role("button", name="Mark as sent").click()
    assert await flaws_on_phone_and_desk(page, "sent") == []
    await dialog.get_by_label("Tracking").fill("Post 123")
    await dialog.get_by_role("button", name="Mark as sent").click()
    await expect(sale).to_contain_text("Sent")
    await expect(buyer.page.locator("main")).to_contain_text("Tracking: Post 123")

    await sale.get_by_role("button", name="Refund").click()
    await dialog.get_by_role("button", name="Refund", exact=True).click()
    await expect(dialog.get_by_label("Reason")).to_have_attribute("aria-invalid", "true")
    assert await flaws_on_phone_and_desk(page, "refund") == []
    await dialog.get_by_label("What goes back").select_option("amount")
    await dialog.get_by_label("Amount in EUR").fill("25")
    await dialog.get_by_label("Reason").fill("A scratch")
    await dialog.get_by_role("button", name="Refund", exact=True).click()
    await expect(sale).to_contain_text("Partly refunded")
    await expect(buyer.page.locator("main")).to_contain_text("A scratch")

    await sale.get_by_role("button", name="Refund").click()
    await expect(dialog).to_contain_text("€75.00 of €100.00")
    await dialog.get_by_label("What goes back").select_option("units")
    await dialog.get_by_label("Units of").fill("1")
    await dialog.get_by_label("Reason").fill("It came back")
    await dialog.get_by_role("button", name="Refund", exact=True).click()
    await expect(sale).to_contain_text("Refunded")
    await expect(sale.get_by_role("button")).to_have_count(0)
    await expect(buyer.page.locator("main")).to_contain_text("All that was paid for it went back")
