"""Somebody buys by their own link as somebody else, in the same browser; the brand's manager looks at it and decides."""

import re
from uuid import uuid4

from playwright.async_api import expect

from server.demo.people import PASSWORD
from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import keep_picture, sideways_overflow
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room

LAMP = "Mond table lamp"
ANOTHER_CARD = "5555 5555 5555 4444"
PAGE = "/host/brands/lindwerk/review"


async def test_an_odd_reward_waits_for_a_person_who_says_why(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("A friend who is oneself")
    deal = await backstage.dropped(show_id, LAMP, price_minor=10_000)
    manager, sharer = await member("greta", width=360), await member("sol", width=320)
    # Signed out, and back as a friend.
    both = await person("both")
    await both.sign_in("sol", PASSWORD)
    link = await both.call("POST", "/api/links", {"kind": "deal", "target_id": deal["id"]})
    await both.call("DELETE", "/api/session")
    friend = f"friend_{uuid4().hex[:8]}"
    await both.page.goto(link["url"])
    await both.page.get_by_role("link", name="Watch the show").click()
    room = Room(both.page)
    await room.has_entered()
    await room.claim(LAMP).click()
    await room.sign_up(friend)
    await room.pay_now(LAMP)
    await room.pay(ANOTHER_CARD)
    await expect(room.dialog).to_contain_text("is paid")

    await sharer.page.goto("/links")
    reward = sharer.page.locator(".reward-row").first
    await expect(reward).to_contain_text("+€12.00")
    await expect(reward).to_contain_text("the brand takes a look at it first")
    assert "browser" not in await reward.inner_text()
    assert await sideways_overflow(sharer.page) == []

    page = manager.page
    await page.goto("/host")
    desk = page.get_by_role("region", name="Lindwerk")
    await desk.get_by_role("link", name=re.compile(r"Review \d+ wait")).click()
    case = page.get_by_role("listitem").filter(has_text=friend)
    await expect(case).to_contain_text("€12.00 for sol")
    await expect(case).to_contain_text("Both used the same browser.")
    assert await accessibility_violations(page) == []
    await manager.screenshot("review")
    other = await manager.context.new_page()
    await other.goto(PAGE)

    await case.get_by_role("button", name="Release").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Release it").click()
    await expect(dialog.get_by_label("Reason")).to_have_attribute("aria-invalid", "true")
    assert await accessibility_violations(page) == []
    await dialog.get_by_label("Reason").fill("They share a tablet at home")
    await dialog.get_by_role("button", name="Release it").click()
    await expect(case).to_contain_text("Released")
    await expect(case).to_contain_text("By greta on")
    await expect(reward).to_contain_text("Pending · 12%")

    # Who comes too late is told, and sees how it is now.
    manager.expect_error("409")
    late = other.get_by_role("listitem").filter(has_text=friend)
    await late.get_by_role("button", name="Refuse").click()
    await other.get_by_label("Reason").fill("The same person")
    await other.get_by_role("button", name="Refuse it").click()
    await expect(other.get_by_role("dialog")).to_contain_text("greta released the reward.")
    await other.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(late).to_have_count(0)
    await other.get_by_label("Show", exact=True).select_option("What was decided")
    await expect(late).to_contain_text("They share a tablet at home")
    await rules_are_chosen(manager)


async def rules_are_chosen(manager: Person) -> None:
    page = await manager.context.new_page()
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.goto(PAGE)
    await page.get_by_text("Rules of Lindwerk").click()
    ring = page.get_by_role("group", name="Ring", exact=True)
    await ring.get_by_label("Then").select_option("Refuse it at once")
    hourly = page.get_by_role("group", name="Many rewards within an hour")
    await hourly.get_by_label("From this many on").fill("none")
    await page.get_by_role("button", name="Save the rules").click()
    await expect(hourly.get_by_label("From this many on")).to_be_focused()
    assert await accessibility_violations(page) == []
    await hourly.get_by_label("From this many on").fill("80")
    await page.get_by_role("button", name="Save the rules").click()
    await expect(page.locator("#toasts")).to_contain_text("Saved.")
    await keep_picture(page, manager.screenshots / "rules.png")
    await page.reload()
    await page.get_by_text("Rules of Lindwerk").click()
    await expect(hourly.get_by_label("From this many on")).to_have_value("80")
