"""The host's walk: schedule a show, line up its deals, go live, drop, pin, watch the sale, keep the chat decent, end."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, Page, expect

from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room

LAMP, PHONE, WATCH = "Mond table lamp", "Leise phone", "Takt 38 wristwatch"


def run_of(page: Page, title: str) -> Locator:
    """The deal's row in the run sheet."""
    return page.locator(".run", has_text=title)


async def open_panel(host: Person, show_id: str) -> Page:
    await host.page.goto(f"/host/shows/{show_id}")
    await expect(host.page.get_by_role("heading", name="Run sheet")).to_be_visible()
    return host.page


def at(delta: timedelta) -> str:
    """A time as the browser's field for it writes it; tests run in UTC."""
    return (datetime.now(UTC) + delta).strftime("%Y-%m-%dT%H:%M")


async def test_a_host_schedules_a_show_and_lines_up_deals(member: Member) -> None:
    host = await member("jonas", timezone_id="UTC")
    page, dialog = host.page, host.page.get_by_role("dialog")
    host.expect_error("422")
    await page.goto("/host")

    await page.get_by_role("button", name="Schedule a show").click()
    await dialog.get_by_label("Start").fill(at(timedelta(days=-1)))
    await dialog.get_by_label("Title").fill("An evening with friends")
    await dialog.get_by_role("button", name="Schedule the show").click()
    await expect(dialog.get_by_label("Start")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Start").fill(at(timedelta(hours=3)))
    await dialog.get_by_label("Title").fill("x")
    await dialog.get_by_role("button", name="Schedule the show").click()
    await expect(dialog.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Title").fill("An evening with friends")
    await dialog.get_by_role("button", name="Schedule the show").click()
    row = page.locator(".desk-show", has_text="An evening with friends")
    await expect(row).to_contain_text("Upcoming")
    await row.get_by_role("link", name="Control panel").click()

    await page.get_by_role("button", name="Add a deal").click()
    await dialog.get_by_label("Find a product").fill("lamp")
    await expect(dialog.get_by_role("listitem")).to_have_count(2)
    await dialog.get_by_role("button", name=LAMP).click()
    for label, wrong in (("Price", "0"), ("Stock", "many"), ("Limit", "0"), ("Open for", "3")):
        await dialog.get_by_label(re.compile(f"^{label}")).fill(wrong)
    await dialog.get_by_label("Unit of the duration").select_option("s")
    await dialog.get_by_role("button", name="Add to the run sheet").click()
    await expect(dialog.locator(".field-error")).to_have_count(4)
    terms = (("Price", "129,00"), ("Stock", "25"), ("Limit", "2"), ("Open for", "90"))
    for label, right in terms:
        await dialog.get_by_label(re.compile(f"^{label}")).fill(right)
    await dialog.get_by_label("Opens to").select_option(label="Resident members and above")
    await dialog.get_by_role("button", name="Add to the run sheet").click()
    lamp = run_of(page, LAMP)
    for words in ("€129.00", "25 pieces", "2 per buyer", "1 min 30 s", "Resident"):
        await expect(lamp).to_contain_text(words)

    await lamp.get_by_role("button", name=f"Edit {LAMP}").click()
    await dialog.get_by_label("Price in EUR").fill("200")
    await dialog.get_by_role("button", name="Save the terms").click()
    await expect(dialog.get_by_label("Price in EUR")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Price in EUR").fill("119.50")
    await dialog.get_by_role("button", name="Save the terms").click()
    await expect(lamp).to_contain_text("€119.50")
    await lamp.get_by_role("button", name=f"Remove {LAMP}").click()
    await dialog.get_by_role("button", name="Remove it").click()
    await expect(page.get_by_text("No deals yet")).to_be_visible()


async def test_a_host_goes_live_sells_and_ends(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.show("On air and off again")
    await backstage.deal(show_id, LAMP, stock=5, price_minor=10000)
    await backstage.deal(show_id, WATCH)
    panel = await open_panel(backstage.host, show_id)
    await expect(run_of(panel, LAMP).get_by_role("button", name="Drop")).to_be_disabled()
    viewer, guest = await member("amara"), await person("guest")
    room, guests_room = await Room.enter(viewer, show_id), await Room.enter(guest, show_id)
    await expect(room.page.locator(".stage")).to_contain_text("The show starts in")

    await panel.get_by_role("button", name="Go live").click()
    for each in (room, guests_room):
        await expect(each.page.locator(".stage .badge-live")).to_be_visible()
        await expect(each.audience).to_have_text("3")
    await expect(panel.locator(".control-viewers strong")).to_have_text("3")

    await run_of(panel, LAMP).get_by_role("button", name="Drop").click()
    for each in (room, guests_room):
        await expect(each.deal(LAMP)).to_be_visible()
    await run_of(panel, LAMP).get_by_role("button", name="Pin").click()
    await expect(guests_room.deal(LAMP)).to_contain_text("Pinned")

    await room.claim(LAMP).click()
    sale = panel.locator(".sale", has_text="amara")
    await expect(sale).to_contain_text("To pay")
    await expect(run_of(panel, LAMP)).to_contain_text("1 taken")
    await expect(tile(panel, "Awaiting payment")).to_have_text("1")
    await room.pay_now(LAMP)
    await room.pay()
    await expect(sale).to_contain_text("Paid")
    await expect(tile(panel, "Revenue")).to_have_text("€100.00")
    await expect(tile(panel, "Awaiting payment")).to_have_text("0")
    await expect(tile(panel, "Claims")).to_have_text("1")
    await room.dialog.get_by_role("button", name="Back to the show").click()

    await run_of(panel, LAMP).get_by_role("button", name="Unpin").click()
    await expect(guests_room.deal(LAMP)).not_to_contain_text("Pinned")
    await run_of(panel, LAMP).get_by_role("button", name="End early").click()
    await panel.get_by_role("dialog").get_by_role("button", name="End the deal").click()
    await expect(guests_room.deal(LAMP).locator(".claim")).to_have_text("Ended")
    await expect(run_of(panel, LAMP)).to_contain_text("Ended")

    await panel.get_by_role("button", name="End show").click()
    await panel.get_by_role("dialog").get_by_role("button", name="End the show").click()
    await expect(panel.get_by_role("button", name="End show")).to_have_count(0)
    for each in (room, guests_room):
        await expect(each.page.locator(".stage")).to_contain_text("That was it")


def tile(panel: Page, name: str) -> Locator:
    """A figure of the live board."""
    return panel.locator(".tile", has=panel.get_by_text(name, exact=True)).locator("dd")


async def test_a_host_deletes_a_message_mutes_and_unmutes(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Be kind")
    panel = await open_panel(backstage.host, show_id)
    loud, quiet = await member("rafael"), await member("yuki_o")
    room, others_room = await Room.enter(loud, show_id), await Room.enter(quiet, show_id)
    chat = panel.get_by_role("log", name="Chat")
    await room.say("buy my own things instead")
    await expect(others_room.chat).to_contain_text("buy my own things")

    message = chat.locator(".message", has_text="buy my own things")
    await message.get_by_role("button", name="Delete the message of rafael").click()
    for log in (chat, room.chat, others_room.chat):
        await expect(log).not_to_contain_text("buy my own things")

    await room.say("why was it deleted?")
    await chat.get_by_role("button", name="Moderate rafael").click()
    await panel.get_by_role("dialog").get_by_role("button", name="Mute for this show").click()
    await expect(room.page.get_by_text("A moderator muted you")).to_be_visible()
    await expect(room.composer).to_have_count(0)
    await expect(others_room.composer).to_be_visible()
    await panel.get_by_text("1 person is muted").click()
    await panel.get_by_role("button", name="Unmute rafael").click()
    await room.say("sorry")
    await expect(others_room.chat).to_contain_text("sorry")

    await panel.get_by_role("textbox", name="Message").fill("All good.")
    await panel.get_by_role("textbox", name="Message").press("Enter")
    await expect(others_room.chat.locator(".message.is-staff")).to_contain_text("All good.")


async def test_a_moderator_gets_the_chat_and_nothing_of_the_sale(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Moderated")
    moderator = await member("mina")
    await moderator.page.goto(f"/host/shows/{show_id}")
    page = moderator.page
    await expect(page.get_by_role("log", name="Chat")).to_be_visible()
    await expect(page.get_by_role("heading", name="Run sheet")).to_have_count(0)
    await expect(page.get_by_role("button", name="End show")).to_have_count(0)
    await expect(page.get_by_text("Revenue")).to_have_count(0)


async def test_others_are_kept_out_of_the_control_panel(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.show("Closed doors")
    foreign, guest = await member("akira"), await person("guest")
    foreign.expect_error("403")
    answer = await foreign.page.goto(f"/host/shows/{show_id}")
    assert answer is not None
    assert answer.status == 403
    await expect(foreign.page.get_by_role("link", name="To the festival")).to_be_visible()
    guest.expect_error("401")
    await guest.page.goto(f"/host/shows/{show_id}")
    await expect(guest.page).to_have_url(re.compile(r"/sign-in\?next=|/host/shows/"))
    await expect(guest.page.get_by_role("link", name="Sign in").first).to_be_visible()
