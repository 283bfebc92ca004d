"""A pre-sale from the sale window to the balance: a manager plans it, a host offers it, a viewer reserves, is reminded and pays."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Page, expect
from sqlalchemy import update

from commerce.tables import orders
from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from tests.support.backstage import Backstage
from tests.support.looking import stands
from tests.support.person import Member, Person
from tests.support.room import Room
from tests.support.site import Site
from tests.support.sizes import flaws_on_phone_and_desk

CHAIR = "Pause lounge chair"


def at(delta: timedelta) -> str:
    """A time as the browser's field for it writes it; the manager's is in UTC."""
    return (datetime.now(UTC) + delta).strftime("%Y-%m-%dT%H:%M")


async def looks_right(page: Page, label: str) -> None:
    assert await flaws_on_phone_and_desk(page, f"presale-{label}") == []


async def let_the_window_open(site: Site, order_id: str) -> None:
    """The hours until then pass by."""
    database = Database(site.database_url)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            times: dict[str, Any] = {"balance_from": tx.now, "remind_at": tx.now}
            await tx.execute(update(orders).where(orders.c.id == order_id).values(**times))
    finally:
        await database.close()


async def empty_cart(buyer: Person) -> None:
    """Other walks leave claims behind, which would be paid together with this one."""
    for order in await buyer.call("GET", "/api/cart"):
        if order["status"] == "held":
            await buyer.call("POST", f"/api/orders/{order['id']}/cancellation")


async def test_a_presale_is_planned_reserved_and_paid(
    site: Site, member: Member, backstage: Backstage
) -> None:
    manager = await member("greta", timezone_id="UTC")
    page, dialog = manager.page, manager.page.get_by_role("dialog")
    await page.goto("/host")
    await page.get_by_text("Sale windows of Lindwerk").click()
    await expect(page.locator(".voucher-row", has_text="Second sale window")).to_be_visible()
    await page.get_by_role("button", name="Add a sale window").click()
    await dialog.get_by_role("button", name="Add the sale window").click()
    await expect(dialog.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Name").fill("Window of the workshop")
    await dialog.get_by_label("Deposits from").fill(at(timedelta(hours=-1)))
    await dialog.get_by_role("button", name="Add the sale window").click()
    await expect(dialog).to_have_count(0)
    await looks_right(page, "windows")

    show_id = await backstage.live_show("Chairs to come")
    panel = backstage.host.page
    terms = panel.get_by_role("dialog")
    await panel.goto(f"/host/shows/{show_id}")
    await panel.get_by_role("button", name="Add a deal").click()
    await terms.get_by_role("button", name=CHAIR).click()
    await terms.get_by_label(re.compile("^Price")).fill("280")
    await terms.get_by_label("Sell it in advance").check()
    await terms.get_by_label("Sale window").select_option(label="Window of the workshop")
    await terms.get_by_label(re.compile("^Deposit")).fill("60")
    await terms.get_by_label(re.compile("^It counts for")).fill("281")
    await terms.get_by_role("button", name="Add to the run sheet").click()
    await expect(terms.locator(".field-error")).to_have_count(1)
    await terms.get_by_label(re.compile("^It counts for")).fill("120")
    await expect(terms).to_contain_text("€60.00 now and €160.00 later: €220.00 for one piece")
    await looks_right(panel, "terms")
    await terms.get_by_role("button", name="Add to the run sheet").click()
    run = panel.locator(".run", has_text=CHAIR)
    await expect(run).to_contain_text("Deposit €60.00, counts for €120.00")
    await run.get_by_role("button", name="Drop").click()

    buyer = await member("luisa_p")
    await empty_cart(buyer)
    room = await Room.enter(buyer, show_id)
    await expect(room.deal(CHAIR)).to_contain_text("Balance €160.00")
    await expect(room.claim(CHAIR)).to_have_text(re.compile(r"Reserve for €60\.00"))
    await looks_right(room.page, "room")
    await room.claim(CHAIR).click()
    await expect(room.claim(CHAIR)).to_have_text(re.compile("Pay the deposit"))
    await room.claim(CHAIR).click()
    await expect(room.dialog).to_contain_text("A deposit is not returned")
    await looks_right(room.page, "deposit")
    await room.pay()
    await expect(room.dialog).to_contain_text("is reserved for you")
    await looks_right(room.page, "reserved")
    order_id = (await buyer.call("GET", "/api/orders"))[0]["id"]
    await room.dialog.get_by_role("link", name="The order").click()

    main = room.page.locator("main")
    await stands(room.page)
    await expect(main).to_contain_text("Pay the balance in")
    await room.page.get_by_role("button", name="Give up this order").click()
    await expect(room.dialog).to_contain_text("Your deposit of €60.00 is not returned")
    await room.page.keyboard.press("Escape")
    await looks_right(room.page, "order")

    await let_the_window_open(site, order_id)
    toasts = room.page.locator("#toasts")
    await expect(toasts).to_contain_text("The balance of €160.00 for Pause lounge chair")
    await expect(room.page.get_by_role("button", name="Pay the balance of €160.00")).to_be_visible()
    await room.page.goto("/orders")
    await expect(main).to_contain_text("The balance of €160.00 for Pause lounge chair is due")
    await looks_right(room.page, "orders")
    await room.page.get_by_role("link", name="Pay in the cart").click()
    await stands(room.page)
    await expect(main).to_contain_text("Deposit, counts for")
    await expect(main).to_contain_text("−€120.00")
    await looks_right(room.page, "cart")
    await room.page.get_by_label("Card number").fill("4242 4242 4242 4242")
    await room.page.get_by_label("Expiry").fill("12/34")
    await room.page.get_by_label("CVC").fill("123")
    await room.page.get_by_role("button", name=re.compile(r"^Pay €160\.00")).click()
    await expect(main).to_contain_text("Thank you, it is yours")

    await page.goto("/host/brands/lindwerk/orders?status=deposit_paid")
    await expect(page.locator(".brand-order").first).to_contain_text("Reserved")
    await looks_right(page, "brand-orders")


async def test_a_manager_withdraws_a_presale_and_its_deposits_go_back(
    member: Member, backstage: Backstage
) -> None:
    windows = await backstage.host.call("GET", "/api/brands/lindwerk/sale-windows")
    second = next(each for each in windows if each["title"] == "Second sale window")
    presale = {"sale_window_id": second["id"], "deposit_minor": 1_000, "worth_minor": 2_000}
    show_id = await backstage.live_show("Not to come after all")
    deal = await backstage.dropped(show_id, CHAIR, presale=presale)
    buyer, manager = await member("hana"), await member("greta")
    order = await buyer.call("POST", f"/api/deals/{deal['id']}/claims", {})
    card = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
    await buyer.call("POST", f"/api/orders/{order['id']}/payment", card)
    await buyer.page.goto(f"/orders/{order['id']}")
    main = buyer.page.locator("main")
    await expect(main).to_contain_text("Reserved")

    panel = manager.page
    await panel.goto(f"/host/shows/{show_id}")
    await panel.locator(".run").get_by_role("button", name=f"Withdraw {CHAIR}").click()
    await expect(panel.get_by_role("dialog")).to_contain_text("each deposit goes back in full")
    await panel.get_by_role("button", name="Withdraw, and return the money").click()
    await expect(panel.locator(".run")).to_contain_text("Withdrawn")
    await expect(main).to_contain_text("The brand withdrew this order")
    await expect(main).to_contain_text("The seller withdrew the pre-sale")
    await looks_right(buyer.page, "withdrawn")
