"""The waitlist's walk: sold out, in line, a hold that runs out, an offer, and bought; and the host who restocks."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from playwright.async_api import WebSocketRoute, expect
from sqlalchemy import update

from commerce.tables import orders
from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from tests.support.axe import accessibility_violations
from tests.support.backstage import Backstage
from tests.support.looking import sideways_overflow
from tests.support.person import Member, NewPerson
from tests.support.room import Room
from tests.support.site import Site

LAMP = "Mond table lamp"
PACK = "Linde cable backpack"
"""No other walk sells it for less: a lowered price is shown beside the lowest of 30 days."""


async def let_hold_run_out(site: Site, order_id: str) -> None:
    database = Database(site.database_url)
    async with UnitOfWork(database, utc_now).write() as tx:
        over = utc_now() - timedelta(seconds=1)
        is_it = orders.c.id == order_id
        await tx.execute(update(orders).where(is_it).values(hold_expires_at=over))
    await database.close()


async def test_who_waits_is_offered_what_comes_back_and_buys_it(
    member: Member, person: NewPerson, backstage: Backstage, site: Site
) -> None:
    show_id = await backstage.live_show("Worth the wait")
    deal = await backstage.dropped(show_id, LAMP, stock=1)
    holder = await member("priya_s")
    order = await holder.call("POST", f"/api/deals/{deal['id']}/claims", {})
    first, second = await member("luisa_p"), await member("tomasz", width=360, height=740)
    room, others_room = await Room.enter(first, show_id), await Room.enter(second, show_id)

    # The keyboard is enough, and the focus stays on the card.
    await expect(room.claim(LAMP)).to_have_text(re.compile("^Join the waitlist"))
    await room.claim(LAMP).focus()
    await first.page.keyboard.press("Enter")
    await expect(room.deal(LAMP)).to_contain_text("1st in line")
    await expect(room.deal(LAMP).get_by_role("button", name="Leave")).to_be_focused()
    await others_room.claim(LAMP).click()
    await expect(others_room.deal(LAMP)).to_contain_text("2nd in line")
    assert await sideways_overflow(second.page) == []
    assert await accessibility_violations(first.page) == []
    guest = await Room.enter(await person("guest"), show_id)
    await guest.claim(LAMP).click()
    await expect(guest.dialog).to_contain_text(f"to wait for “{LAMP}”")

    # Late or reloaded, one stands where one stood; and the host sees how many wait.
    await second.page.reload()
    await others_room.has_entered()
    await expect(others_room.deal(LAMP)).to_contain_text("2nd in line")
    host = backstage.host
    await host.page.goto(f"/host/shows/{show_id}")
    await expect(host.page.locator(".run", has_text=LAMP)).to_contain_text("2 in line")

    # Nobody pays in time: the first is offered it, and the next one moves up.
    await let_hold_run_out(site, order["id"])
    await expect(room.claim(LAMP)).to_have_text(re.compile(r"^Your turn: pay.*[23]:\d\d"))
    await expect(first.page.locator(".toast")).to_contain_text("Your turn")
    await expect(others_room.deal(LAMP)).to_contain_text("1st in line")
    await room.claim(LAMP).click()
    await expect(room.dialog).to_contain_text("Held for you for")
    await room.pay()
    await expect(room.dialog).to_contain_text("It is yours")

    # The host adds one more, which goes to the line and not to whoever looks; it waits in the cart.
    await host.page.get_by_role("button", name=f"Price and stock of {LAMP}").click()
    dialog = host.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("go first to those in line: 1")
    await dialog.get_by_label("Stock").fill("0")
    await host.page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Stock")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Stock").fill("2")
    await host.page.keyboard.press("Enter")
    await expect(others_room.claim(LAMP)).to_have_text(re.compile("^Your turn: pay"))
    await second.page.goto("/cart")
    await expect(second.page.locator("main")).to_contain_text("Your turn in the waitlist")


async def test_a_live_price_falls_and_rises_before_everyones_eyes(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Moving prices")
    await backstage.dropped(show_id, PACK, price_minor=10_000)
    viewer, host = await member("hana"), backstage.host
    before_claiming: list[Callable[[], Awaitable[None]]] = []

    def delay_claims(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        async def to_server(message: str | bytes) -> None:
            if '"claim"' in str(message) and before_claiming:
                await before_claiming.pop()()
            server.send(message)

        socket.on_message(to_server)

    await viewer.page.route_web_socket(re.compile("/live/"), delay_claims)
    room = await Room.enter(viewer, show_id)
    await host.page.goto(f"/host/shows/{show_id}")
    dialog = host.page.get_by_role("dialog")
    change = host.page.get_by_role("button", name=f"Price and stock of {PACK}")

    await change.click()
    await dialog.get_by_label("Price in EUR").fill("90")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(change).to_be_focused()
    await expect(room.deal(PACK).locator(".price-now")).to_have_text("€90.00")
    await expect(room.deal(PACK).locator(".price-was")).to_have_text("€100.00")

    # Whoever raises it says so twice; whoever pressed at the old price is asked again.
    async def raise_it() -> None:
        await change.click()
        await dialog.get_by_label("Price in EUR").fill("95")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_contain_text("goes up from €90.00 to €95.00")
        await dialog.get_by_role("button", name="Raise the price").click()
        await expect(dialog).to_have_count(0)

    before_claiming.append(raise_it)
    await room.claim(PACK).click()
    await expect(room.deal(PACK).get_by_role("alert")).to_contain_text("It costs €95.00 now")
    await expect(room.deal(PACK).locator(".price-now")).to_have_text("€95.00")
    await room.claim(PACK).click()
    await expect(room.claim(PACK)).to_have_text(re.compile("^Pay now"))
