"""A chat with many people in it: its rules, its moderators' means, reactions, and a room too loud to read."""

import json
import re

from playwright.async_api import Page, WebSocketRoute, expect

from tests.support.backstage import Backstage
from tests.support.person import Member, NewPerson, Person
from tests.support.room import Room
from tests.support.sizes import PHONE, flaws_on_phone_and_desk


async def open_chat(room: Room) -> None:
    """On a phone the chat is one of several panels."""
    tab = room.page.get_by_role("button", name="Chat", exact=True)
    if await tab.is_visible():
        await tab.click()


async def open_panel(host: Person, show_id: str) -> Page:
    await host.page.goto(f"/host/shows/{show_id}")
    await expect(host.page.get_by_role("log", name="Chat")).to_be_visible()
    return host.page


async def test_slow_mode_is_set_in_the_panel_and_counts_down_in_the_room(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Slowly")
    panel = await open_panel(backstage.host, show_id)
    viewer = await member("tomasz")
    room = await Room.enter(viewer, show_id)
    await panel.get_by_text("slow mode off").click()
    await panel.get_by_label("Slow mode").select_option("10 seconds")
    await expect(room.page.get_by_text("one message every 10 seconds")).to_be_visible()
    await expect(panel.locator(".chat-rules summary")).to_contain_text("slow mode 10 seconds")

    await room.say("first")
    await expect(room.chat).to_contain_text("first")
    send = room.page.locator(".composer-send")
    await room.say("second")
    await expect(send).to_have_text(re.compile(r"^\d+$"))
    await expect(room.composer).to_have_value("second")
    await room.page.reload()  # it is the server who knows
    await room.has_entered()
    await room.say("second")
    await expect(room.page.get_by_role("alert").filter(has_text="Slow mode is on")).to_be_visible()
    await expect(room.composer).to_have_value("second")
    await expect(send).to_have_text("", timeout=12_000)
    await room.composer.press("Enter")
    await expect(room.chat).to_contain_text("second")


async def test_who_may_post_links_is_set_in_the_panel(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("No links")
    panel = await open_panel(backstage.host, show_id)
    viewer = await member("clara_b")
    room = await Room.enter(viewer, show_id)
    await panel.locator(".chat-rules summary").click()
    await panel.get_by_label("Who may post links").select_option("Nobody")
    await expect(panel.locator(".chat-rules summary")).to_contain_text("links: nobody")
    await room.say("look at example.com")
    await expect(room.page.get_by_role("alert").filter(has_text="Links cannot")).to_be_visible()
    await room.say("look over there")
    await expect(room.chat).to_contain_text("over there")


async def test_who_is_muted_in_the_shadow_notices_nothing(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("In the shadow")
    panel = await open_panel(backstage.host, show_id)
    loud, quiet = await member("rafael"), await member("yuki_o")
    room, others_room = await Room.enter(loud, show_id), await Room.enter(quiet, show_id)
    chat = panel.get_by_role("log", name="Chat")
    await room.say("hello there")
    await chat.get_by_role("button", name="Moderate rafael").click()
    await panel.get_by_role("dialog").get_by_role("button", name="Shadow mute").click()
    await panel.get_by_text("1 person is muted").click()
    await expect(panel.locator(".muted-people li")).to_contain_text("without being told")

    await room.say("buy my own things")
    await expect(room.chat.locator(".message.is-own")).to_have_count(2)
    await expect(chat.locator(".message.is-shadowed")).to_contain_text("buy my own things")
    await room.page.reload()
    await room.has_entered()
    await expect(room.chat).to_contain_text("buy my own things")
    await expect(room.composer).to_be_visible()
    await others_room.say("nice lamp")
    await expect(room.chat).to_contain_text("nice lamp")
    await expect(others_room.chat).not_to_contain_text("buy my own things")


async def test_all_that_a_person_wrote_can_be_taken_back_at_once(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("All at once")
    panel = await open_panel(backstage.host, show_id)
    loud, quiet = await member("femi"), await member("yuki_o")
    room, others_room = await Room.enter(loud, show_id), await Room.enter(quiet, show_id)
    for text in ("one bad thing", "another bad thing"):
        await room.say(text)
        await expect(others_room.chat).to_contain_text(text)
    await others_room.say("a good thing")
    chat = panel.get_by_role("log", name="Chat")
    await chat.get_by_role("button", name="Moderate femi").first.click()
    await panel.get_by_role("dialog").get_by_role("button", name="Delete all their").click()
    for log in (chat, room.chat, others_room.chat):
        await expect(log).to_contain_text("a good thing")
        await expect(log).not_to_contain_text("bad thing")


async def test_hearts_rise_on_every_screen(
    member: Member, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("With love")
    viewer = await member("rafael", reduced_motion="no-preference")
    guest = await person("guest", reduced_motion="no-preference")
    still = await person("still")
    room, guests_room = await Room.enter(viewer, show_id), await Room.enter(guest, show_id)
    await Room.enter(still, show_id)
    mine, theirs = room.page.locator(".rising-one"), guests_room.page.locator(".rising-one")
    await room.page.get_by_role("button", name="Heart").click()
    for rising in (mine, theirs):
        await expect(rising).to_have_count(1)
    for rising in (mine, theirs):
        await expect(rising).to_have_count(0)
    await guests_room.page.get_by_role("button", name="Fire").focus()
    await guests_room.page.keyboard.press("Enter")
    for rising in (theirs, mine):
        await expect(rising).to_have_count(1)
    await room.page.get_by_role("button", name="Heart").click()
    await expect(still.page.locator(".reaction-tally")).to_have_text("1")
    await expect(still.page.locator(".rising-one")).to_have_count(0)


async def test_a_loud_room_says_that_it_is_sampled_and_what_was_skipped(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Loud")
    await backstage.dropped(show_id)
    viewer = await member("priya_s", **PHONE)
    sockets: list[WebSocketRoute] = []

    def listen_in(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await viewer.page.route_web_socket(re.compile("/live/"), listen_in)
    room = await Room.enter(viewer, show_id)
    await open_chat(room)
    await room.say("is anybody there?")
    await expect(room.chat).to_contain_text("is anybody there?")
    frames = [
        {"t": "sampled", "one_in": 7},
        {"t": "skipped", "count": 128},
        {"t": "reactions", "counts": {"heart": 9, "fire": 4, "wow": 2, "laugh": 3, "star": 3}},
    ]
    sockets[-1].send(json.dumps(frames))
    await expect(room.page.locator(".chat-sampled")).to_have_text("Busy chat: you see 1 in 7")
    await expect(room.chat).to_contain_text("128 messages skipped")
    assert await flaws_on_phone_and_desk(room.page, "loud") == []
    await expect(room.page.locator(".chat-sampled")).to_have_count(0)


async def test_the_moderators_means_fit_and_can_be_read(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Means")
    viewer = await member("emily_t")
    await (await Room.enter(viewer, show_id)).say("buy my own things")
    moderator = await member("mina", **PHONE)
    panel = await open_panel(moderator, show_id)
    await panel.locator(".chat-rules summary").click()
    assert await flaws_on_phone_and_desk(panel, "chat-rules") == []
    await panel.get_by_role("button", name="Moderate emily_t").click()
    await expect(panel.get_by_role("dialog")).to_be_visible()
    assert await flaws_on_phone_and_desk(panel, "chat-person") == []
