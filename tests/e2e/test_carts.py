"""A shared cart from the choosing to the friend's own cart, and a gift from the buyer to the friend."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow
from tests.support.person import Member, NewPerson
from tests.support.room import Room

PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
)
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


async def test_two_of_three_lines_are_shared_and_a_friend_adds_them_all(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    sharer = await member("emily_t")
    for before in await sharer.call("GET", "/api/cart"):
        await sharer.call("POST", f"/api/orders/{before['id']}/cancellation")
    show_id = await backstage.live_show("Three things")
    products = [product["title"] for product in backstage.products[:3]]
    deals = [await backstage.dropped(show_id, title) for title in products]
    for deal in deals:
        await sharer.call("POST", f"/api/deals/{deal['id']}/claims", {})

    # Nothing is chosen at first, and nothing is shared unless something is.
    page = sharer.page
    await page.goto("/cart")
    await page.get_by_role("button", name="Share some of it").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(0)
    await dialog.get_by_role("button", name="Share", exact=True).click()
    await expect(dialog).to_contain_text("Nothing is chosen, so nothing is shared.")
    await expect(dialog.get_by_role("checkbox").first).to_be_focused()
    for title in products[:2]:
        await dialog.get_by_role("checkbox", name=re.compile(title)).check()
    assert await accessibility_violations(page) == []
    await dialog.get_by_role("button", name="Share 2 things").click()
    link = await dialog.get_by_label("Short link").input_value()

    # The friend reads what it is and costs, signs up, and has both in the cart.
    friend = await person("friend", user_agent=PHONE_BROWSER, width=360, height=780)
    await friend.page.goto(link)
    main = friend.page.locator("main")
    await expect(main).to_contain_text("2 things from the cart of emily_t")
    await expect(main).not_to_contain_text(products[2])
    await expect(main.get_by_text("Can be claimed now")).to_have_count(2)
    await backstage.end_deal(deals[1])
    await main.get_by_role("button", name="Add all").click()
    await Room(friend.page).sign_up(f"friend_{uuid4().hex[:8]}")
    await expect(main).to_contain_text("1 of 2 in your cart.")
    await expect(main.get_by_text("On your wish list")).to_have_count(1)
    assert await accessibility_violations(friend.page) == []
    assert await sideways_overflow(friend.page) == []
    await main.get_by_role("link", name="My wish list").click()
    await expect(main).to_contain_text(products[1])
    assert await accessibility_violations(friend.page) == []
    await friend.page.goto("/cart")
    await expect(main).to_contain_text(products[0])

    # Taken back, the link says so.
    await page.goto("/wishlist")
    await page.get_by_role("link", name=re.compile(products[0])).click()
    await page.get_by_role("button", name="Take it back").click()
    await page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    await expect(page.locator("main")).to_contain_text("This is not shared any more")
    await friend.page.goto(link)
    await expect(main).to_contain_text("emily_t took it back.")


async def test_a_gift_is_wrapped_sent_and_accepted(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    buyer = await member("tomasz")
    show_id = await backstage.live_show("Something for a friend")
    deal = await backstage.dropped(show_id)
    room = await Room.enter(buyer, show_id)
    heart = room.deal(deal["title"]).get_by_role("button", name=re.compile("wish list"))
    await heart.press("Enter")
    await expect(heart).to_have_attribute("aria-pressed", "true")
    order = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})

    # Meant as a gift in the cart; the link comes with the payment.
    page = buyer.page
    await page.goto("/cart")
    line = page.get_by_role("listitem").filter(has_text=deal["title"])
    await line.get_by_text("It’s a gift").click()
    await line.get_by_label("A few words to your friend").fill("Happy birthday!\n<b>Me</b>")
    await line.get_by_role("button", name="Make it a gift").press("Enter")
    await expect(line).to_contain_text("It will be a gift")
    assert await accessibility_violations(page) == []
    await page.goto(f"/orders/{order['id']}")
    await expect(page.get_by_role("region", name="Gift")).to_contain_text("It will be a gift")
    await buyer.call("POST", f"/api/orders/{order['id']}/payment", CARD)
    link = await page.get_by_label("Gift link").input_value()
    assert await accessibility_violations(page) == []

    friend = await person("friend", width=360, height=780)
    await friend.page.goto(link)
    main = friend.page.locator("main")
    await expect(main).to_contain_text("<b>Me</b>")
    await main.get_by_role("button", name="Accept the gift").click()
    handle = f"friend_{uuid4().hex[:8]}"
    await Room(friend.page).sign_up(handle)
    await expect(main.get_by_role("heading", name="It is yours")).to_be_focused()
    assert await accessibility_violations(friend.page) == []
    await main.get_by_role("link", name="My orders").click()
    await expect(main.get_by_role("region", name="Gifts for you")).to_contain_text(deal["title"])
    assert await accessibility_violations(friend.page) == []
    assert await sideways_overflow(friend.page) == []
    await expect(page.locator("main")).to_contain_text(f"{handle} has it since")
    await removed_from_the_wish_list(page, deal["title"])


async def removed_from_the_wish_list(page: Page, title: str) -> None:
    await page.goto("/wishlist")
    await page.get_by_role("button", name=f"Remove {title}").click()
    await expect(page.locator("main")).to_contain_text("Nothing on your wish list yet")
