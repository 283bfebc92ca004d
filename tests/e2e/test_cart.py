"""The cart: claims of two brands paid together with a voucher, another card after a decline, and what changes meanwhile."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from playwright.async_api import Page, expect
from sqlalchemy import update

from commerce.tables import orders
from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import Tx, UnitOfWork
from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import stands
from tests.support.person import Member, Person
from tests.support.room import GOOD_CARD
from tests.support.site import Site
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

LAMP = "Mond table lamp"
DECLINED_CARD = "4000 0000 0000 0002"
ASKING_CARD = "4000 0025 0000 3155"
DAY_MS = 86_400_000


async def shopper(member: Member, handle: str, **options: Any) -> Person:
    """Someone whose cart is empty, whatever the demonstration put there."""
    someone = await member(handle, **options)
    for order in await someone.call("GET", "/api/cart"):
        await someone.call("POST", f"/api/orders/{order['id']}/cancellation")
    return someone


@asynccontextmanager
async def writing(site: Site) -> AsyncIterator[Tx]:
    """A transaction in the running product's database, for what no person can do."""
    database = Database(site.database_url)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            yield tx
    finally:
        await database.close()


async def claimed(
    buyer: Person, backstage: Backstage, product: str | None = None, price_minor: int = 4_000
) -> dict[str, Any]:
    show_id = await backstage.live_show("One thing for the cart")
    deal = await backstage.dropped(show_id, product, price_minor=price_minor)
    order: dict[str, Any] = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})
    return order


async def issue(issuer: Person, path: str, **terms: Any) -> str:
    """A voucher with a code; its id."""
    now_ms = int(time.time() * 1000)
    new = {
        "kind": "fixed", "how": "code", "starts_at_ms": now_ms - DAY_MS,
        "ends_at_ms": now_ms + DAY_MS, **terms,
    }  # fmt: skip
    voucher_id: str = (await issuer.call("POST", path, new))["terms"]["id"]
    return voucher_id


async def enter_code(page: Page, code: str) -> None:
    await page.get_by_label("Voucher code").fill(code)
    await page.get_by_role("button", name="Add", exact=True).click()


async def pay(page: Page, card: str) -> None:
    await page.get_by_label("Card number").fill(card)
    await page.get_by_label("Expiry").fill("12/34")
    await page.get_by_label("CVC").fill("123")
    await page.get_by_role("button", name=re.compile("^Pay ")).click()


async def test_two_brands_are_paid_together_with_a_voucher_and_another_card(
    member: Member, backstage: Backstage
) -> None:
    code = "FEST-TEN"
    terms = {"scope": "platform", "currency": "EUR", "amount_minor": 1_000}
    await issue(await member("olu"), "/api/vouchers", title="Ten off", code=code, **terms)
    buyer = await shopper(member, "rafael", **PHONE)
    saddlers = await Backstage.of(await member("edith"), "pemberly-lane")
    lamp = await claimed(buyer, backstage, LAMP)
    bag = await claimed(buyer, saddlers, price_minor=2_000)
    page, main = buyer.page, buyer.page.locator("main")

    await page.goto("/cart")
    await stands(page)
    nav = page.get_by_role("navigation", name="Main")
    await expect(nav.get_by_role("link", name=re.compile("^Cart"))).to_contain_text("2 to pay")
    await expect(main).to_contain_text("Pemberly Lane")
    await expect(page.get_by_role("button", name="Pay €60.00")).to_be_visible()

    await enter_code(page, "NO-SUCH-CODE")
    buyer.expect_error("404")
    await expect(main).to_contain_text("No voucher has this code")
    await enter_code(page, code.lower())
    await expect(page.get_by_label("Ten off")).to_be_checked()
    await expect(main).to_contain_text("“Ten off” takes €10.00 off €60.00")
    await expect(page.get_by_role("button", name="Pay €50.00")).to_be_visible()
    await page.get_by_text("How this price comes about").click()
    assert await flaws_on_phone_and_desk(page, "cart") == []

    buyer.expect_error("402")
    await pay(page, DECLINED_CARD)
    await expect(main).to_contain_text("The bank declined this card")
    await pay(page, GOOD_CARD)
    await expect(main).to_contain_text("Thank you, it is yours")
    await expect(page.get_by_role("heading", name="Thank you, it is yours")).to_be_focused()
    await expect(main).to_contain_text("Nothing more to pay")
    await expect(nav.locator("[data-cart-count]")).to_be_hidden()
    assert await accessibility_violations(page) == []

    paid = [await buyer.call("GET", f"/api/orders/{order['id']}") for order in (lamp, bag)]
    assert sum(order["total_minor"] for order in paid) == 5_000
    await page.goto(f"/orders/{lamp['id']}")
    await page.get_by_text("How this price came about").click()
    await expect(main).to_contain_text("€6.67")
    await expect(main.locator(".notes")).to_contain_text("takes €6.67 off €40.00")
    assert await flaws_on_phone_and_desk(page, "cart-order") == []


async def test_a_code_that_does_not_apply_says_why(member: Member, backstage: Backstage) -> None:
    manager, buyer = await member("greta"), await shopper(member, "yuki_o")
    path = "/api/brands/lindwerk/vouchers"
    terms = {"scope": "brand", "amount_minor": 500, "threshold_minor": 9_000}
    await issue(manager, path, title="Five from ninety", code="NINETY", **terms)
    await claimed(buyer, backstage, LAMP)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto("/cart")
    await enter_code(page, "NINETY")
    await expect(main).to_contain_text("“Five from ninety” needs €50.00 more than the €40.00")
    await expect(page.get_by_role("button", name="Pay €40.00")).to_be_visible()
    await page.get_by_label("Five from ninety").uncheck()
    await expect(main).not_to_contain_text("needs €50.00 more")


async def test_a_price_that_changed_meanwhile_is_shown_before_anything_is_charged(
    member: Member, backstage: Backstage
) -> None:
    manager, buyer = await member("greta"), await shopper(member, "femi")
    path = "/api/brands/lindwerk/vouchers"
    terms = {"scope": "brand", "amount_minor": 1_000}
    voucher_id = await issue(manager, path, title="Soon over", code="SOON", **terms)
    await claimed(buyer, backstage, LAMP)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto("/cart")
    await enter_code(page, "SOON")
    await expect(page.get_by_role("button", name="Pay €30.00")).to_be_visible()
    await manager.call("POST", f"/api/vouchers/{voucher_id}/end")
    buyer.expect_error("409")
    await pay(page, GOOD_CARD)
    await expect(main).to_contain_text("The price has changed")
    await expect(main).to_contain_text("could be used until")
    await page.get_by_role("button", name="Pay €40.00").click()
    await expect(main).to_contain_text("Thank you, it is yours")


async def test_what_the_bank_asks_about_is_confirmed_and_an_order_is_removed(
    member: Member, backstage: Backstage
) -> None:
    buyer = await shopper(member, "noor")
    await claimed(buyer, backstage, LAMP)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto("/cart")
    await expect(main.get_by_role("timer")).to_have_count(1)
    second = await claimed(buyer, backstage, LAMP, price_minor=3_000)
    await expect(page.get_by_role("button", name="Pay €70.00")).to_be_visible()
    await main.locator(".order-lines li", has_text="€30.00").get_by_role("button").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    await expect(page.get_by_role("button", name="Pay €40.00")).to_be_visible()
    assert (await buyer.call("GET", f"/api/orders/{second['id']}"))["status"] == "cancelled"

    await pay(page, ASKING_CARD)
    await page.get_by_role("link", name="Confirm the payment").click()
    await page.get_by_role("button", name="Confirm the payment").click()
    await expect(main).to_contain_text("Thank you, it is yours")
    await page.goto("/cart")
    await expect(main).to_contain_text("Your cart is empty")
    assert await accessibility_violations(page) == []


async def test_who_waits_too_long_is_told_what_became_of_the_claim(
    site: Site, member: Member, backstage: Backstage
) -> None:
    buyer = await shopper(member, "clara_b")
    soon = await claimed(buyer, backstage, LAMP)
    await claimed(buyer, backstage, LAMP, price_minor=3_000)
    async with writing(site) as tx:
        over_at = tx.now + timedelta(seconds=4)
        await tx.execute(
            update(orders).where(orders.c.id == soon["id"]).values(hold_expires_at=over_at)
        )
    page, main = buyer.page, buyer.page.locator("main")
    buyer.expect_error("409")
    await page.goto("/cart")
    await expect(page.get_by_role("button", name="Pay €70.00")).to_be_visible()
    await expect(main).to_contain_text(f"The time to pay for “{LAMP}” is over")
    await expect(page.get_by_role("button", name="Pay €30.00")).to_be_visible()
    await expect(page.get_by_role("link", name=re.compile("^Cart"))).to_contain_text("1 to pay")
    assert await accessibility_violations(page) == []


async def test_an_offer_for_everyone_is_said_where_one_claim_is_paid(
    member: Member, backstage: Backstage
) -> None:
    manager, buyer = await member("greta"), await shopper(member, "ben_w")
    terms = {"scope": "brand", "amount_minor": 700, "how": "everyone"}
    offer_id = await issue(manager, "/api/brands/lindwerk/vouchers", title="Happy hour", **terms)
    order = await claimed(buyer, backstage, LAMP)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto(f"/orders/{order['id']}")
    await expect(main).to_contain_text("Happy hour")
    await pay(page, GOOD_CARD)
    await expect(main).to_contain_text("Thank you, it is yours")
    await expect(main.locator(".order-total")).to_contain_text("€33.00")
    await manager.call("POST", f"/api/vouchers/{offer_id}/end")


async def test_what_a_gift_pays_for_needs_no_card_and_goes_back_without_money(
    member: Member, backstage: Backstage
) -> None:
    manager, buyer = await member("greta"), await shopper(member, "tomasz")
    terms = {"scope": "brand", "amount_minor": 4_000, "how": "everyone", "total_limit": 1}
    gift_id = await issue(manager, "/api/brands/lindwerk/vouchers", title="A gift", **terms)
    order = await claimed(buyer, backstage, LAMP)
    page, main = buyer.page, buyer.page.locator("main")
    await page.goto(f"/orders/{order['id']}")
    await page.get_by_role("button", name="Order it, nothing to pay").press("Enter")
    await expect(main).to_contain_text("Thank you, it is yours")

    await manager.page.goto(f"/host/shows/{order['show_id']}")
    sale = manager.page.locator(".sale", has_text="tomasz")
    await sale.get_by_role("button", name="Refund").click()
    dialog = manager.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Vouchers paid for it")
    await dialog.get_by_role("button", name="Refund", exact=True).click()
    await expect(dialog.get_by_label("Reason")).to_be_focused()
    await dialog.get_by_label("Reason").fill("A broken glass")
    await dialog.get_by_role("button", name="Refund", exact=True).click()
    await expect(sale).to_contain_text("Refunded")
    await expect(main).to_contain_text("All that was paid for it went back to your vouchers.")
    await expect(main).to_contain_text("A broken glass")
    await manager.call("POST", f"/api/vouchers/{gift_id}/end")
