"""Early access by a campaign as people meet it: a manager marks a product as green and gives members early access to its deal, who
got the message claims it, and a guest sees it when its time has come."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room

SLUG = "lindwerk"
EVERYONE = {"name": "Everyone", "rule": {}}


async def test_members_who_got_the_message_see_a_deal_first(
    member: Member, person: NewPerson
) -> None:
    manager = await member("greta")
    backstage = await Backstage.of(manager)
    show_id = await backstage.live_show("First look")
    product = backstage.products[0]["title"]
    deal = await backstage.deal(show_id, product)
    reader, guest = await _newcomer(person), await person("guest")
    await _mark_green(manager.page, product)

    await manager.call(
        "POST",
        f"/api/brands/{SLUG}/segments",
        {**EVERYONE, "name": (segment := f"All {uuid4().hex[:6]}")},
    )
    await reader.page.goto("/inbox")
    await _send(manager.page, segment, product)
    message = reader.page.get_by_role("listitem").filter(has_text=f"First for you: {segment}")
    await expect(message).to_contain_text(
        f"You see the deal on {product} 12 seconds before everyone else."
    )
    assert await accessibility_violations(reader.page) == []

    room, outside = await Room.enter(reader, show_id), await Room.enter(guest, show_id)
    await backstage.drop(deal)
    await expect(room.deal(product)).to_contain_text("You first")
    await expect(outside.deal(product)).to_have_count(0)
    assert await accessibility_violations(reader.page) == []
    await reader.screenshot("early-access")
    await room.claim(product).click()
    await expect(room.claim(product)).to_contain_text("Pay now")
    await expect(outside.deal(product)).to_be_visible()
    await expect(outside.deal(product)).not_to_contain_text("You first")


async def _mark_green(page: Page, title: str) -> None:
    """Find the product, describe it and save, all by keyboard."""
    await page.set_viewport_size({"width": 360, "height": 780})
    await page.goto(f"/host/brands/{SLUG}/products")
    await page.get_by_label("Find by title").fill(title)
    await page.get_by_label("Find by title").press("Enter")
    row = page.get_by_role("listitem").filter(has_text=title)
    assert await accessibility_violations(page) == []
    assert await sideways_overflow(page) == []
    await row.get_by_role("button", name="Change").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Title").fill("")
    await dialog.get_by_role("button", name="Save the product").press("Enter")
    await expect(dialog.get_by_label("Title")).to_be_focused()
    await dialog.get_by_label("Title").fill(title)
    await dialog.get_by_label("Green", exact=True).check()
    assert await accessibility_violations(page) == []
    await dialog.get_by_role("button", name="Save the product").press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(row).to_contain_text("Green")
    await page.set_viewport_size({"width": 1280, "height": 800})


async def _send(page: Page, segment: str, product: str) -> None:
    await page.goto(f"/host/brands/{SLUG}/campaigns")
    dialog, name = page.get_by_role("dialog"), f"Early {uuid4().hex[:6]}"
    await page.get_by_role("button", name="Write a campaign").click()
    await dialog.get_by_label("Name").fill(name)
    chosen = dialog.get_by_label("Segment").locator("option", has_text=segment)
    await dialog.get_by_label("Segment").select_option(await chosen.get_attribute("value"))
    await dialog.get_by_label("Subject").fill(f"First for you: {segment}")
    await dialog.get_by_label("Text").fill("Be there when it drops.")
    await dialog.get_by_label("Invites to a show").select_option(label="First look")
    await dialog.get_by_label("Early access in seconds").fill("12")
    await dialog.get_by_label("Which deals they see early").select_option(label=product)
    await dialog.get_by_label("Held out, in percent").fill("0")
    assert await accessibility_violations(page) == []
    await dialog.get_by_role("button", name="Save as a draft").click()
    await expect(dialog).to_be_hidden()
    row = page.get_by_role("listitem").filter(has_text=name)
    await row.get_by_role("button", name="Schedule").click()
    await dialog.get_by_role("button", name="Schedule it").click()
    await expect(row).to_contain_text("Done")


async def _newcomer(person: NewPerson) -> Person:
    """Somebody who has just joined the brand."""
    handle = f"early_{uuid4().hex[:8]}"
    reader = await person(handle)
    new = {"handle": handle, "email": f"{handle}@example.com", "password": "correct horse battery"}
    await reader.call("POST", "/api/accounts", new)
    await reader.call("PUT", f"/api/brands/{SLUG}/membership")
    return reader
