"""What the room bears: a drop moves nothing, a wrong clock, no mouse, no motion, a lost line, a restarted server."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, WebSocketRoute, expect

from tests.support.backstage import Backstage
from tests.support.looking import has_settled
from tests.support.person import Member, NewPerson
from tests.support.room import GOOD_CARD, Room
from tests.support.site import Site

LAMP, PHONE, WATCH = "Mond table lamp", "Leise phone", "Takt 38 wristwatch"
MEASURE_SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const moved = entry.sources.map(({ node }) => node?.className ?? node?.nodeName);
            window.shifts.push({ value: entry.value, moved });
        }
    }).observe({ type: 'layout-shift' });
}"""
MOVING = """() => document.getAnimations()
    .filter(({ effect, playState }) =>
        playState === 'running' && effect.getComputedTiming().duration > 50)
    .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)"""


@pytest.mark.parametrize("size", [(360, 780), (1440, 900)], ids=["360", "1440"])
async def test_a_drop_moves_nothing(
    size: tuple[int, int], member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Stand still")
    window = {"width": size[0], "height": size[1]}
    viewer = await member("kaito_m", reduced_motion="no-preference", **window)
    room = await Room.enter(viewer, show_id)
    await room.page.evaluate(MEASURE_SHIFTS)
    for title in (LAMP, PHONE, WATCH):
        await backstage.dropped(show_id, title)
        await expect(room.deal(title)).to_be_visible()
        await has_settled(room.page)
    shifts = await room.page.evaluate("window.shifts")
    assert sum(shift["value"] for shift in shifts) < 0.001, shifts


async def test_who_wants_no_motion_gets_none(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("Quietly")
    viewer = await member("kaito_m")
    room = await Room.enter(viewer, show_id)
    await backstage.dropped(show_id, LAMP)
    await expect(room.deal(LAMP)).to_be_visible()
    assert await room.page.evaluate(MOVING) == []


async def test_a_drop_is_announced(member: Member, backstage: Backstage) -> None:
    show_id = await backstage.live_show("Hear, hear")
    viewer = await member("kaito_m")
    room = await Room.enter(viewer, show_id)
    await backstage.dropped(show_id, LAMP, price_minor=12900, stock=9)
    await expect(room.page.locator("#announcer")).to_have_text(
        "New deal: Mond table lamp for €129.00, 31% off. 9 available."
    )


@pytest.mark.parametrize("wrong_by_min", [-10, 10])
async def test_a_wrong_clock_counts_down_right(
    wrong_by_min: int, person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Whose time is it")
    await backstage.dropped(show_id, LAMP, duration_s=300)
    viewer = await person("viewer")
    await viewer.page.clock.install(time=datetime.now(UTC) + timedelta(minutes=wrong_by_min))
    room = await Room.enter(viewer, show_id)
    await expect(room.deal(LAMP).get_by_role("timer")).to_have_text(re.compile(r"^4:[345]\d$"))


async def test_a_short_deal_closes_by_itself_for_all(
    person: NewPerson, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Ten seconds")
    viewer = await person("viewer")
    room = await Room.enter(viewer, show_id)
    await backstage.dropped(show_id, LAMP, duration_s=10)
    await expect(room.deal(LAMP).get_by_role("timer")).to_have_text(re.compile(r"^0:\d\d$"))
    await expect(room.deal(LAMP).locator(".claim")).to_have_text("Ended", timeout=15_000)


async def test_claiming_paying_and_chatting_need_no_mouse(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Keys only")
    await backstage.dropped(show_id, LAMP)
    viewer = await member("diego_r")
    room, page = await Room.enter(viewer, show_id), viewer.page
    keys = page.keyboard

    await keys.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await keys.press("Enter")
    await tab_to(page, room.claim(LAMP))
    await keys.press("Enter")
    await expect(room.claim(LAMP)).to_have_text(re.compile("Pay now"))
    await expect(room.claim(LAMP)).to_be_focused()
    await keys.press("Enter")
    await tab_to(page, room.dialog.get_by_label("Card number"))
    await keys.type(GOOD_CARD.replace(" ", ""))
    await keys.press("Tab")
    await keys.type("1234")
    await keys.press("Tab")
    await keys.type("123")
    await keys.press("Enter")
    await expect(room.dialog).to_contain_text("is paid")
    await keys.press("Escape")
    await expect(room.dialog).to_have_count(0)
    await expect(room.deal(LAMP).locator(":focus")).to_have_count(1)

    await tab_to(page, room.composer)
    await keys.type("typed by hand")
    await keys.press("Enter")
    await expect(room.chat).to_contain_text("typed by hand")
    await expect(room.composer).to_be_focused()
    await expect(room.composer).to_have_value("")


async def tab_to(page: Page, target: Locator, *, most: int = 40) -> None:
    """Press Tab until `target` has the focus, and see that the focus shows."""
    for _ in range(most):
        if await target.evaluate("(element) => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{most} presses of Tab do not lead to {target}")


class Line:
    """The socket's line between a page and the server, which the test can cut."""

    def __init__(self) -> None:
        self.is_cut = False
        self.addresses: list[str] = []
        self._ends: list[WebSocketRoute] = []

    async def lead(self, page: Page) -> None:
        await page.route_web_socket(re.compile("/live/"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self.addresses.append(socket.url)
        if self.is_cut:
            self._hang_up(socket)
            return
        socket.connect_to_server()
        self._ends.append(socket)

    async def cut(self) -> None:
        self.is_cut = True
        while self._ends:
            await self._ends.pop().close(code=1001)

    def mend(self) -> None:
        self.is_cut = False

    def _hang_up(self, socket: WebSocketRoute) -> None:
        self._last = asyncio.ensure_future(socket.close(code=1001))


async def test_a_lost_line_comes_back_and_the_room_catches_up(
    member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Through the tunnel")
    deal = await backstage.dropped(show_id, LAMP, stock=5)
    traveller, friend, line = await member("clara_b"), await member("emily_t"), Line()
    await line.lead(traveller.page)
    room, friends_room = await Room.enter(traveller, show_id), await Room.enter(friend, show_id)
    await friends_room.say("before the tunnel")
    await expect(room.chat).to_contain_text("before the tunnel")

    await line.cut()
    await expect(room.page.get_by_text("Reconnecting")).to_be_visible()
    await friends_room.say("in the tunnel")
    await friend.call("POST", f"/api/deals/{deal['id']}/claims", {"quantity": 1})
    await backstage.dropped(show_id, PHONE)
    await expect(friends_room.deal(PHONE)).to_be_visible()
    await expect(room.deal(PHONE)).to_have_count(0)

    line.mend()
    await expect(room.deal(PHONE)).to_be_visible(timeout=20_000)
    await expect(room.deal(LAMP)).to_contain_text("4 of 5 left")
    for text in ("before the tunnel", "in the tunnel"):
        await expect(room.chat.get_by_text(text)).to_have_count(1)
    await expect(room.page.get_by_text("Reconnecting")).to_have_count(0)
    assert "since=" in line.addresses[-1]
    await room.say("after the tunnel")
    await expect(friends_room.chat.get_by_text("after the tunnel")).to_have_count(1)


async def test_a_restarted_server_finds_its_room_again(
    site: Site, member: Member, backstage: Backstage
) -> None:
    show_id = await backstage.live_show("Lights out, lights on")
    await backstage.dropped(show_id, LAMP)
    viewer = await member("noor")
    viewer.expect_error("WebSocket|ERR_CONNECTION")
    room = await Room.enter(viewer, show_id)
    await room.say("still here?")
    await expect(room.chat).to_contain_text("still here?")

    await asyncio.to_thread(site.stop)
    await expect(room.page.get_by_text("Reconnecting")).to_be_visible()
    await asyncio.to_thread(site.start)
    await expect(room.page.get_by_text("Reconnecting")).to_have_count(0, timeout=20_000)
    await backstage.dropped(show_id, PHONE)
    await expect(room.deal(PHONE)).to_be_visible()
    await expect(room.deal(LAMP)).to_be_visible()
    await expect(room.chat.get_by_text("still here?")).to_have_count(1)
    await room.say("and on we go")
    await expect(room.chat.get_by_text("and on we go")).to_have_count(1)
