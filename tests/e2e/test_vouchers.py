"""Vouchers on the pages: a manager issues one, a viewer collects it in the room, the manager sees and ends it."""

from uuid import uuid4

from playwright.async_api import expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import Room


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

    guest = await person("guest")
    room = await Room.enter(guest, show_id)
    voucher = guest.page.get_by_role("list", name="Vouchers").get_by_role("listitem")
    await expect(voucher).to_contain_text("€5.00 off")
    assert await accessibility_violations(guest.page) == []
    await voucher.get_by_role("button", name="Collect").click()
    await room.sign_up(f"collector_{uuid4().hex[:8]}")
    await expect(voucher).to_contain_text("Yours")
    await guest.page.reload()
    await expect(voucher).to_contain_text("Yours")

    await page.reload()
    await page.get_by_text("Vouchers of Lindwerk").click()
    await expect(row).to_contain_text("1 of 20 taken")
    assert await accessibility_violations(page) == []
    await row.get_by_role("button", name="End Lamp week").click()
    await page.get_by_role("dialog").get_by_role("button", name="End the voucher").click()
    await expect(row).to_contain_text("Ended")
    other = await Room.enter(await person("other"), show_id)
    await expect(other.page.get_by_role("list", name="Vouchers")).to_have_count(0)
