"""The sharer's walk: share, a friend follows the link and buys, and the desk tells at once. What is no click earns nothing."""

import re
from uuid import uuid4

import httpx2
from playwright.async_api import Locator, Page, expect

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room

LAMP = "Mond table lamp"
PREVIEW_BOT = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
)


async def shared_link(page: Page) -> str:
    """What the open share dialog offers."""
    return await page.get_by_role("dialog").get_by_label("Short link").input_value()


def link_row(page: Page, title: str) -> Locator:
    return page.locator(".link-row", has_text=title)


def count(row: Locator, name: str) -> Locator:
    """One of the numbers beside a link."""
    return row.locator(".link-row-counts > div", has_text=name).locator("dd")


async def desk_of(sharer: Person) -> Page:
    """The sharer's desk, in a window of its own."""
    desk = await sharer.context.new_page()
    await desk.goto("/links")
    await expect(desk.get_by_role("heading", name="Your links")).to_be_visible()
    return desk


async def test_the_share_dialog_offers_link_code_and_copy(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Tell a friend")
    await backstage.dropped(show_id, LAMP)
    sharer = await member("sol", permissions=["clipboard-read", "clipboard-write"])
    room = await Room.enter(sharer, show_id)
    await sharer.page.get_by_role("button", name="Share this show").click()
    link_to_show = await shared_link(sharer.page)
    assert re.search(r"/s/\w{6,12}$", link_to_show)
    await expect(room.dialog).to_contain_text("You earn 12% as Maestro")
    qr = room.dialog.get_by_role("img", name=re.compile("QR code"))
    await expect(qr).to_be_visible()
    assert await qr.evaluate("(img) => img.decode().then(() => img.naturalWidth > 0)")
    await room.dialog.get_by_role("button", name="Copy").click()
    await expect(room.dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert await sharer.page.evaluate("navigator.clipboard.readText()") == link_to_show
    assert await accessibility_violations(sharer.page) == []
    await room.dialog.get_by_role("button", name="Close").click()

    await room.deal(LAMP).get_by_role("button", name=f"Share {LAMP}").click()
    link_to_deal = await shared_link(sharer.page)
    assert link_to_deal != link_to_show


async def test_a_friend_buys_and_the_sharer_sees_it_happen(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("A friend of a friend")
    deal = await backstage.dropped(show_id, LAMP, price_minor=10000)
    sharer = await member("sol")
    link = await sharer.call("POST", "/api/links", {"kind": "deal", "target_id": deal["id"]})
    desk = await desk_of(sharer)
    row = link_row(desk, LAMP).first  # the newest
    await expect(count(row, "Clicks")).to_have_text("0")

    friend = await person("friend", user_agent=PHONE_BROWSER, width=390, height=844)
    await friend.page.goto(link["url"])
    page = friend.page
    await expect(page.get_by_role("heading", level=1)).to_have_text(LAMP)
    await expect(page.locator("main")).to_contain_text("sol shares this with you")
    await expect(page.locator("main")).to_contain_text("€100.00")
    assert await meta(page, "og:title") == LAMP
    assert "€100.00" in await meta(page, "og:description")
    assert (await meta(page, "og:image")).startswith("http")
    assert await accessibility_violations(page) == []
    await expect(count(row, "Clicks")).to_have_text("1")

    await page.get_by_role("link", name="Watch the show").click()
    room = Room(page)
    await room.has_entered()
    await room.claim(LAMP).click()
    await room.sign_up(f"friend_{uuid4().hex[:8]}")
    await room.pay_now(LAMP)
    await room.pay()
    await expect(room.dialog).to_contain_text("is paid")

    await expect(count(row, "Orders")).to_have_text("1")
    await expect(count(row, "Pending")).to_have_text("€12.00")
    reward = desk.locator(".reward-row").first
    await expect(reward).to_contain_text("+€12.00")
    await expect(reward).to_contain_text("12%")
    await expect(desk.locator("#toasts")).to_contain_text("You earned €12.00")
    await desk.reload()
    await expect(count(row, "Pending")).to_have_text("€12.00")
    await the_story_is_told(desk, row)
    await a_name_is_given(sharer, desk, row)
    await the_brand_sees_the_link(await member("jonas"), link["code"])


async def the_story_is_told(desk: Page, row: Locator) -> None:
    """How far the click led, and why the order counts."""
    await row.get_by_text("From click to order").click()
    for step in ("Watched", "Joined", "Claimed", "Bought"):
        await expect(row.locator(".funnel li", has_text=step)).to_contain_text("1 100%")
    await expect(row.locator(".link-orders")).to_contain_text("Counts for this link.")
    assert await accessibility_violations(desk) == []


async def a_name_is_given(sharer: Person, desk: Page, row: Locator) -> None:
    name = f"lamps-{uuid4().hex[:8]}"
    await row.get_by_role("button", name="Name it").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_role("button", name="Make the link").click()
    await expect(dialog.locator(".field-error")).to_contain_text("Give it a name")
    await dialog.get_by_label("Name").fill(name.upper())
    await dialog.get_by_role("button", name="Make the link").click()
    assert (await shared_link(desk)).endswith(f"/s/{name}")
    picture = await dialog.get_by_role("link", name="Picture to post").get_attribute("href")
    for asset in (str(picture), f"/s/{name}/qr.png"):
        answer = await sharer.context.request.get(asset)
        assert answer.ok
        assert answer.headers["content-type"] == "image/png"


async def the_brand_sees_the_link(host: Person, code: str) -> None:
    await host.page.goto("/host/brands/lindwerk/orders")
    await host.page.get_by_role("link", name="Which link?").first.click()
    await expect(host.page.get_by_role("heading", level=1)).to_have_text("Which link brought it?")
    await expect(host.page.locator(".brand-order")).to_contain_text(f"/s/{code}")
    await expect(host.page.locator(".brand-order")).to_contain_text("Counts.")
    assert await accessibility_violations(host.page) == []


async def test_a_link_to_a_deal_leads_to_its_card(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("The one at the bottom")
    deal = await backstage.dropped(show_id, LAMP)
    for product in backstage.products[:6]:
        if product["title"] != LAMP:
            await backstage.dropped(show_id, product["title"])
    sharer, friend = await member("sol"), await member("hana", width=360, height=780)
    target = {"kind": "deal", "target_id": deal["id"]}
    await friend.page.goto((await sharer.call("POST", "/api/links", target))["url"])
    await friend.page.get_by_role("link", name="Watch the show").click()
    room = Room(friend.page)
    await expect(room.claim(LAMP)).to_be_in_viewport()


async def test_the_devices_share_sheet_gets_the_link(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("By any app you like")
    sharer = await member("sol")
    await sharer.page.add_init_script(
        "navigator.share = async (data) => { window.handedOver = data; }"
    )
    room = await Room.enter(sharer, show_id)
    await sharer.page.get_by_role("button", name="Share this show").click()
    await room.dialog.get_by_role("button", name="Share by this device").click()
    handed_over = await sharer.page.evaluate("window.handedOver")
    assert handed_over["url"] == await shared_link(sharer.page)
    assert handed_over["title"] == "By any app you like"


async def test_what_is_no_click_of_a_friend_counts_and_earns_nothing(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Nothing for nothing")
    await backstage.dropped(show_id, LAMP)
    sharer = await member("tomasz")
    target = {"kind": "show", "target_id": show_id}
    url = (await sharer.call("POST", "/api/links", target))["url"]

    # The sharer's own visit, and what they buy after it.
    await sharer.page.goto(url)
    await expect(sharer.page.locator("main")).to_contain_text("This is your own link")
    room = await Room.enter(sharer, show_id)
    await room.claim(LAMP).click()
    await room.pay_now(LAMP)
    await room.pay()
    await expect(room.dialog).to_contain_text("is paid")

    # Programs that look at links.
    async with httpx2.AsyncClient(trust_env=False) as client:
        bot = await client.get(url, headers={"user-agent": PREVIEW_BOT})
        assert bot.status_code == 200
        assert 'property="og:title"' in bot.text
        assert "set-cookie" not in bot.headers
        head = await client.head(url, headers={"user-agent": PHONE_BROWSER})
        assert head.status_code == 200
        ahead = {"user-agent": PHONE_BROWSER, "sec-purpose": "prefetch;prerender"}
        assert (await client.get(url, headers=ahead)).status_code == 200

    # A friend, who comes twice.
    desk = await desk_of(sharer)
    row = link_row(desk, "Nothing for nothing")
    await expect(count(row, "Clicks")).to_have_text("0")
    friend = await member("ben_w")
    for _ in range(2):
        await friend.page.goto(url)
    await expect(count(row, "Clicks")).to_have_text("1")
    await desk.reload()
    await expect(count(row, "Clicks")).to_have_text("1")
    await expect(count(row, "Orders")).to_have_text("0")
    await expect(count(row, "Pending")).to_have_text("€0.00")


async def test_the_sharers_own_order_by_a_click_before_signing_in_earns_nothing(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Nice try")
    deal = await backstage.dropped(show_id, LAMP)
    sharer = await member("femi")
    target = {"kind": "deal", "target_id": deal["id"]}
    link = await sharer.call("POST", "/api/links", target)
    disguise = await person("disguised", user_agent=PHONE_BROWSER)
    await disguise.page.goto(link["url"])
    await disguise.sign_in("femi", "dealcast-demo")
    room = await Room.enter(disguise, show_id)
    await room.claim(LAMP).click()
    await room.pay_now(LAMP)
    await room.pay()
    await expect(room.dialog).to_contain_text("is paid")
    desk = await sharer.call("GET", "/api/links")
    mine = next(each for each in desk["links"] if each["code"] == link["code"])
    assert (mine["orders"], mine["pending_minor"]) == (0, 0)


async def meta(page: Page, name: str) -> str:
    content = await page.locator(f"meta[property='{name}']").get_attribute("content")
    return content or ""
