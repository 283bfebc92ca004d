"""What tiers bring, as people see it: a manager says it and gives a tier by hand, who has it sees a deal before the others, their
badge and progress follow at once, and points take money off."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import GOOD_CARD, Room

SLUG = "harlow-trail"


async def test_a_member_rises_by_hand_sees_a_deal_first_and_pays_with_points(
    member: Member, person: NewPerson
) -> None:
    manager = await member("olu")
    backstage = await Backstage.of(manager, SLUG)
    dearest = sorted(backstage.products, key=lambda product: -product["list_price_minor"])
    first, second = (product["title"] for product in dearest[:2])
    await _set_benefits(manager.page)
    show_id = await backstage.live_show("Night hike")
    await backstage.dropped(show_id, first, price_minor=2_000)
    handle = f"hiker_{uuid4().hex[:8]}"
    hiker, guest = await person("hiker"), await person("guest")
    room, outside = await Room.enter(hiker, show_id), await Room.enter(guest, show_id)
    head = hiker.page.locator(".room-head")

    # Join in one press and buy: no reload, and the progress moves.
    await hiker.page.evaluate("window.isSamePage = true")
    await hiker.page.locator(".room-join").click()
    await room.sign_up(handle)
    await expect(head).to_contain_text("Day Hiker member")
    await room.say("Just joined")
    await expect(room.chat.get_by_role("paragraph").filter(has_text="Just joined")).to_contain_text(
        "Day Hiker"
    )
    perks = hiker.page.get_by_role("region", name="Harlow Trail membership")
    progress = perks.get_by_role("progressbar")
    await expect(progress).to_have_attribute("aria-valuenow", "0")
    await room.claim(first).click()
    await room.pay_now(first)
    await room.pay()
    await expect(progress).to_have_attribute("aria-valuenow", "20")
    await expect(perks).to_contain_text("20 points to spend")
    await room.dialog.get_by_role("button", name="Close").click()

    # Rise by hand: the badge follows.
    await _give_by_hand(manager.page, handle)
    await expect(head).to_contain_text("Summit member")
    await room.has_entered()
    await room.say("On top")
    await expect(room.chat.get_by_role("paragraph").filter(has_text="On top")).to_contain_text(
        "Summit"
    )
    assert await hiker.page.evaluate("window.isSamePage")

    # The deal is there for one, and not for the other until its time.
    await backstage.dropped(show_id, second, price_minor=5_000, tiers_first=True)
    await expect(room.deal(second)).to_contain_text("Summit first")
    await expect(outside.deal(second)).to_have_count(0)
    assert second not in await guest.page.inner_text("main")
    assert await accessibility_violations(hiker.page) == []
    await hiker.screenshot("tiers-first")
    await room.claim(second).click()
    await expect(outside.deal(second)).to_be_visible()

    # Points take money off in the cart.
    page = hiker.page
    await page.goto("/cart")
    total = page.locator(".order-total")
    await expect(total).to_contain_text("$50.00")
    await page.get_by_label("Use 20 Harlow Trail points ($10.00 off)").check()
    await expect(total).to_contain_text("$40.00")
    assert await accessibility_violations(page) == []
    await hiker.screenshot("points-off")
    await page.get_by_label("Card number").fill(GOOD_CARD)
    await page.get_by_label("Expiry").fill("12/34")
    await page.get_by_label("CVC").fill("123")
    await page.get_by_role("button", name="Pay $40.00").click()
    await expect(page.get_by_role("heading", name="Thank you, it is yours")).to_be_visible()

    await page.goto("/wallet")
    wallet = page.get_by_role("region", name="Harlow Trail")
    await wallet.get_by_text("How your points came about").click()
    await expect(wallet).to_contain_text("Carried the stove")
    await expect(wallet).to_contain_text("Used at the checkout")
    assert await accessibility_violations(page) == []


async def _set_benefits(page: Page) -> None:
    """A point for each dollar, 2 points for a dollar off, and the highest tier 12 seconds before everyone."""
    await page.goto(f"/host/brands/{SLUG}/programme")
    for tier, seconds in (("Tier 3", "0"), ("Tier 4", "12")):
        early = page.get_by_role("group", name=tier).get_by_label("Early access in seconds")
        await early.fill(seconds)
    await page.get_by_role("group", name="Tier 2").get_by_label("From points").fill("100")
    await page.get_by_label("Points earned").fill("1")
    await page.get_by_label("For each, in USD").fill("1")
    await page.get_by_label("Pending for days").fill("0")
    await page.get_by_label("Points spent").fill("2")
    await page.get_by_label("Money off for them, in USD").fill("1")
    await page.get_by_role("button", name="See who changes").press("Enter")
    await page.get_by_role("button", name="Save the programme").click()
    await expect(page.get_by_role("status")).to_contain_text(["Saved."])


async def _give_by_hand(page: Page, handle: str) -> None:
    by_hand = page.get_by_role("region", name="Tiers by hand")
    await by_hand.get_by_label("Member's handle").fill(handle)
    await by_hand.get_by_label("Tier by hand").select_option(label="Summit")
    await by_hand.get_by_label("Reason").fill("Carried the stove")
    await by_hand.get_by_role("button", name="Give the tier").click()
    await expect(by_hand).to_contain_text(f"{handle}: Summit for good")
    assert await accessibility_violations(page) == []
