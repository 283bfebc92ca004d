"""A campaign as people meet it: a manager counts members while writing a rule, writes to them and reads what came of it; a
member's inbox fills while it is open."""

import re
import time
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.sizes import PHONE, flaws_on_phone_and_desk

DAY_MS = 86_400_000
SLUG = "lindwerk"
SOME = re.compile("[1-9]")


async def test_members_are_chosen_written_to_and_answer_in_figures(
    member: Member, person: NewPerson
) -> None:
    manager = await member("greta")
    show_id = await (await Backstage.of(manager)).show("An evening for members")
    voucher = await _voucher(manager)
    reader = await _newcomer(person)
    await reader.page.goto("/inbox")
    await expect(reader.page.locator("main")).to_contain_text("No messages yet")
    assert await accessibility_violations(reader.page) == []

    # Counted while the rule is written: nobody has bought so often, everybody is of some tier.
    page, name = manager.page, f"Everybody {uuid4().hex[:6]}"
    await page.goto(f"/host/brands/{SLUG}/campaigns")
    await expect(page.get_by_role("heading", name="Segments", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Make a segment").press("Enter")
    dialog = page.get_by_role("dialog")
    count = dialog.locator(".live-count-number")
    await expect(count).to_have_attribute("data-count", SOME)
    await dialog.get_by_role("button", name="Add a condition").click()
    await dialog.get_by_label("What").last.select_option(label="Number of orders")
    await expect(count).to_contain_text("Complete the conditions")
    await dialog.get_by_label("At least").fill("999")
    await expect(count).to_have_attribute("data-count", "0")
    await dialog.get_by_role("button", name="Make the segment").click()
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await dialog.get_by_label("Name").fill(name)
    assert await accessibility_violations(page) == []
    await dialog.get_by_role("button", name="Remove Number of orders").click()
    await expect(dialog.get_by_role("rowheader", name=reader.name)).to_be_visible()
    await dialog.get_by_role("button", name="Make the segment").click()
    await expect(dialog).to_be_hidden()

    campaign = await _write(page, name, voucher)
    row = page.get_by_role("listitem").filter(has_text=campaign)
    await row.get_by_role("button", name="Schedule").click()
    await dialog.get_by_role("button", name="Schedule it").click()
    await expect(row).to_contain_text("Done")

    # In the inbox while it is open, counted in the header, and read with one press.
    message = reader.page.get_by_role("listitem").filter(has_text=f"For you: {campaign}")
    await expect(message).to_contain_text("New")
    await expect(message).to_contain_text(voucher)
    unread = reader.page.locator(".site-nav [data-inbox-count]")
    await expect(unread).to_have_text("1")
    link = message.get_by_role("link", name="To the show")
    await expect(link).to_have_attribute("href", f"/shows/{show_id}")
    assert await accessibility_violations(reader.page) == []
    await reader.page.get_by_role("button", name="Mark all as read").press("Enter")
    await expect(unread).to_be_hidden()
    await reader.page.goto("/vouchers")
    await expect(reader.page.locator("main")).to_contain_text(voucher)

    await row.get_by_role("button", name="Results").click()
    await expect(dialog).to_contain_text("Too few people or purchases to say")
    await expect(dialog.get_by_role("rowheader", name="Sent to")).to_be_visible()
    assert await accessibility_violations(page) == []
    await manager.screenshot("results")


async def _write(page: Page, segment: str, voucher: str) -> str:
    """Draft a campaign that invites to the show; its name."""
    dialog, name = page.get_by_role("dialog"), f"Autumn {uuid4().hex[:6]}"
    await page.get_by_role("button", name="Write a campaign").click()
    await dialog.get_by_role("button", name="Save as a draft").click()
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await dialog.get_by_label("Name").fill(name)
    chosen = dialog.get_by_label("Segment").locator("option", has_text=segment)
    await dialog.get_by_label("Segment").select_option(await chosen.get_attribute("value"))
    await dialog.get_by_label("Subject").fill(f"For you: {name}")
    await dialog.get_by_label("Text").fill("Members come in first.")
    await dialog.get_by_label("Invites to a show").select_option(label="An evening for members")
    await dialog.get_by_label("Voucher for everyone").select_option(label=voucher)
    await dialog.get_by_label("Held out, in percent").fill("0")
    assert await accessibility_violations(page) == []
    await dialog.get_by_role("button", name="Save as a draft").click()
    await expect(dialog).to_be_hidden()
    return name


async def test_the_pages_fit(member: Member) -> None:
    manager = await member("greta", **PHONE)
    await manager.page.goto(f"/host/brands/{SLUG}/campaigns")
    await expect(manager.page.get_by_role("button", name="Make a segment")).to_be_visible()
    assert await flaws_on_phone_and_desk(manager.page, "campaigns") == []
    await manager.page.get_by_role("button", name="Make a segment").click()
    dialog = manager.page.get_by_role("dialog")
    await expect(dialog.locator(".live-count-number")).to_have_attribute("data-count", SOME)
    assert await flaws_on_phone_and_desk(manager.page, "segment") == []


async def _voucher(manager: Person) -> str:
    """Issue one that is handed out by name; its title."""
    now_ms, title = int(time.time() * 1000), f"Thanks {uuid4().hex[:6]}"
    terms = {
        "title": title, "kind": "fixed", "amount_minor": 500, "scope": "brand", "how": "grant",
        "threshold_minor": 900_000,  # other walks buy here too
        "starts_at_ms": now_ms - DAY_MS, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    await manager.call("POST", f"/api/brands/{SLUG}/vouchers", terms)
    return title


async def _newcomer(person: NewPerson) -> Person:
    """Somebody who has just joined the brand."""
    handle = f"reader_{uuid4().hex[:8]}"
    reader = await person(handle)
    new = {"handle": handle, "email": f"{handle}@example.com", "password": "correct horse battery"}
    await reader.call("POST", "/api/accounts", new)
    await reader.call("PUT", f"/api/brands/{SLUG}/membership")
    return reader
