"""Ways beside the main ones: the account's pages, joining on the brand's page, paying and cancelling on the order's, staff."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import DECLINED_CARD, GOOD_CARD, Room

LAMP = "Mond table lamp"


async def fill(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        await page.get_by_label(label.replace("_", "-"), exact=False).first.fill(value)


async def test_signing_up_says_what_is_wrong_with_each_field_and_goes_on(
    person: NewPerson,
) -> None:
    guest = await person("guest")
    guest.expect_error("422|409")
    page = guest.page
    await page.goto("/sign-up?next=/brands/kumoi")
    submit = page.locator("form").get_by_role("button", name="Create account")
    await submit.click()
    await expect(page.get_by_label("Handle")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Handle")).to_be_focused()
    assert await accessibility_violations(page) == []
    await fill(page, Handle="vera", E_mail="vera2@example.com", Password="correct horse")
    await submit.click()
    await expect(page.locator(".field-error")).to_contain_text(re.compile("taken", re.I))
    await fill(page, Handle=f"new_{uuid4().hex[:8]}", E_mail="not an address")
    await submit.click()
    await expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    await fill(page, E_mail=f"{uuid4().hex[:8]}@example.com")
    await submit.click()
    await expect(page).to_have_url(re.compile("/brands/kumoi$"))


async def test_signing_in_refuses_a_wrong_password_and_foreign_ways_on(person: NewPerson) -> None:
    guest = await person("guest")
    guest.expect_error("401")
    page = guest.page
    await page.goto("/sign-in?next=https://example.com/")
    await fill(page, E_mail="bia", Password="wrong password")
    submit = page.locator("form").get_by_role("button", name="Sign in")
    await submit.click()
    await expect(page.locator("form").get_by_role("alert")).to_be_visible()
    await fill(page, Password="dealcast-demo")
    await submit.click()
    await expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/$"))


async def test_joining_on_the_brands_page_takes_a_guest_along(person: NewPerson) -> None:
    guest = await person("guest")
    await guest.page.goto("/brands/mbuni")
    await guest.page.get_by_role("button", name="Join Mbuni Works").click()
    await Room(guest.page).sign_up(f"joiner_{uuid4().hex[:8]}")
    await expect(guest.page.locator(".brand-hero")).to_contain_text(re.compile("You are \\w+"))
    await guest.page.reload()
    await expect(guest.page.locator(".brand-hero")).to_contain_text(re.compile("You are \\w+"))


async def test_an_order_is_paid_on_its_own_page(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("Pay later")
    deal = await backstage.dropped(show_id, LAMP)
    buyer = await member("luisa_p")
    buyer.expect_error("402")
    order = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {"quantity": 1})
    page = buyer.page
    await page.goto("/orders")
    row = page.locator(".order-row", has_text=order["number"])
    await expect(row.get_by_role("timer")).to_have_text(re.compile(r"^(9:\d\d|10:00)$"))
    await row.get_by_role("link", name=LAMP).click()
    for card in (DECLINED_CARD, GOOD_CARD):
        await page.get_by_label("Card number").fill(card)
        await page.get_by_label("Expiry").fill("12/34")
        await page.get_by_label("CVC").fill("123")
        await page.get_by_role("button", name=re.compile("^Pay ")).click()
        if card == DECLINED_CARD:
            await expect(page.locator("main")).to_contain_text("The bank declined this card.")
    await expect(page.locator("main")).to_contain_text("Thank you, it is yours")


async def test_a_cancelled_order_gives_its_unit_to_the_next(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("One for two")
    deal = await backstage.dropped(show_id, LAMP, stock=1)
    first, second = await member("luisa_p"), await member("kaito_m")
    order = await first.call("POST", f"/api/deals/{deal['id']}/claims", {"quantity": 1})
    room = await Room.enter(second, show_id)
    await expect(room.claim(LAMP)).to_have_text(re.compile("^Join the waitlist"))
    await first.page.goto(f"/orders/{order['id']}")
    await first.page.get_by_role("button", name="Cancel this order").click()
    await first.page.get_by_role("dialog").get_by_role("button", name="Cancel the order").click()
    await expect(first.page.locator("main")).to_contain_text("This order was cancelled")
    await room.claim(LAMP).click()
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))


async def test_a_manager_appoints_and_dismisses_staff(member: Member) -> None:
    manager = await member("greta")
    page = manager.page
    manager.expect_error("404|422")
    await page.goto("/host")
    await page.get_by_text("Staff of Lindwerk").click()
    staff = page.locator(".staff")
    await staff.get_by_label("Handle").fill("nobody_here")
    await staff.get_by_role("button", name="Add to the staff").click()
    await expect(staff.locator(".field-error, .note-bad")).to_be_visible()
    await staff.get_by_label("Handle").fill("yuki_o")
    await staff.get_by_label("Role").select_option("moderator")
    await staff.get_by_role("button", name="Add to the staff").click()
    await expect(staff.locator(".staff-row", has_text="yuki_o")).to_contain_text("Moderator")
    await staff.get_by_role("button", name="Remove yuki_o").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove from the staff").click()
    await expect(staff.locator(".staff-row", has_text="yuki_o")).to_have_count(0)


async def test_without_javascript_pages_show_what_is_there_and_say_what_is_missing(
    person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Plain and simple")
    plain = await person("plain", java_script_enabled=False)
    await plain.page.goto(f"/shows/{show_id}")
    await expect(plain.page.get_by_role("heading", level=1)).to_have_text("Plain and simple")
    # Chromium parses but does not show <noscript> where only its emulation switched scripts off.
    assert "JavaScript is off" in await plain.page.content()
