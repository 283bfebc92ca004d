"""The pages for a brand's staff: a host looks for orders, a manager connects the brand's own system."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, expect
from standardwebhooks.webhooks import Webhook as Standard

from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow, stands
from tests.support.person import Member, NewPerson
from tests.support.receiver import Receiver, Reply, receiving

LAMP = "Mond table lamp"
ORDERS = "/host/brands/lindwerk/orders"
WEBHOOKS = "/host/brands/lindwerk/webhooks"


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def test_a_host_finds_an_order_and_takes_the_list_along(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Orders to look for")
    deal = await backstage.dropped(show_id, LAMP)
    buyer = await member("hana")
    order = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {"quantity": 1})
    page = backstage.host.page
    await page.goto("/host")
    await page.get_by_role("link", name="Orders", exact=True).click()
    await expect(page).to_have_url(re.compile(ORDERS + "$"))
    rows = page.locator(".brand-order")
    await page.get_by_role("searchbox", name="Search").fill(order["number"])
    await page.get_by_role("searchbox", name="Search").press("Enter")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("hana")
    await expect(rows).to_contain_text(f"1 × {LAMP}")

    await page.get_by_role("link", name="Clear").click()
    await page.get_by_label("Show").select_option(show_id)
    await page.get_by_label("Status").select_option("held")
    await page.get_by_role("button", name="Find").click()
    await expect(rows).to_have_count(1)
    assert await accessibility_violations(page) == []
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    file = await download.value
    assert file.suggested_filename == "orders-lindwerk.csv"
    text = (await file.path()).read_text(encoding="utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["order_number", order["number"]]

    await page.get_by_label("Status").select_option("paid")
    await page.get_by_role("button", name="Find").click()
    await expect(page.get_by_role("heading", name="No order fits")).to_be_visible()
    await page.get_by_role("link", name="Show all orders").click()
    await rows.first.get_by_role("link").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Order")


async def test_what_is_wrong_with_a_search_is_said_at_its_field(
    backstage: Backstage,
) -> None:
    host = backstage.host
    host.expect_error("422")
    await host.page.goto(f"{ORDERS}?from=2026-11-12&to=2026-11-11")
    await expect(host.page.get_by_label("To (UTC)")).to_have_attribute("aria-invalid", "true")
    await expect(host.page.get_by_role("alert")).to_contain_text("The last day must not be before")
    assert await accessibility_violations(host.page) == []


async def test_the_control_panel_leads_to_the_shows_orders(backstage: Backstage) -> None:
    show_id = await backstage.live_show("From the panel to its orders")
    page = backstage.host.page
    await page.goto(f"/host/shows/{show_id}")
    await page.get_by_role("link", name="All orders of this show").click()
    await expect(page.get_by_label("Show")).to_have_value(show_id)
    await expect(page.get_by_role("heading", name="No order fits")).to_be_visible()


async def add(page: Page, url: str) -> str:
    """Add a webhook for test messages and dropped deals; its secret."""
    await page.goto(WEBHOOKS)
    await stands(page)
    await page.get_by_role("button", name="Add a webhook").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Add the webhook").click()
    await expect(dialog.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Address").fill("http://10.0.0.1/")
    await dialog.get_by_role("button", name="Add the webhook").click()
    await expect(dialog).to_contain_text("must begin with https")
    await dialog.get_by_label("Address").fill(url)
    await dialog.get_by_label("Only these").check()
    await dialog.get_by_label("deal.dropped").check()
    assert await accessibility_violations(page) == []
    await dialog.get_by_label("Address").press("Enter")
    await expect(dialog.get_by_role("heading", name="The secret")).to_be_visible()
    secret = await dialog.get_by_label("Secret").input_value()
    await dialog.get_by_role("button", name="Copy").click()
    await expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert await accessibility_violations(page) == []
    await dialog.get_by_role("button", name="I have kept it").click()
    return secret


async def test_a_manager_connects_a_system_and_looks_after_it(
    member: Member, backstage: Backstage, receiver: Receiver
) -> None:
    manager = await member("greta", permissions=["clipboard-read", "clipboard-write"])
    manager.expect_error("422")
    page = manager.page
    secret = await add(page, receiver.url)
    await page.get_by_role("link", name=receiver.url).click()
    await stands(page)
    log = page.locator(".delivery")
    await expect(page.get_by_role("heading", name="Nothing sent yet")).to_be_visible()

    await page.get_by_role("button", name="Send a test").click()
    await expect(log).to_have_count(1)
    await expect(log).to_contain_text("Delivered")
    heard = receiver.heard[0]
    Standard(secret).verify(heard.raw, dict(heard.headers))
    await log.get_by_role("button", name="Details").click()
    await expect(log).to_contain_text("Hello from Dealcast")
    await expect(log).to_contain_text("HTTP 204")
    assert await accessibility_violations(page) == []

    receiver.answer = lambda _: Reply(500, b"out of order")
    show_id = await backstage.live_show("Heard elsewhere")
    await backstage.dropped(show_id, LAMP)
    await page.get_by_label("Show").select_option("Pending")
    await expect(log).to_have_count(1)
    await expect(log).to_contain_text("deal.dropped")
    await expect(log).to_contain_text("HTTP 500")
    await expect(page.get_by_role("status").filter(has_text="Nothing has arrived")).to_be_visible()

    receiver.answer = lambda _: Reply()
    await log.get_by_role("button", name="Replay").click()
    await expect(page.get_by_role("heading", name="None of these")).to_be_visible()
    await page.get_by_label("Show").select_option("All")
    await expect(log.first).to_contain_text("Delivered")

    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("status").filter(has_text="Nothing is sent.")).to_be_visible()
    await page.get_by_role("button", name="Resume").click()
    await page.get_by_role("button", name="New secret").click()
    await page.get_by_role("dialog").get_by_role("button", name="Make a new secret").click()
    await expect(page.get_by_role("dialog")).to_contain_text("signed with the secret before")
    await page.get_by_role("dialog").get_by_role("button", name="I have kept it").click()
    await page.get_by_role("button", name="Replay what failed").click()
    await page.get_by_role("dialog").get_by_role("button", name="Replay", exact=True).click()
    await expect(page.locator("#toasts")).to_contain_text("0 deliveries are tried again.")
    await page.set_viewport_size({"width": 360, "height": 780})
    assert await sideways_overflow(page) == []
    assert await accessibility_violations(page) == []

    await page.get_by_role("button", name="Remove").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove the webhook").click()
    await expect(page).to_have_url(re.compile(WEBHOOKS + "$"))
    await expect(page.get_by_role("link", name=receiver.url)).to_have_count(0)


async def test_hosts_have_no_webhooks_and_moderators_no_orders(
    member: Member, person: NewPerson
) -> None:
    host = await member("jonas")
    host.expect_error("403")
    answer = await host.page.goto(WEBHOOKS)
    assert answer is not None
    assert answer.status == 403
    await host.page.goto("/host")
    await expect(host.page.get_by_role("link", name="Webhooks")).to_have_count(0)
    moderator = await member("mina")
    moderator.expect_error("403")
    answer = await moderator.page.goto(ORDERS)
    assert answer is not None
    assert answer.status == 403
    guest = await person("guest")
    await guest.page.goto(WEBHOOKS)
    await expect(guest.page).to_have_url(re.compile(r"/sign-in\?next="))
