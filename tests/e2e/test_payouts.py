"""Rewards on the pages: a manager sets them, a friend gets a voucher and buys, and the sharer is paid."""

import time
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.waiting import until_told

DAY_MS = 86_400_000
IBAN = "DE89 3704 0044 0532 0130 00"
SLUG = "mbuni"
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
)


async def test_a_sharer_is_paid_what_a_friends_order_earned(
    member: Member, person: NewPerson
) -> None:
    manager = await member("olu", width=1440)
    title = await _voucher(manager)
    await _set_rewards(manager.page, title)
    sharer, friend = (
        await person("sharer", width=360),
        await person("friend", user_agent=PHONE_BROWSER),
    )
    handle = await _sign_up(sharer, "earner")
    await sharer.call("PUT", f"/api/brands/{SLUG}/membership")
    await _friend_buys(manager, sharer, friend, title)

    page = sharer.page
    await page.goto("/links/earnings")

    async def is_payable() -> bool:
        await page.reload()
        return "250" in await page.locator("[data-account=payable]").inner_text()

    await until_told(is_payable)
    await _is_told_to_say_where_to(sharer)
    await expect(page.locator(".reward-row").first).to_contain_text("The return window is over")
    assert await accessibility_violations(page) == []
    await _fits_a_phone(page)
    await sharer.screenshot("earnings")

    await _open_payouts(manager, handle)
    await _says_where_to(sharer)
    await _pay_out(manager, handle)
    await page.reload()
    await expect(page.locator("[data-account=paid]")).to_contain_text("250")
    await expect(page.locator(".reward-row").first).to_contain_text("Paid with payout P-")


async def _set_rewards(page: Page, title: str) -> None:
    await page.goto(f"/host/brands/{SLUG}/rewards")
    first = page.locator(".programme-tier").first
    await first.get_by_label("An order earns").select_option("fixed")
    await page.get_by_role("button", name="Save the rewards").click()
    await expect(first.get_by_label("An order, in KES")).to_be_focused()
    await first.get_by_label("An order, in KES").fill("250")
    await first.get_by_label("Friend's voucher").select_option(label=title)
    await page.get_by_label("Pending for days").fill("0")
    await page.get_by_label("All members together").fill("1000000")
    assert await accessibility_violations(page) == []
    await page.get_by_role("button", name="Save the rewards").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text(["Saved."])
    await expect(page.locator("main")).to_contain_text("Spent so far")
    await _fits_a_phone(page)
    await page.set_viewport_size({"width": 1440, "height": 900})


async def _friend_buys(manager: Person, sharer: Person, friend: Person, title: str) -> None:
    backstage = await Backstage.of(manager, SLUG)
    show_id = await backstage.live_show("Baskets for friends")
    deal = await backstage.dropped(show_id, price_minor=200_000)
    target = {"kind": "show", "target_id": show_id}
    link = await sharer.call("POST", "/api/links", target)
    await friend.page.goto(link["url"])
    await _sign_up(friend, "friend")
    await friend.page.goto("/vouchers")

    async def has_it() -> bool:
        await friend.page.reload()
        return title in await friend.page.locator("main").inner_text()

    await until_told(has_it)
    order = await friend.call("POST", f"/api/deals/{deal['id']}/claims", {"quantity": 1})
    await friend.call("POST", f"/api/orders/{order['id']}/payment", CARD)


async def _is_told_to_say_where_to(sharer: Person) -> None:
    await sharer.page.goto("/inbox")
    notice = sharer.page.get_by_role("listitem").filter(has_text="There is money for you")
    await notice.get_by_role("link", name="Say where it is paid to").click()
    await expect(sharer.page.locator("main")).to_contain_text("payouts leave you out")


async def _open_payouts(manager: Person, handle: str) -> None:
    await manager.page.goto(f"/host/brands/{SLUG}/payouts")
    missing = manager.page.get_by_role("region", name="Details missing")
    await expect(missing.get_by_role("row", name=handle)).to_contain_text("250")
    await expect(manager.page.get_by_role("button", name="Make a payout")).to_have_count(0)
    assert await accessibility_violations(manager.page) == []


async def _says_where_to(sharer: Person) -> None:
    page = sharer.page
    sharer.expect_error("422")
    await page.get_by_label("Account holder").fill("Ada Earner")
    await page.get_by_label("IBAN, or account number").fill("DE89 3704 0044 0532 0130 01")
    await page.get_by_role("button", name="Pay me there").press("Enter")
    await expect(page.get_by_label("IBAN, or account number")).to_have_attribute(
        "aria-invalid", "true"
    )
    assert await accessibility_violations(page) == []
    await page.get_by_label("IBAN, or account number").fill(IBAN)
    await page.get_by_role("button", name="Pay me there").press("Enter")
    await expect(page.get_by_role("region", name="Where it is paid to")).to_contain_text(
        "Ada Earner · •••• 3000"
    )
    assert await accessibility_violations(page) == []
    await _fits_a_phone(page)
    await sharer.screenshot("payee")


async def _pay_out(manager: Person, handle: str) -> None:
    """On the desk that was opened before: it follows by itself."""
    page = manager.page
    await expect(page.get_by_role("row", name=handle)).to_contain_text("250")
    await page.get_by_role("button", name="Make a payout").click()
    await expect(page.get_by_role("status")).to_contain_text(["waits for approval"])
    payout = page.locator(".payout-list > li").first
    await expect(page.locator("main")).to_contain_text("Nothing is payable")
    await payout.get_by_role("button", name="Approve").click()
    file = payout.get_by_role("link", name="File for the bank")
    await expect(file).to_be_visible()
    answer = await manager.context.request.get(str(await file.get_attribute("href")))
    assert IBAN.replace(" ", "") in await answer.text()
    assert await accessibility_violations(page) == []
    await payout.get_by_role("button", name="It is paid").click()
    await expect(payout).to_contain_text("Noted as paid by olu")
    await expect(page.locator("[data-total=paid]")).to_contain_text("250")
    await manager.screenshot("payouts")
    await _fits_a_phone(page)


async def _fits_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 780})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def _sign_up(someone: Person, name: str) -> str:
    """Make an account by the API; its handle."""
    handle = f"{name}_{uuid4().hex[:8]}"
    new = {"handle": handle, "email": f"{handle}@example.com", "password": "correct horse battery"}
    await someone.call("POST", "/api/accounts", new)
    return handle


async def _voucher(manager: Person) -> str:
    """Issue a voucher that people get by name; its title."""
    now_ms, title = int(time.time() * 1000), f"Welcome {uuid4().hex[:6]}"
    terms = {
        "title": title, "kind": "fixed", "amount_minor": 500, "scope": "brand", "how": "grant",
        "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    await manager.call("POST", f"/api/brands/{SLUG}/vouchers", terms)
    return title
