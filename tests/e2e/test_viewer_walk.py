"""The viewer's walk: watch as a guest, sign up in the room, join, chat, claim, pay, find the order."""

import re
from uuid import uuid4

from playwright.async_api import WebSocketRoute, expect

from server.demo.people import PASSWORD
from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson
from tests.support.room import DECLINED_CARD, Room

LAMP, PHONE = "Mond table lamp", "Leise phone"


def new_handle(name: str) -> str:
    return f"{name}_{uuid4().hex[:8]}"


async def test_a_guest_sees_the_whole_room(person: NewPerson, backstage: Backstage) -> None:
    show_id = await backstage.live_show("A look around")
    await backstage.dropped(show_id, LAMP, price_minor=12900, stock=25, duration_s=900)
    guest = await person("guest")
    room = await Room.enter(guest, show_id)
    await expect(guest.page.get_by_role("heading", level=1)).to_have_text("A look around")
    await expect(room.page.locator(".stage .badge-live")).to_be_visible()
    lamp = room.deal(LAMP)
    await expect(lamp).to_contain_text("€129.00")
    await expect(lamp).to_contain_text("€189.00")
    await expect(lamp).to_contain_text("−31%")
    await expect(lamp).to_contain_text("25 of 25 left")
    await expect(lamp.get_by_role("timer")).to_have_text(re.compile(r"^1[45]:\d\d$"))
    await expect(room.claim(LAMP)).to_have_text(re.compile("Sign in to claim"))
    await expect(room.chat).to_be_visible()
    await expect(room.audience).to_have_text("1")
    other = await person("other")
    await Room.enter(other, show_id)
    await expect(room.audience).to_have_text("2")
    await other.page.close()
    await expect(room.audience).to_have_text("1")


async def test_from_guest_to_owner_without_leaving_the_room(
    person: NewPerson, member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("From guest to owner")
    viewer, friend = await person("viewer"), await member("amara")
    room, friends_room = await Room.enter(viewer, show_id), await Room.enter(friend, show_id)
    address, handle = viewer.page.url, new_handle("vic")

    # Sign up by wanting to say something; then it is said.
    await room.say("hello from the first row")
    viewer.expect_error("422")
    await room.sign_up("x", password="short")
    await expect(room.dialog.get_by_label("Handle")).to_have_attribute("aria-invalid", "true")
    await room.sign_up(handle, password="short")
    await expect(room.dialog.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    await room.sign_up(handle)
    await expect(room.dialog).to_have_count(0)
    for each in (room, friends_room):
        await expect(each.chat.get_by_text("hello from the first row")).to_be_visible()
    await expect(viewer.page.get_by_role("banner")).to_contain_text(handle)
    assert viewer.page.url == address

    # Join in one click.
    await viewer.page.get_by_role("button", name="Join Lindwerk for free").click()
    await expect(viewer.page.locator(".room-head")).to_contain_text("Listener member")
    await room.say("I am a member now")
    line = friends_room.chat.locator(".message", has_text="I am a member now")
    await expect(line).to_contain_text("Listener")

    # Claim what drops, pay after a declined card.
    await backstage.dropped(show_id, PHONE, stock=3)
    await expect(room.deal(PHONE)).to_contain_text("3 of 3 left")
    await room.claim(PHONE).click()
    await expect(friends_room.deal(PHONE)).to_contain_text("2 of 3 left")
    await room.pay_now(PHONE)
    viewer.expect_error("402")
    await room.pay(DECLINED_CARD)
    await expect(room.dialog).to_contain_text("The bank declined this card.")
    await expect(room.dialog.locator(".note-bad")).to_be_in_viewport()
    await room.pay()
    await expect(room.dialog).to_contain_text("is paid with the card that ends in 4242")
    await expect(room.dialog).to_contain_text("It is yours")
    assert viewer.page.url == address

    # Find it in My orders.
    await room.dialog.get_by_role("link", name="My orders").click()
    order = viewer.page.locator(".order-row", has_text=PHONE)
    await expect(order).to_contain_text("Paid")
    await order.get_by_role("link").click()
    await expect(viewer.page.locator("main")).to_contain_text("Thank you, it is yours")


async def test_the_header_signs_in_within_the_room_and_out_again(
    person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Stay where you are")
    guest = await person("guest")
    guest.expect_error("401")
    room, banner = await Room.enter(guest, show_id), guest.page.get_by_role("banner")
    await banner.get_by_role("link", name="Sign in").click()
    await room.dialog.get_by_label("E-mail or handle").fill("luisa_p")
    await room.dialog.get_by_label("Password").fill("not this one")
    submit = room.dialog.get_by_role("tabpanel").get_by_role("button", name="Sign in")
    await submit.click()
    await expect(room.dialog.get_by_role("alert")).to_be_visible()
    await room.dialog.get_by_label("Password").fill(PASSWORD)
    await submit.click()
    await expect(room.dialog).to_have_count(0)
    await expect(guest.page.locator(".room-head")).to_contain_text(
        re.compile("(Listener|Resident|Soloist|Maestro) member")
    )
    assert guest.page.url.endswith(f"/shows/{show_id}")
    await banner.get_by_text("luisa_p").click()
    await banner.get_by_role("button", name="Sign out").click()
    await expect(banner.get_by_role("link", name="Sign in")).to_be_visible()


async def test_a_guest_who_claims_signs_up_and_has_claimed(
    person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Straight to the claim")
    await backstage.dropped(show_id, LAMP)
    guest = await person("guest")
    room = await Room.enter(guest, show_id)
    await room.claim(LAMP).click()
    await expect(room.dialog).to_contain_text(f"claim “{LAMP}”")
    await room.sign_up(new_handle("straight"))
    await room.pay_now(LAMP)
    await expect(room.dialog).to_contain_text("Held for you for")
    await guest.page.keyboard.press("Escape")
    await expect(room.dialog).to_have_count(0)
    await expect(room.claim(LAMP)).to_be_focused()


async def test_reloading_and_coming_late_show_the_same_room(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Same for all")
    deal = await backstage.dropped(show_id, LAMP, stock=7)
    ended = await backstage.dropped(show_id, PHONE)
    await backstage.end_deal(ended)
    buyer = await member("priya_s")
    room = await Room.enter(buyer, show_id)
    await room.say("before the reload")
    await expect(room.chat).to_contain_text("before the reload")
    await room.claim(LAMP).click()
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))
    await backstage.host.call("POST", f"/api/deals/{deal['id']}/pin")
    await expect(room.deal(LAMP)).to_contain_text("Pinned")

    await buyer.page.reload()
    await room.has_entered()
    late = await Room.enter(await person("late"), show_id)
    for each in (room, late):
        await expect(each.deal(LAMP)).to_contain_text("6 of 7 left")
        await expect(each.deal(LAMP)).to_contain_text("Pinned")
        await expect(each.deal(PHONE)).to_contain_text("Ended")
        await expect(each.chat.get_by_text("before the reload")).to_have_count(1)
        await expect(each.audience).to_have_text("2")
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))
    await expect(late.claim(LAMP)).to_have_text(re.compile("Sign in to claim"))


async def test_sold_out_the_buyers_limit_and_the_end_are_shown(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("To the last one")
    single = await backstage.dropped(show_id, LAMP, stock=2, per_buyer_limit=1)
    await backstage.dropped(show_id, PHONE, stock=9, per_buyer_limit=2)
    one, other = await member("luisa_p"), await member("tomasz")
    room, others_room = await Room.enter(one, show_id), await Room.enter(other, show_id)

    # Up to the limit, by the stepper, and no further.
    await room.deal(PHONE).get_by_role("button", name="One more").click()
    await expect(room.deal(PHONE).get_by_role("button", name="One more")).to_be_disabled()
    await room.claim(PHONE).click()
    await room.pay_now(PHONE)
    await room.pay()
    await expect(room.dialog).to_contain_text("is paid")
    await room.dialog.get_by_role("button", name="Back to the show").click()
    await expect(room.deal(PHONE)).to_contain_text("Yours × 2")
    await expect(room.deal(PHONE)).to_contain_text("7 of 9 left")

    # The last one goes: whoever has none reads that none is left, and may wait.
    for buyer in (one, await member("femi")):
        await buyer.call("POST", f"/api/deals/{single['id']}/claims", {"quantity": 1})
    await expect(others_room.claim(LAMP)).to_have_text(re.compile("^Join the waitlist"))
    await expect(others_room.deal(LAMP)).to_contain_text("None left")
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))

    await backstage.end_show(show_id)
    await expect(others_room.page.locator(".stage")).to_contain_text("That was it")
    await expect(others_room.deal(PHONE).locator(".claim")).to_have_text("Ended")
    await expect(others_room.page.get_by_text("The show is over")).to_be_visible()


async def test_a_members_deal_is_unseen_below_its_tier_and_open_from_it(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Soloists first")
    below, above = await member("priya_s"), await member("noor")
    low, high = await Room.enter(below, show_id), await Room.enter(above, show_id)
    await backstage.dropped(show_id, PHONE, min_tier_rank=3)
    await backstage.dropped(show_id, LAMP)
    await expect(high.deal(PHONE)).to_contain_text("Soloist")
    await expect(high.claim(PHONE)).to_have_text(re.compile("^Claim"))
    await expect(low.deal(LAMP)).to_be_visible()
    await expect(low.deal(PHONE)).to_have_count(0)


async def test_a_claim_that_comes_too_late_says_why(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("A moment too late")
    deal = await backstage.dropped(show_id, LAMP)
    viewer = await member("hana")

    def end_it_first(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        async def to_server(message: str | bytes) -> None:
            if '"claim"' in str(message):
                await backstage.end_deal(deal)
            server.send(message)

        socket.on_message(to_server)

    await viewer.page.route_web_socket(re.compile("/live/"), end_it_first)
    room = await Room.enter(viewer, show_id)
    await room.claim(LAMP).click()
    await expect(room.deal(LAMP).get_by_role("alert")).to_contain_text("takes no more claims")
